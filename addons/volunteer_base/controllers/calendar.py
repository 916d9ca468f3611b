from urllib.parse import urlsplit

from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal

CALENDAR = "/my/volunteer/calendar"


class VolunteerCalendarPortal(VolunteerPortal):
    """Services in the calendar of the phone: one by one, or all of them by address."""

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/calendar.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_signup_calendar(self, signup_id, **_query):
        volunteer = self._get_volunteer_sudo()
        signup = request.env["volunteer.signup"].search(
            [("id", "=", signup_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not signup:
            self._say("danger", request.env._("This sign-up is not among yours."))
            return request.redirect(HOME)
        return self._send_calendar(signup._write_calendar_sudo())

    @http.route(
        CALENDAR, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_calendar(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        path = volunteer._get_calendar_path_sudo()
        base = volunteer.get_base_url()
        return self._render(
            "volunteer_base.portal_calendar",
            {
                "page_name": "volunteer_calendar",
                "volunteer": volunteer,
                "address": path and f"{base}{path}",
                # What a phone opens with its calendar.
                "webcal": path and f"webcal://{urlsplit(base).netloc}{path}",
            },
        )

    @http.route(
        f"{CALENDAR}/<any('share','stop'):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_calendar_deed(self, deed, **_form):
        volunteer = self._get_volunteer_sudo().sudo(False)
        if volunteer and deed == "share":
            self._attempt(volunteer.action_share_calendar)
        elif volunteer and self._attempt(volunteer.action_stop_calendar):
            self._say("success", request.env._("The address no longer works."))
        return request.redirect(CALENDAR)

    @http.route(
        "/volunteer/calendar/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        readonly=True,
    )
    def volunteer_calendar_feed(self, token, **_query):
        owner = request.env["volunteer.volunteer"]._find_calendar_owner_sudo(token)
        if not owner:
            raise request.not_found()
        return self._send_calendar(owner._write_calendar_sudo())

    def _send_calendar(self, text):
        return request.make_response(
            text,
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", 'attachment; filename="volunteering.ics"'),
                ("Cache-Control", "private, no-store"),
                ("X-Robots-Tag", "noindex"),
            ],
        )
