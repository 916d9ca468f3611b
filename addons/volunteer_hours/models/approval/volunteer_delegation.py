from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class VolunteerDelegation(models.Model):
    """A stand-in: who decides on hours instead of an approver, for a period.

    Steps keep the approver whom the route means; who stands in is looked up whenever a
    turn is set, and when a period begins or ends.
    """

    _name = "volunteer.delegation"
    _description = "Stand-in"
    _order = "date_from desc, id desc"
    _rec_name = "delegate_id"

    user_id = fields.Many2one(
        "res.users",
        string="Approver",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    delegate_id = fields.Many2one(
        "res.users",
        string="Stand-in",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(string="Until", required=True, help="The last day.")
    note = fields.Char(help="e.g. on leave")
    cancelled = fields.Boolean(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("running", "In force"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_state",
    )

    _period = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day lies on or after the first."
    )
    _somebody_else = models.Constraint(
        "CHECK (delegate_id <> user_id)", "Choose somebody else to stand in."
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH =, "
        "int4range(company_id, company_id, '[]') WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (cancelled IS NOT TRUE)",
        "Somebody else stands in on some of these days.",
    )

    @api.model
    def _default_date_from(self):
        return self.env.company._get_volunteer_today()

    @api.depends("date_from", "date_to", "cancelled", "company_id")
    def _compute_state(self):
        for delegation in self:
            company = delegation.company_id or self.env.company
            today = company._get_volunteer_today()
            if delegation.cancelled:
                delegation.state = "cancelled"
            elif not (delegation.date_from and delegation.date_to):
                delegation.state = "planned"
            elif delegation.date_to < today:
                delegation.state = "ended"
            else:
                running = delegation.date_from <= today
                delegation.state = "running" if running else "planned"

    @api.constrains("user_id", "delegate_id", "company_id")
    def _check_people(self):
        for delegation in self.sudo():
            for user in delegation.user_id | delegation.delegate_id:
                if (
                    not user.active
                    or user.share
                    or delegation.company_id not in user.company_ids
                ):
                    raise ValidationError(
                        self.env._(
                            "%(name)s cannot decide on hours of %(company)s: choose "
                            "somebody who works there and has a login of their own.",
                            name=user.name,
                            company=delegation.company_id.name,
                        )
                    )

    @api.constrains("user_id", "delegate_id", "date_from", "date_to", "cancelled")
    def _check_no_chain(self):
        """A stand-in is present: they have none themselves on these days."""
        for delegation in self.sudo().filtered(lambda row: not row.cancelled):
            other = self.sudo().search(
                [
                    ("cancelled", "=", False),
                    ("company_id", "=", delegation.company_id.id),
                    ("date_from", "<=", delegation.date_to),
                    ("date_to", ">=", delegation.date_from),
                    "|",
                    ("user_id", "=", delegation.delegate_id.id),
                    ("delegate_id", "=", delegation.user_id.id),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "%(stand_in)s stands in for %(name)s from %(start)s until "
                        "%(end)s. Who stands in is there to decide, and has no "
                        "stand-in on these days.",
                        stand_in=other.delegate_id.name,
                        name=other.user_id.name,
                        start=other.date_from,
                        end=other.date_to,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_may_change()
        delegations._set_turns_sudo()
        return delegations

    def write(self, vals):
        self._check_may_change()
        if any(delegation.state in ("ended", "cancelled") for delegation in self):
            raise UserError(
                self.env._("What is over stays as it was. Enter a new stand-in.")
            )
        before = self.user_id
        result = super().write(vals)
        self._check_may_change()
        self._set_turns_sudo(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        self._check_may_change()
        if any(delegation.state != "planned" for delegation in self):
            raise UserError(self.env._("Cancel this instead: it stays on record."))

    def action_cancel(self):
        """End these stand-ins now; what waits goes back to the approvers.

        :raise AccessError: neither one's own nor of the volunteer office
        :raise UserError: it is over already
        """
        self.check_access("read")
        self._check_may_change()
        self.write({"cancelled": True})
        return True

    def _check_may_change(self):
        """:raise AccessError: somebody else's, by who is not of the volunteer office"""
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            return
        if any(delegation.user_id != self.env.user for delegation in self):
            raise AccessError(
                self.env._("One chooses a stand-in for oneself; others by the office.")
            )

    @api.model
    def _get_stand_ins_sudo(self):
        """Return ``{(user id, company id): the user who stands in today}``."""
        now = fields.Date.today()
        delegations = self.sudo().search_fetch(
            [
                ("cancelled", "=", False),
                # Today of some unit, wherever it is.
                ("date_from", "<=", now + timedelta(days=1)),
                ("date_to", ">=", now - timedelta(days=1)),
            ],
            ["user_id", "delegate_id", "company_id", "date_from", "date_to"],
        )
        return {
            (delegation.user_id.id, delegation.company_id.id): delegation.delegate_id
            for delegation in delegations
            if delegation.date_from
            <= delegation.company_id._get_volunteer_today()
            <= delegation.date_to
        }

    def _set_turns_sudo(self, others=None):
        """Set the turns of the lines that wait for these approvers anew."""
        users = self.user_id | (others or self.env["res.users"])
        steps = (
            self.env["volunteer.approval"]
            .sudo()
            .search([("state", "=", "pending"), ("approver_id", "in", users.ids)])
        )
        steps.hour_id._renew_turns_sudo()
