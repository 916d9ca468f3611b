from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)

WALL = "/volunteer/wall"
#: Looks at walls an hour from one address; several screens may share one.
VIEWS = ("volunteer_hours.wall_hourly_views", 1200)


class VolunteerWallPage(http.Controller):
    """The honour wall: a page without login whose address is the key."""

    @http.route(
        f"{WALL}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_wall(self, token, **_query):
        """Show a wall to whatever screen has its link."""
        wall = request.env["volunteer.wall"]._find_sudo(token)
        if not wall:
            return render_private("volunteer_hours.wall_gone", {}, 404)
        if not check_hourly("wall", *VIEWS):
            return render_private("volunteer_hours.wall_gone", {}, 429)
        return self._render_wall(wall)

    @http.route(
        f"{WALL}/preview/<int:wall_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_wall_preview(self, wall_id, **_query):
        """Show a wall to who looks after it."""
        Wall = request.env["volunteer.wall"]
        wall = Wall.has_access("read") and Wall.search([("id", "=", wall_id)])
        if not wall:
            return render_private("volunteer_hours.wall_gone", {}, 404)
        return self._render_wall(wall.sudo())

    def _render_wall(self, wall):
        # A lobby speaks the language of the unit, not that of a screen's browser.
        lang = (
            wall.company_id.partner_id.lang
            or request.env["ir.actions.report"]._get_paper_lang()
        )
        wall = wall.with_context(lang=lang)
        request.update_context(lang=lang)
        return render_private(
            "volunteer_hours.wall_page",
            {
                "wall": wall,
                "title": wall.title or wall.company_id.name,
                "slides": wall._get_slides_sudo(),
            },
        )
