import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerCertificatePrint(models.Model):
    """The digest of a file that was printed: whether a copy of it was changed.

    民政部令第67号, Art. 17: certificates can be verified and are not forged. The file
    itself is not kept.
    """

    _name = "volunteer.certificate.print"
    _description = "Printed Certificate"
    _order = "printed_on desc, id desc"
    _rec_name = "digest"
    _log_access = False

    certificate_id = fields.Many2one(
        "volunteer.certificate",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    digest = fields.Char(
        string="Digest of the File",
        required=True,
        readonly=True,
        help="SHA-256 of the PDF. A file with one byte changed has another one.",
    )
    printed_on = fields.Datetime(required=True, readonly=True)
    printed_by = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )

    _digest_unique = models.UniqueIndex(
        "(digest, certificate_id)", "This file is registered already."
    )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("What was printed once does not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was printed once does not change."))

    @api.model
    def _register_sudo(self, certificate_ids, content):
        """Keep the digest of a PDF for each certificate that stands in it.

        :param list certificate_ids: whose rights were checked when it was rendered
        :param bytes content: the PDF as it is handed out
        """
        digest = hashlib.sha256(content).hexdigest()
        known = self.sudo().search([("digest", "=", digest)]).certificate_id.ids
        self.env(context={})[self._name].sudo().create(
            [
                {
                    "certificate_id": certificate_id,
                    "digest": digest,
                    "printed_on": fields.Datetime.now(),
                    "printed_by": self.env.uid,
                }
                for certificate_id in dict.fromkeys(certificate_ids)
                if certificate_id not in known
            ]
        )

    @api.model
    def _find_sudo(self, content):
        """Return the certificates that stand in a file as we printed it, or none.

        :param bytes content: a file from anywhere; it is not kept
        """
        digest = hashlib.sha256(content).hexdigest()
        return self.sudo().search([("digest", "=", digest)]).certificate_id


class VolunteerCertificate(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.certificate"  # pylint: disable=consider-merging-classes-inherited

    print_ids = fields.One2many(
        "volunteer.certificate.print", "certificate_id", string="Printed"
    )
