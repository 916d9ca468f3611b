from odoo import fields, models


class VolunteerMonthlyReceipt(models.TransientModel):
    """Ask what the bureau gave as a receipt, then accept the reports."""

    _name = "volunteer.monthly.receipt"
    _description = "Receipt of Monthly Reports"

    report_ids = fields.Many2many(
        "volunteer.monthly.report",
        string="Monthly Reports",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    receipt = fields.Char(help="Number or note of the bureau, if there is one.")
    receipt_on = fields.Date(
        string="Receipt of",
        required=True,
        default=lambda self: self.env.company._get_volunteer_today(),
    )

    def action_confirm(self):
        """Accept the reports; rights and states are checked there.

        :raise AccessError: somebody else receives these reports
        :raise UserError: not handed in
        """
        self.ensure_one()
        self.report_ids.action_accept(self.receipt, self.receipt_on)
        return {"type": "ir.actions.act_window_close"}
