from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)

from ..models.recognition.volunteer_award_public import ROWS_A_PAGE

PAGE = "/volunteer/honours"
#: Pages looked at, an hour from one address, by this system parameter.
VIEWS = ("volunteer_hours.honours_hourly_views", 600)


class VolunteerHonoursPage(http.Controller):
    """Stars and honours shown to the public: no login, masked names."""

    @http.route(
        [f"{PAGE}/<string:token>", f"{PAGE}/<string:token>/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def honours(self, token, page=1, **_query):
        """Show a page of the honours that are about to be granted."""
        notice = request.env["volunteer.award.notice"]._find_sudo(token)
        if not notice:
            return render_private("volunteer_hours.honours_gone", {}, status=404)
        if not check_hourly("honours", *VIEWS):
            return render_private("volunteer_hours.notice_flood", {}, status=429)
        page = max(1, min(page, 100_000))
        rows, count = notice._get_public_rows_sudo((page - 1) * ROWS_A_PAGE)
        return render_private(
            "volunteer_hours.honours_page",
            {
                "notice": notice,
                "company": notice.company_id,
                "rows": rows,
                "count": count,
                "pager": pager(
                    url=f"{PAGE}/{token}", total=count, page=page, step=ROWS_A_PAGE
                ),
            },
        )
