from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.portal import HOME, VolunteerPortal
from odoo.addons.volunteer_base.controllers.sending import send_paper
from odoo.addons.volunteer_base.tools.paper import format_hours

CERTIFICATES = f"{HOME}/certificates"
REPORT = "volunteer_reports.volunteer_certificate_report"


class VolunteerCertificatePortal(VolunteerPortal):
    """The volunteer's own certificates; others' are the volunteer office's affair."""

    @http.route(
        CERTIFICATES,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_certificates(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_reports.portal_certificates",
            {
                "page_name": "volunteer_certificates",
                "volunteer": volunteer,
                "units": volunteer._get_certifiable_minutes_sudo(),
                "certificates": self._get_own_certificates(volunteer),
                "say_hours": self._say_hours,
            },
        )

    @http.route(
        f"{CERTIFICATES}/issue",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_certificate_issue(self, **form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        unit = form.get("company_id") or ""

        def issue():
            certificate = request.env["volunteer.certificate"].browse(
                request.env["volunteer.certificate"].action_issue(
                    None,
                    form.get("date_from"),
                    form.get("date_to"),
                    int(unit) if unit.isdecimal() else None,
                    "masked" if form.get("masked") else "full",
                    "bilingual" if form.get("bilingual") else "zh",
                )
            )
            self._say(
                "success",
                request.env._(
                    "Certificate %(number)s is issued: %(hours)s hours.",
                    number=certificate.name,
                    hours=format_hours(certificate.minutes),
                ),
            )

        self._attempt(issue)
        return request.redirect(CERTIFICATES)

    @http.route(
        f"{CERTIFICATES}/<int:certificate_id>/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_volunteer_certificate_pdf(self, certificate_id, **_query):
        volunteer = self._get_volunteer_sudo()
        certificate = self._get_own_certificates(volunteer).filtered(
            lambda own: own.id == certificate_id and own.state == "issued"
        )
        if not certificate:
            self._say(
                "danger",
                request.env._("This certificate is not among your valid ones."),
            )
            return request.redirect(CERTIFICATES)
        name = request.env._(
            "Certificate of voluntary service %(number)s.pdf", number=certificate.name
        )
        # Ownership was just checked.
        return send_paper(REPORT, certificate, name)

    def _say_hours(self, minutes):
        return request.env._("%(hours)s hours", hours=format_hours(minutes))

    def _get_own_certificates(self, volunteer):
        # Those issued under a record that was merged into this one are theirs, too.
        return (
            request.env["volunteer.certificate"]
            .sudo()
            .search([("volunteer_id", "in", volunteer._with_merged_sudo().ids)])
        )
