from odoo import api, fields, models


class VolunteerHandoverMarkWizard(models.TransientModel):
    """On which day a batch, or chosen lines, were entered; or why they were not."""

    _name = "volunteer.handover.mark.wizard"
    _description = "Mark as Entered in a Public System"

    batch_id = fields.Many2one("volunteer.hour.handover", ondelete="cascade")
    entry_ids = fields.Many2many(
        "volunteer.hour.entry",
        string="Lines",
        default=lambda self: self._default_entry_ids(),
    )
    result = fields.Selection(
        [("entered", "Entered"), ("failed", "Not Accepted")],
        required=True,
        default="entered",
    )
    date = fields.Date(
        string="Entered on",
        default=lambda self: self.env.company._get_volunteer_today(),
    )
    reference = fields.Char(
        string="Record No. There", help="For a single line, where the system gives one."
    )
    reason = fields.Char(string="Why Not")

    @api.model
    def _default_entry_ids(self):
        if self.env.context.get("active_model") != "volunteer.hour.entry":
            return self.env["volunteer.hour.entry"]
        return self.env["volunteer.hour.entry"].browse(
            self.env.context.get("active_ids", ())
        )

    def action_mark(self):
        """Mark the lines; rights and states are checked by what is marked."""
        self.ensure_one()
        if self.batch_id:
            self.batch_id.action_mark_entered(self.date and str(self.date))
        elif self.result == "failed":
            self.entry_ids.action_mark_failed(self.reason)
        else:
            self.entry_ids.action_mark_entered(
                self.date and str(self.date), self.reference or None
            )
        return {"type": "ir.actions.act_window_close"}
