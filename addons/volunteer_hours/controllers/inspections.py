from odoo import http
from odoo.http import request

from ..models.checks.volunteer_inspection_result import PAGE


class VolunteerInspectionPage(http.Controller):
    """Published results of inspections, for everybody who has the address."""

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def volunteer_inspection(self, token, **_query):
        inspection = request.env["volunteer.inspection"]._find_published_sudo(token)
        if not inspection:
            return self._render("volunteer_hours.inspection_gone", {}, status=404)
        return self._render(
            "volunteer_hours.inspection_page",
            {"inspection": inspection, "figures": inspection._get_figures_sudo()},
        )

    def _render(self, template, values, status=200):
        response = request.render(template, values)
        response.status_code = status
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
