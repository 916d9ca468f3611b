from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.worktime.volunteer_hour_off_duty import OFF_DUTY_KINDS


class VolunteerOffDutyWizard(models.TransientModel):
    """Ask why services in working time were time off, then confirm it."""

    _name = "volunteer.off.duty.wizard"
    _description = "Off Duty"

    hour_ids = fields.Many2many(
        "volunteer.hour",
        string="Service Hours",
        readonly=True,
        default=lambda self: self._default_hour_ids(),
    )
    kind = fields.Selection(
        OFF_DUTY_KINDS, string="It Was", required=True, default="rest"
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")

    @api.model
    def _default_hour_ids(self):
        context = self.env.context
        if context.get("active_model") != "volunteer.hour":
            return self.env["volunteer.hour"]
        lines = self.env["volunteer.hour"].browse(context.get("active_ids") or [])
        # Selected beside them may be others, which have nothing to confirm.
        return lines.filtered("in_working_time")

    @api.depends("hour_ids")
    def _compute_can_approve(self):
        for wizard in self:
            lines = wizard.hour_ids
            wizard.can_approve = bool(lines) and all(lines.mapped("my_turn"))

    def action_confirm(self):
        """Confirm time off for these lines.

        :raise UserError: no line in working time is selected
        """
        self.ensure_one()
        if not self.hour_ids:
            raise UserError(self.env._("None of these hours lies in working time."))
        self.hour_ids.action_confirm_off_duty(self.kind)
        return {"type": "ir.actions.act_window_close"}

    def action_confirm_and_approve(self):
        """Confirm time off for these lines, and agree to them."""
        result = self.action_confirm()
        self.hour_ids.action_approve()
        return result
