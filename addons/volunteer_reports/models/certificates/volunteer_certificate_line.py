from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerCertificateLine(models.Model):
    """One recorded service as it stands on a certificate: a copy, so it stays."""

    _name = "volunteer.certificate.line"
    _description = "Certified Service"
    _order = "certificate_id, sequence, id"
    _rec_name = "date"

    certificate_id = fields.Many2one(
        "volunteer.certificate",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    hour_id = fields.Many2one(
        "volunteer.hour",
        string="Service Hours",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True)
    date = fields.Date(required=True, readonly=True)
    project_name = fields.Char(string="Project", readonly=True)
    content = fields.Char(string="Service", readonly=True)
    minutes = fields.Integer(required=True, readonly=True)
    hours = fields.Float(digits=(16, 2), required=True, readonly=True)
    proven = fields.Boolean(readonly=True)
    ledger_no = fields.Integer(string="Ledger No.", readonly=True, aggregator=None)
    reversed = fields.Boolean(
        related="hour_id.reversed",
        string="Reversed Since",
        compute_sudo=True,
    )

    _hour_unique = models.UniqueIndex(
        "(certificate_id, hour_id)", "A service stands on a certificate once."
    )

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._("An issued certificate does not change. Revoke it instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Issued certificates are kept. Revoke them instead.")
        )
