from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerHourDecisionWizard(models.TransientModel):
    """Approve lines with a note, or with other hours than were asked for."""

    _name = "volunteer.hour.decision.wizard"
    _description = "Approve with Changes"

    hour_ids = fields.Many2many(
        "volunteer.hour",
        string="Service Hours",
        readonly=True,
        default=lambda self: self._default_hour_ids(),
    )
    hours = fields.Float(
        string="Hours Granted",
        digits=(16, 2),
        default=lambda self: self._default_hours(),
        help="The same for every line; leave 0 to keep what was asked for.",
    )
    note = fields.Char(help="Kept with the decision.")

    @api.model
    def _default_hour_ids(self):
        context = self.env.context
        if context.get("active_model") != "volunteer.hour":
            return self.env["volunteer.hour"]
        return self.env["volunteer.hour"].browse(context.get("active_ids") or [])

    @api.model
    def _default_hours(self):
        lines = self._default_hour_ids()
        return lines.hours if len(lines) == 1 else 0.0

    def action_approve(self):
        """Approve the lines; where hours stay as asked, the trail shows no change.

        :raise UserError: no line, or as in ``volunteer.hour.action_approve``
        """
        self.ensure_one()
        if not self.hour_ids:
            raise UserError(self.env._("Please select at least one record."))
        minutes = round(self.hours * 60)
        same = self.hour_ids.filtered(
            lambda line: not minutes or line.minutes == minutes
        )
        for lines, granted in ((same, None), (self.hour_ids - same, minutes)):
            if lines:
                lines.action_approve(note=self.note or None, minutes=granted)
        return {"type": "ir.actions.act_window_close"}
