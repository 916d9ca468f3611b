from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.token import new_token


class VolunteerInspection(models.Model):
    """A check of what was recorded or how the work is done (抽查、专项督查).

    Spot checks with published results: 民政部令第67号, Art. 21.
    """

    _name = "volunteer.inspection"
    _description = "Inspection"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "token",
        "date_published",
        "date_closed",
        "cancel_reason",
    )

    name = fields.Char(required=True, default=lambda self: self._get_default_name())
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("sample", "Spot check of recorded hours"), ("checklist", "By checklist")],
        required=True,
        default="sample",
        help="A spot check draws recorded hours by lot. A checklist looks at units, "
        "teams, projects, claimed projects or activities.",
    )
    inspector_ids = fields.Many2many(
        "res.users",
        "volunteer_inspection_inspector_rel",
        string="Inspectors",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="They see this inspection and note what they find; they need not belong "
        "to the volunteer office.",
    )
    note = fields.Text(string="Occasion", help="Why, and what is looked at.")
    date_from = fields.Date(string="Services from")
    date_to = fields.Date(string="Services until")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Under way"),
            ("published", "Result published"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    date_published = fields.Date(string="Published on", readonly=True, copy=False)
    date_closed = fields.Date(string="Closed on", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    is_inspector = fields.Boolean(compute="_compute_is_inspector")

    _token_unique = models.UniqueIndex("(token)", "This address is taken.")
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.model
    def _get_default_name(self):
        today = fields.Date.context_today(self)
        return self.env._("Inspection of %(month)s", month=f"{today:%Y-%m}")

    @api.depends("inspector_ids")
    @api.depends_context("uid")
    def _compute_is_inspector(self):
        officer = self.env.user.has_group("volunteer_base.group_officer")
        for inspection in self:
            inspection.is_inspector = (
                officer or self.env.user in inspection.inspector_ids
            )

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            vals["token"] = new_token()
        return super()._complete_create_vals(vals_list)

    @api.model
    def _get_fixed_fields(self):
        """Return what no longer changes once an inspection is under way."""
        return {"company_id", "kind", "date_from", "date_to"}

    def write(self, vals):
        if not self.env.su:
            settled = self.filtered(
                lambda inspection: inspection.state not in ("draft", "running")
            )
            if settled and vals.keys() - {"inspector_ids"}:
                raise UserError(
                    self.env._(
                        "These inspections are settled and stay as they are: "
                        "%(names)s.",
                        names=settled.mapped("name"),
                    )
                )
            begun = self.filtered(lambda inspection: inspection.state != "draft")
            if begun and self._get_fixed_fields() & vals.keys():
                raise UserError(
                    self.env._(
                        "What is inspected no longer changes: %(names)s. Cancel it and "
                        "make another one.",
                        names=begun.mapped("name"),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(
                self.env._("Inspections that have begun are kept; cancel them.")
            )

    def action_cancel(self, reason):
        """Cancel inspections; they stay to be seen, with the reason.

        :param str reason: why
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or published, or somebody acted on it already
        """
        self._check_officer()
        reason = self._clean_reason(reason)
        self._check_state("draft", "running")
        self._check_nothing_done_sudo()
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})
        self.sudo()._end_todos_sudo()
        return True

    def _check_nothing_done_sudo(self):
        """:raise UserError: what came of it already cannot be undone by cancelling"""

    # ------------------------------------------------------------------
    # Who and when
    # ------------------------------------------------------------------

    def _give_todos_sudo(self):
        """Give every inspector a to-do; it is theirs until the result is out."""
        for inspection in self:
            for user in inspection.inspector_ids:
                spoken = inspection.with_context(
                    lang=user.lang or "en_US",
                    mail_activity_quick_update=True,
                    mail_notify_force_send=False,
                )
                spoken.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=spoken.env._("Inspect, and note what you find"),
                    user_id=user.id,
                )

    def _end_todos_sudo(self):
        self.activity_ids.filtered("automated").unlink()
