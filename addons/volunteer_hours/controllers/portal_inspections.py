from odoo import http
from odoo.http import request

from .inspections import PAGE
from .portal import VolunteerHoursPortal

INSPECTIONS = "/my/volunteer/inspections"


class VolunteerInspectionPortal(VolunteerHoursPortal):
    """Where volunteers find what inspections of their units found."""

    @http.route(
        INSPECTIONS,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_inspections(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        inspections = request.env["volunteer.inspection"]._get_shown_to_sudo(volunteer)
        return self._render(
            "volunteer_hours.portal_inspections",
            {
                "page_name": "volunteer_inspections",
                "volunteer": volunteer,
                "inspections": inspections,
                "page": PAGE,
            },
        )
