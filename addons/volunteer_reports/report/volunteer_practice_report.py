from odoo import models

from odoo.addons.volunteer_base.tools.paper import format_hours


class VolunteerCertificateReport(models.AbstractModel):
    """What a certificate of social practice says in place of one of service."""

    _inherit = "report.volunteer_reports.certificate"  # pylint: disable=consider-merging-classes-inherited

    def _get_statement(self, certificate):
        if certificate.kind != "practice":
            return super()._get_statement(certificate)
        return self.env._(
            "This is to certify that %(name)s, a student of %(school)s, took part in "
            "social practice (voluntary service) organised by %(unit)s from %(first)s "
            "to %(last)s: %(count)s times, %(hours)s hours in total.",
            name=certificate.volunteer_name,
            school=certificate.school,
            unit=certificate.issuer_name,
            first=self._day(certificate.date_first),
            last=self._day(certificate.date_last),
            count=certificate.service_count,
            hours=format_hours(certificate.minutes),
        )
