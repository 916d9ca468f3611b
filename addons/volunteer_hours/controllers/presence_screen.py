import base64

from odoo import fields, http
from odoo.http import request

from odoo.addons.volunteer_base.tools.qr import draw_qr

from ..tools.rotating_code import ACTIVITY, DEVICE
from .lead import VolunteerLeadPortal
from .presence_scan import SCAN, VolunteerScan

SCREEN = "/volunteer/screen"
LEAD_QR = "/my/volunteer/lead/<int:activity_id>/qr"
#: Activities that fit on a screen in a lobby.
SHOWN = 6


class VolunteerScreen(VolunteerScan, VolunteerLeadPortal):
    """Screens that show the rotating code: a lobby's, and the leader's own phone."""

    @http.route(
        f"{SCREEN}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_screen(self, token, **_query):
        """Show the code of a lobby, with what takes place there."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "screen")
        if not device:
            return self._render_bare("volunteer_hours.presence_gone", {}, 404)
        device._note_seen_sudo()
        return self._render_bare(
            "volunteer_hours.presence_screen",
            {
                "title": device.company_id.name,
                "place": device.place or device.name,
                "source": f"{SCREEN}/{token}/state",
                "state": self._prepare_screen(device),
                "back": None,
            },
        )

    @http.route(
        f"{SCREEN}/<string:token>/state", type="jsonrpc", auth="public", sitemap=False
    )
    def volunteer_screen_state(self, token):
        """Return the next code of a lobby's screen, or nothing where it is revoked."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "screen")
        if not device:
            return None
        device._note_seen_sudo()
        return self._prepare_screen(device)

    @http.route(LEAD_QR, type="http", auth="user", website=True, methods=["GET"])
    def volunteer_lead_code(self, activity_id, **_query):
        """Show the code of one activity to who leads it."""
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect("/my/volunteer")
        activity = activity.sudo()
        return self._render_bare(
            "volunteer_hours.presence_screen",
            {
                "title": activity.name,
                "place": activity.place,
                "source": f"{request.httprequest.path}/state",
                "state": self._prepare_activity(activity),
                "back": f"/my/volunteer/lead/{activity.id}",
            },
        )

    @http.route(f"{LEAD_QR}/state", type="jsonrpc", auth="user")
    def volunteer_lead_code_state(self, activity_id):
        """Return the next code of an activity, or nothing for who does not lead it."""
        activity = self._get_led_activity(activity_id, silent=True)
        return self._prepare_activity(activity.sudo()) if activity else None

    def _prepare_screen(self, device):
        activities = request.env["volunteer.activity"].sudo()
        found = activities.search(
            device._domain_activities(fields.Datetime.now()),
            order="start, id",
            limit=SHOWN,
        )
        return self._prepare_state(DEVICE, device, found)

    def _prepare_activity(self, activity):
        return self._prepare_state(ACTIVITY, activity, activity)

    def _prepare_state(self, kind, record, activities):
        """Return what a screen shows until it asks again; no names of people."""
        code, seconds = record.env["volunteer.device"]._make_code_sudo(kind, record)
        url = f"{record.get_base_url()}{SCAN}/{code}"
        when = activities.with_context(lang=request.env.lang)._format_when()
        return {
            "qr": base64.b64encode(draw_qr(url)).decode(),
            "url": url,
            "seconds": seconds,
            "activities": [
                {
                    "name": activity.name,
                    "when": when[activity],
                    "place": activity.place or "",
                    "here": counts["here"],
                    "expected": counts["expected"],
                }
                for activity, counts in self._count_people(activities).items()
            ],
        }

    def _count_people(self, activities):
        """Return ``{activity: {"here", "expected"}}`` in two queries."""
        counts = {activity: {"here": 0, "expected": 0} for activity in activities}
        groups = activities.env["volunteer.signup"]._read_group(
            [
                ("activity_id", "in", activities.ids),
                ("state", "in", ("confirmed", "attended")),
            ],
            ["activity_id"],
            ["__count"],
        )
        for activity, number in groups:
            counts[activity]["expected"] = number
        groups = activities.env["volunteer.hour"]._read_group(
            [("activity_id", "in", activities.ids), ("state", "=", "open")],
            ["activity_id"],
            ["__count"],
        )
        for activity, number in groups:
            counts[activity]["here"] = number
        return counts
