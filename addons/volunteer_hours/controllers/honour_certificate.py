from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.sending import send_paper

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
        name = request.env._("Certificate of honour %(name)s.pdf", name=award.name)
        # Ownership was just checked.
        return send_paper(REPORT, award, name)
