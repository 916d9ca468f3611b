from odoo import api, models

from odoo.addons.volunteer_base.tools.masking import mask_name


class VolunteerCertificate(models.Model):
    """What strangers who hold a paper, or its file, are told of it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.certificate"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _verify_sudo(self, code):
        """Return what anybody who holds a code may know, or an empty dictionary.

        :param str code: in normal form; an impossible one is looked for all the same,
            so that it takes as long
        """
        certificate = self.sudo().search([("code", "=", code or "-")], limit=1)
        return certificate._prepare_verified_sudo() if certificate else {}

    @api.model
    def _verify_file_sudo(self, content):
        """Return what a file that was printed here holds, or an empty dictionary.

        :param bytes content: of a PDF; it is not kept
        :return: ``count`` and ``revoked`` (numbers of certificates) and, for a file of
            a single one, what :meth:`_verify_sudo` says of it as ``found``
        :rtype: dict
        """
        certificates = self.env["volunteer.certificate.print"]._find_sudo(content)
        if not certificates:
            return {}
        revoked = certificates.filtered(lambda one: one.state == "revoked")
        single = certificates if len(certificates) == 1 else None
        return {
            "count": len(certificates),
            "revoked": len(revoked),
            "found": single._prepare_verified_sudo() if single else {},
        }

    def _prepare_verified_sudo(self):
        self.ensure_one()
        standing = self.line_ids.filtered(lambda line: not line.reversed)
        return {
            "name": mask_name(self.volunteer_name),
            "minutes": self.minutes,
            "minutes_now": sum(standing.mapped("minutes")),
            "issuer": self.issuer_name,
            "valid": self.state == "issued",
        }
