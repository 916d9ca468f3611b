import base64

from odoo import api, fields, models


class VolunteerMonthlyVersion(models.Model):
    """A monthly report as it was handed in: figures, texts and both files.

    Only added to by handing in, and never changed but for what became of it.
    """

    _name = "volunteer.monthly.version"
    _description = "Monthly Report as Handed In"
    _order = "report_id, number desc"
    _rec_name = "number"

    report_id = fields.Many2one(
        "volunteer.monthly.report", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    number = fields.Integer(string="Version", required=True, aggregator=None)
    submitted_on = fields.Datetime(string="Handed In at", required=True)
    submitted_by_id = fields.Many2one(
        "res.users", string="Handed In by", required=True, ondelete="restrict"
    )
    figures = fields.Json(required=True)
    texts = fields.Json(required=True)
    xlsx = fields.Binary(string="Spreadsheet", attachment=True)
    pdf = fields.Binary(string="PDF", attachment=True)
    xlsx_name = fields.Char(compute="_compute_names")
    pdf_name = fields.Char(compute="_compute_names")
    email_to = fields.Char(string="Sent to")
    mail_id = fields.Many2one(
        "mail.mail", string="E-mail", index="btree_not_null", ondelete="set null"
    )
    mail_state = fields.Selection(related="mail_id.state", string="Delivery")
    # Stays when the e-mail itself is cleaned away.
    mail_message = fields.Char(string="E-mail No.")
    mailed_on = fields.Datetime(string="Sent at")
    outcome = fields.Selection(
        [
            ("submitted", "Handed In"),
            ("returned", "Sent Back"),
            ("accepted", "Accepted"),
        ],
        required=True,
        default="submitted",
    )
    decided_on = fields.Datetime(string="Answered at")
    decided_by_id = fields.Many2one(
        "res.users", string="Answered by", ondelete="restrict"
    )
    reason = fields.Text(string="Why It Came Back")
    receipt = fields.Char()

    _one_a_number = models.UniqueIndex(
        "(report_id, number)", "This version of the report was handed in already."
    )

    @api.depends("report_id")
    @api.depends_context("lang")
    def _compute_names(self):
        for version in self:
            name = version.report_id.sudo()._get_filename()
            version.xlsx_name = f"{name}.xlsx"
            version.pdf_name = f"{name}.pdf"

    @api.model
    def _encode(self, content):
        """Return bytes as a binary field takes them."""
        return base64.b64encode(content)
