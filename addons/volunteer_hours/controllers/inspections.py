from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import render_private

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
            return render_private("volunteer_hours.inspection_gone", {}, status=404)
        return render_private(
            "volunteer_hours.inspection_page",
            {"inspection": inspection, "figures": inspection._get_figures_sudo()},
        )
