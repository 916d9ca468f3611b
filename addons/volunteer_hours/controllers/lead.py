import base64
import json

from markupsafe import Markup

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import file_open, json_default

from odoo.addons.volunteer_base.controllers.portal import VolunteerPortal
from odoo.addons.volunteer_base.controllers.sending import send_paper

LEAD = "/my/volunteer/lead"
SHEET = "volunteer_hours.volunteer_sign_sheet_document"
WORKER = "volunteer_hours/static/src/lead/worker.js"


class VolunteerLeadPortal(VolunteerPortal):
    """Leaders on the phone: what they lead, and the roster that works offline."""

    def _prepare_volunteer_home(self, volunteer):
        led, running = request.env["volunteer.activity"]._count_led_sudo()
        return {
            **super()._prepare_volunteer_home(volunteer),
            "lead_count": led,
            "lead_open_count": running,
        }

    @http.route(
        LEAD, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_lead(self, **_query):
        groups = request.env["volunteer.activity"]._get_led_sudo()
        when = request.env["volunteer.activity"].sudo()
        for activities in groups.values():
            when |= activities
        return self._render(
            "volunteer_hours.portal_lead",
            {
                "page_name": "volunteer_lead",
                "groups": groups,
                "when": when._format_when(),
            },
        )

    @http.route(
        f"{LEAD}/<int:activity_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_lead_activity(self, activity_id, **_query):
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect(LEAD)
        roster = activity.action_get_roster()
        response = self._render(
            "volunteer_hours.portal_lead_activity",
            {
                "page_name": "volunteer_lead_activity",
                "roster": roster,
                "messages": activity._get_message_summary_sudo(),
                # In a script element; what could end it is written otherwise.
                "roster_json": Markup(
                    json.dumps(roster, default=json_default).replace("<", "\\u003c")
                ),
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        f"{LEAD}/<int:activity_id>/taps", type="jsonrpc", auth="user", methods=["POST"]
    )
    def portal_volunteer_lead_taps(self, activity_id, taps, clock):
        activity = self._get_led_activity(activity_id, silent=True)
        if not activity:
            raise AccessError(
                request.env._("Only those in charge of this activity may do this.")
            )
        return activity.action_hand_over_taps(taps, clock)

    @http.route(
        f"{LEAD}/<int:activity_id>/seen", type="jsonrpc", auth="user", methods=["POST"]
    )
    def portal_volunteer_lead_seen(self, activity_id, uuid):
        activity = self._get_led_activity(activity_id, silent=True)
        if not activity:
            raise AccessError(
                request.env._("Only those in charge of this activity may do this.")
            )
        taps = activity.sudo().roster_tap_ids
        taps.filtered(lambda tap: tap.uuid == uuid).sudo(False).action_seen()
        return activity.action_get_roster()

    @http.route(
        f"{LEAD}/<int:activity_id>/not-held",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_lead_not_held(self, activity_id, reason="", **_form):
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect(LEAD)
        if activity.sudo().state == "cancelled" or self._attempt(
            lambda: activity.action_not_held(reason[:500])
        ):
            self._say(
                "success",
                request.env._("Noted: this activity was not held. People are told."),
            )
            return request.redirect(LEAD)
        return request.redirect(f"{LEAD}/{activity_id}")

    @http.route(
        f"{LEAD}/<int:activity_id>/photo/<int:signup_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_lead_photo(self, activity_id, signup_id):
        activity = self._get_led_activity(activity_id, silent=True)
        signups = activity.sudo().signup_ids if activity else ()
        photo = next(
            (one.volunteer_id.image_128 for one in signups if one.id == signup_id), None
        )
        if not photo:
            raise request.not_found()
        return request.make_response(
            base64.b64decode(photo),
            [
                ("Content-Type", "image/jpeg"),
                ("X-Content-Type-Options", "nosniff"),
                # Kept by the page itself, which forgets it when somebody logs out.
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        f"{LEAD}/<int:activity_id>/sheet", type="http", auth="user", methods=["GET"]
    )
    def portal_volunteer_lead_sheet(self, activity_id):
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect(LEAD)
        return send_paper(SHEET, activity, f"{activity.sudo().display_name}.pdf")

    @http.route(
        f"{LEAD}/worker.js",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def portal_volunteer_lead_worker(self):
        with file_open(WORKER, "rb") as file:
            script = file.read()
        return request.make_response(
            script,
            [
                ("Content-Type", "text/javascript; charset=utf-8"),
                # The list of activities stands beside the folder of this script.
                ("Service-Worker-Allowed", LEAD),
                ("Cache-Control", "no-cache"),
            ],
        )

    def _get_led_activity(self, activity_id, silent=False):
        """Return an activity the user is in charge of, or none and why not."""
        activity = request.env["volunteer.activity"].browse(activity_id)
        if activity.sudo().exists():
            try:
                activity._check_leading()
            except AccessError as error:
                if not silent:
                    self._say("danger", str(error))
                return None
            return activity
        if not silent:
            self._say("danger", request.env._("This activity is not there any more."))
        return None
