from odoo import fields, models


class VolunteerCertificateIssue(models.TransientModel):
    """Ask the volunteer office for whom and for which period, then issue."""

    _name = "volunteer.certificate.issue"
    _description = "Issue a Certificate"

    volunteer_id = fields.Many2one("volunteer.volunteer", required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(string="From", help="Empty: from the first service.")
    date_to = fields.Date(string="Until", help="Empty: until the last service.")
    id_number = fields.Selection(
        [("full", "In full"), ("masked", "Masked")],
        string="ID Number on Paper",
        required=True,
        default="full",
        help="Schools and courts ask for the full number.",
    )
    language = fields.Selection(
        [("zh", "Chinese"), ("bilingual", "Chinese and English")],
        string="Language of Paper",
        required=True,
        default="zh",
    )

    def action_issue(self):
        """Issue the certificate and open it."""
        self.ensure_one()
        certificate_id = self.env["volunteer.certificate"].action_issue(
            self.volunteer_id.id,
            self.date_from,
            self.date_to,
            self.company_id.id,
            self.id_number,
            self.language,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.certificate",
            "res_id": certificate_id,
            "views": [(False, "form")],
        }
