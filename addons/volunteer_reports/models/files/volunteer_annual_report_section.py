from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerAnnualReportSection(models.Model):
    """A text of an annual report: drafted from what is on file, or one's own."""

    _name = "volunteer.annual.report.section"
    _description = "Text of an Annual Report"
    _order = "report_id, sequence, id"
    _rec_name = "title"

    report_id = fields.Many2one(
        "volunteer.annual.report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, index=True, string="Unit"
    )
    sequence = fields.Integer(default=100)
    key = fields.Char(readonly=True, copy=False)
    title = fields.Char(required=True)
    body = fields.Text(string="Text")
    # What was proposed, so that what somebody wrote is never written over.
    drafted = fields.Text(readonly=True, copy=False)

    _key_unique = models.UniqueIndex(
        "(report_id, key) WHERE key IS NOT NULL", "This text is there already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        sections = super().create(vals_list)
        sections._check_report_draft()
        return sections

    def write(self, vals):
        self._check_report_draft()
        if not self.env.su:
            vals = {
                name: value
                for name, value in vals.items()
                if name not in ("key", "drafted", "report_id")
            }
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_report_draft()

    def _check_report_draft(self):
        """:raise UserError: the report is confirmed"""
        if "confirmed" in self.report_id.mapped("state"):
            raise UserError(
                self.env._("A confirmed report stays as it is. Reopen it first.")
            )
