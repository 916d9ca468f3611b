from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hash_sign, verify_hash_signed

from odoo.addons.volunteer_base.tools.masking import mask_name
from odoo.addons.volunteer_base.tools.paper import format_hours

SCOPE = "volunteer-certificates"
ROWS_A_PAGE = 100


class ResCompany(models.Model):
    """The list of certificates that a unit shows for some days after their issue."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_certificate_days = fields.Integer(
        string="Days of Publication",
        default=7,
        help="So long a certificate stands on the public list after its issue; 0 turns "
        "the list off.",
    )
    volunteer_certificate_url = fields.Char(
        string="Public List of Certificates",
        compute="_compute_volunteer_certificate_url",
    )

    _volunteer_certificate_days = models.Constraint(
        "CHECK (volunteer_certificate_days BETWEEN 0 AND 365)",
        "Certificates are published for 0 to 365 days.",
    )

    @api.depends("volunteer_certificate_days")
    def _compute_volunteer_certificate_url(self):
        for company in self:
            token = ""
            if company.id and company.volunteer_certificate_days:
                token = hash_sign(self.sudo().env, SCOPE, company.id)
            company.volunteer_certificate_url = (
                token and f"{company.get_base_url()}/volunteer/certificates/{token}"
            )

    @api.model
    def _find_certificate_page_sudo(self, token):
        """Return the unit whose list a public address shows, or none.

        :param str token: as it came with the request
        """
        nothing = self.sudo().browse()
        try:
            company_id = verify_hash_signed(self.sudo().env, SCOPE, token)
        # Whatever is not of our making breaks in its own way.
        except Exception:  # pylint: disable=broad-except
            return nothing
        if not isinstance(company_id, int):
            return nothing
        return (
            nothing.browse(company_id).exists().filtered("volunteer_certificate_days")
        )

    def _get_published_certificates_sudo(self, offset=0, limit=ROWS_A_PAGE):
        """Return what the public list of this unit shows, in a fixed number of queries.

        民发〔2015〕149号: certificates issued are shown for 7 days. Names are masked;
        minors whose guardian has not agreed to it are left out.

        :return: ``(rows, number of all rows)``; a row is a dict of the texts
            ``number``, ``name``, ``hours`` and the date ``date``
        """
        self.ensure_one()
        company = self.sudo()
        days = company.volunteer_certificate_days
        if not days:
            return [], 0
        Certificate = company.env["volunteer.certificate"]
        today = company._get_volunteer_today()
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", "issued"),
            ("issue_date", ">", today - timedelta(days=days)),
            ("issue_date", "<=", today),
        ]
        everybody = company.env["volunteer.volunteer"].browse(
            person.id for (person,) in Certificate._read_group(domain, ["volunteer_id"])
        )
        hidden = company.env["volunteer.notice"]._get_unnamed_sudo(everybody)
        if hidden:
            domain.append(("volunteer_id", "not in", hidden.ids))
        certificates = Certificate.search(
            domain, order="issue_date desc, name desc", offset=offset, limit=limit
        )
        rows = [
            {
                "number": one.name,
                "name": mask_name(one.volunteer_name),
                "hours": format_hours(one.minutes),
                "date": one.issue_date,
            }
            for one in certificates
        ]
        return rows, Certificate.search_count(domain)


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_certificate_days = fields.Integer(
        related="company_id.volunteer_certificate_days", readonly=False
    )
    volunteer_certificate_url = fields.Char(
        related="company_id.volunteer_certificate_url"
    )
