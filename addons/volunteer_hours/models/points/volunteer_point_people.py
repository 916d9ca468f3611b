from odoo import models


class VolunteerVolunteer(models.Model):
    """Points in a person's own copy, in merging and in erasure."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

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
