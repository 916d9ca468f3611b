from odoo import http
from odoo.http import content_disposition, request

from .portal import VolunteerHoursPortal
from .portal_honours import HONOURS

REPORT = "volunteer_hours.volunteer_award_report"


class VolunteerHonourCertificate(VolunteerHoursPortal):
    """The certificate of one's own honour, as a PDF on the phone."""

    @http.route(
        f"{HONOURS}/<int:award_id>/certificate",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_volunteer_honour_certificate(self, award_id, **_query):
        volunteer = self._get_volunteer_sudo()
        award = request.env["volunteer.award"].sudo()
        if volunteer:
            award = award.search(
                [
                    ("id", "=", award_id),
                    ("volunteer_id", "in", volunteer._with_merged_sudo().ids),
                ]
            )
        if not award or not self._attempt(award._check_certificate):
            if not award:
                self._say("danger", request.env._("This is not among your honours."))
            return request.redirect(HONOURS)
        # Reports are for internal users; here ownership was just checked. The paper
        # needs nothing from the server, so it is rendered in tests as well.
        pdf, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(REPORT, award.ids)
        )
        name = request.env._("Certificate of honour %(name)s.pdf", name=award.name)
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", str(len(pdf))),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
