import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.portal import HOME, VolunteerPortal
from odoo.addons.volunteer_base.tools.qr import draw_qr

BADGE = "/my/volunteer/badge"


class VolunteerOwnPresence(VolunteerPortal):
    """The volunteer's own pages: camera, badge, PIN, and online service."""

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        running = volunteer._get_running_signups_sudo()
        when = running.activity_id.with_context(lang=request.env.lang)._format_when()
        values["running"] = [(signup, when[signup.activity_id]) for signup in running]
        # What goes on now stands above; it is not the next service any more.
        values["coming"] = [row for row in values["coming"] if row[0] not in running]
        return values

    @http.route(
        "/my/volunteer/scan",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_scan(self, **_query):
        """Let the browser's camera read the code, where it may."""
        return self._render(
            "volunteer_hours.portal_scan", {"page_name": "volunteer_scan"}
        )

    @http.route(
        BADGE, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_badge(self, **_query):
        """Show one's badge code, and set the PIN for kiosks."""
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        response = self._render(
            "volunteer_hours.portal_badge",
            {
                "page_name": "volunteer_badge",
                "volunteer": volunteer,
                "code": base64.b64encode(draw_qr(volunteer._get_badge_sudo())).decode(),
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        f"{BADGE}/pin", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_pin(self, pin="", again="", **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)

        def keep():
            if pin != again:
                raise UserError(request.env._("The two PINs are not the same."))
            volunteer.sudo(False).action_set_pin(pin)

        if self._attempt(keep):
            self._say("success", request.env._("Your PIN is set."))
        return request.redirect(BADGE)

    @http.route(
        f"{BADGE}/new", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_new_badge(self, **_form):
        volunteer = self._get_volunteer_sudo()
        if volunteer and self._attempt(volunteer.sudo(False).action_new_badge):
            self._say(
                "success", request.env._("This is your new badge; the old one is void.")
            )
        return request.redirect(BADGE)

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/<any(start, stop):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_online(self, signup_id, deed, **_form):
        """Start or stop one's own online service."""
        volunteer = self._get_volunteer_sudo()
        signup = request.env["volunteer.signup"].search(
            [("id", "=", signup_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not signup:
            self._say("danger", request.env._("This sign-up is not among yours."))
        elif deed == "start":
            if self._attempt(signup.action_start_online):
                self._say("success", request.env._("Started. Stop here when you end."))
        elif self._attempt(signup.action_stop_online):
            signup.invalidate_recordset(["hours"])
            self._say(
                "success",
                request.env._("Stopped: %(hours)g h.", hours=signup.sudo().hours),
            )
        return request.redirect(HOME)
