from odoo import models
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.masking import mask_name


class VolunteerVolunteer(models.Model):
    """Certificates in a person's own copy, and what erasure takes from them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _get_own_data_sudo(self):
        groups = super()._get_own_data_sudo()
        groups["service"].append(
            self._own_section_sudo(
                "certificates",
                self.env._("Certificates"),
                self.env["volunteer.certificate"].search(
                    [("volunteer_id", "in", self._with_merged_sudo().ids)]
                ),
                (
                    "name",
                    "volunteer_name",
                    "company_id",
                    "issuer_name",
                    "issue_date",
                    "date_first",
                    "date_last",
                    "hours",
                    "service_count",
                    "id_number",
                    "kind",
                    "school",
                    "code",
                    "state",
                    "revoke_reason",
                ),
            )
        )
        return groups

    def _erase_sudo(self):
        """Keep the register of certificates, with the names masked.

        Whoever holds a certificate can still have it verified: the verification page
        has shown the masked name all along (民政部令第67号, Art. 17).
        """
        certificates = self.env["volunteer.certificate"].search(
            [("volunteer_id", "in", self.ids)]
        )
        # The name of an activity is no personal data; what the person wrote is.
        written = certificates.line_ids.filtered(
            lambda line: line.content and not line.hour_id.activity_id
        )
        result = super()._erase_sudo()
        self.env.execute_query(
            SQL(
                "UPDATE volunteer_certificate_line SET content = NULL "
                "WHERE id IN %s RETURNING id",
                tuple(written.ids) or (0,),
            )
        )
        written.invalidate_recordset(["content"])
        for certificate in certificates:
            # By hand: write refuses whatever an issued certificate says.
            self.env.execute_query(
                SQL(
                    "UPDATE volunteer_certificate SET volunteer_name = %s "
                    "WHERE id = %s RETURNING id",
                    mask_name(certificate.volunteer_name),
                    certificate.id,
                )
            )
        certificates.invalidate_recordset(["volunteer_name", "display_name"])
        return result
