from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import render_private
from odoo.addons.volunteer_base.tools.paper import format_hours

from ..tools.verification import normal_code


class VolunteerVerify(http.Controller):
    @http.route(
        ["/volunteer/verify", "/volunteer/verify/<string:code>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def volunteer_verify(self, code="", **_query):
        """Say whether a certificate is genuine: to whoever holds its code."""
        found = request.env["volunteer.certificate"]._verify_sudo(normal_code(code))
        if found:
            for name, minutes in (("hours", "minutes"), ("hours_now", "minutes_now")):
                found[name] = request.env._(
                    "%(hours)s hours", hours=format_hours(found[minutes])
                )
        return render_private(
            "volunteer_reports.verify_page",
            {"asked": bool(code.strip()), "found": found},
        )
