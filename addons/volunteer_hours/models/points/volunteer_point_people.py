from odoo import fields, models
from odoo.exceptions import AccessError


class VolunteerVolunteer(models.Model):
    """Points in a person's own copy, in merging and in erasure."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    points_balance = fields.Float(
        string="Points",
        digits=(16, 2),
        compute="_compute_points_balance",
        compute_sudo=True,
        groups="volunteer_base.group_officer",
        help="Below zero: a debt, which blocks spending and is worked off.",
    )

    def _compute_points_balance(self):
        accounts = self.env["volunteer.point.account"].search_fetch(
            [("volunteer_id", "in", self._get_canonical_sudo().ids)],
            ["volunteer_id", "balance"],
        )
        balances = {account.volunteer_id: account.balance for account in accounts}
        for volunteer in self:
            person = volunteer._get_canonical_sudo()
            volunteer.points_balance = balances.get(person, 0) / 100

    def _get_owner_users_sudo(self):
        """Return the users whose points and orders these are.

        Also those of employees whose record is not linked with their login, and theirs
        whose record was kept in a merge.
        """
        people = self.sudo().with_context(active_test=False)
        people |= people.merged_into_id
        return people.user_id | people.employee_ids.user_id

    def action_correct_points(self, points, reason):
        """Give these people points, or take some back; the moves stay on record.

        :param float points: with a sign, at most two decimals
        :param str reason: why; they read it
        :raise AccessError: not of the volunteer office, not one's volunteers, or one of
            them is whoever asks
        :raise UserError: no reason, or no such number of points
        """
        Account = self.env["volunteer.point.account"]
        Account._check_office(self)
        reason = Account._clean_reason(reason)
        Account._parse_points(points)
        accounts = Account._get_accounts_sudo(self)
        return accounts.with_env(self.env).action_correct(points, reason)

    def action_open_points(self):
        """Open the account of points of this volunteer, opened where there is none.

        :raise AccessError: not of the volunteer office, or not one's volunteer
        """
        self.ensure_one()
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office does this."))
        self.check_access("read")
        account = self.env["volunteer.point.account"]._get_accounts_sudo(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Points"),
            "res_model": account._name,
            "res_id": account.id,
            "view_mode": "form",
        }

    def _get_own_data_sudo(self):
        """Add the balance and what changed it; what hours earned stands with them."""
        groups = super()._get_own_data_sudo()
        accounts = self.env["volunteer.point.account"].search(
            [("volunteer_id", "in", self._with_merged_sudo().ids)]
        )
        groups["award"] += [
            self._own_section_sudo(
                "points", self.env._("Points"), accounts, ("earned_points", "points")
            ),
            self._own_section_sudo(
                "point_moves",
                self.env._("Moves of Points"),
                accounts.move_ids,
                ("date", "kind", "points", "reason", "company_id"),
            ),
        ]
        return groups

    def _erase_sudo(self):
        """Empty what was written about moves; the points themselves stay."""
        result = super()._erase_sudo()
        self.env["volunteer.point.move"].search(
            [("account_id.volunteer_id", "in", self.ids), ("reason", "!=", False)]
        ).write({"reason": False})
        return result

    def _get_merge_stays(self):
        # Emptied: the kept record's account takes over what is on it.
        return {
            **super()._get_merge_stays(),
            "volunteer.point.account": {"volunteer_id"},
        }

    def _merge_into_sudo(self, kept):
        result = super()._merge_into_sudo(kept)
        self._merge_point_accounts_sudo(kept)
        return result

    def _merge_point_accounts_sudo(self, kept):
        """Let one account have the moves of all, and count all of them anew."""
        Account = self.env["volunteer.point.account"].sudo()
        old = Account.search([("volunteer_id", "in", self.ids)])
        if not old:
            return
        account = Account._get_accounts_sudo(kept)
        old.move_ids.write({"account_id": account.id})
        (old | account)._recount_sudo()
