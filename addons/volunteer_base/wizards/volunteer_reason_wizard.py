from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerReasonWizard(models.TransientModel):
    """Ask for the reason that a method needs, then call it."""

    _name = "volunteer.reason.wizard"
    _description = "Reason"

    res_model = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_model"),
    )
    method = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    @api.model
    def _get_allowed_methods(self):
        """Return the ``(model, method)`` pairs this wizard may call.

        A fixed list: the names come from the browser. Each method takes the reason as
        its only argument and checks rights and state itself.
        """
        return {
            ("volunteer.volunteer", "action_ask_back"),
            ("volunteer.volunteer", "action_reject"),
            ("volunteer.volunteer", "action_suspend"),
            ("volunteer.volunteer", "action_leave"),
            ("volunteer.activity", "action_cancel"),
            ("volunteer.series", "action_cancel"),
            ("volunteer.acceptance", "action_withdraw"),
            ("volunteer.volunteer", "action_erase"),
            ("volunteer.meeting", "action_cancel"),
            ("volunteer.item.issue", "action_lose"),
            ("volunteer.signup", "action_excuse"),
            ("volunteer.plan.line", "action_drop_task"),
            ("volunteer.request", "action_refuse"),
            ("volunteer.pairing", "action_end"),
            ("volunteer.project.claim", "action_done"),
            ("volunteer.donation", "action_cancel"),
            ("volunteer.opinion.finding", "action_reply"),
            ("volunteer.opinion.finding", "action_close"),
            ("volunteer.opinion.finding", "action_return"),
        }

    def action_confirm(self):
        """Call the method on the records that were open or selected.

        :raise UserError: the method is not on the list, or no record is selected
        """
        self.ensure_one()
        if (self.res_model, self.method) not in self._get_allowed_methods():
            raise UserError(self.env._("This action takes no reason."))
        if self.env.context.get("active_model") != self.res_model:
            raise UserError(self.env._("Please select at least one record."))
        records = self.env[self.res_model].browse(
            self.env.context.get("active_ids") or []
        )
        if not records:
            raise UserError(self.env._("Please select at least one record."))
        result = getattr(records, self.method)(self.reason)
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.act_window_close"}
