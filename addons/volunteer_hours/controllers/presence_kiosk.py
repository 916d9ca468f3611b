from datetime import timedelta

from odoo import http
from odoo.http import request

from ..models.presence.volunteer_presence import ASK
from .presence_scan import VolunteerScan

KIOSK = "/volunteer/kiosk"
#: For reading a question on the tablet and answering it.
ANSWER = timedelta(seconds=60)
METHODS = ("kiosk", "badge")


class VolunteerKiosk(VolunteerScan):
    """A tablet for those without a phone; who is there and what it means say models."""

    @http.route(
        f"{KIOSK}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_kiosk(self, token, **_query):
        """Show the kiosk; it names nobody until somebody has said who they are."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "kiosk")
        if not device:
            return self._render_bare("volunteer_hours.presence_gone", {}, 404)
        device._note_seen_sudo()
        values = {
            "title": device.company_id.name,
            "place": device.place or device.name,
            "source": f"{KIOSK}/{token}",
            "tz": device.company_id.volunteer_tz,
        }
        return self._render_bare("volunteer_hours.presence_kiosk", values)

    @http.route(
        f"{KIOSK}/<string:token>/alive",
        type="jsonrpc",
        auth="public",
        website=True,
        sitemap=False,
    )
    def volunteer_kiosk_alive(self, token):
        """Say whether the device still has its link."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "kiosk")
        if device:
            device._note_seen_sudo()
        return bool(device)

    @http.route(
        f"{KIOSK}/<string:token>/enter",
        type="jsonrpc",
        auth="public",
        website=True,
        sitemap=False,
    )
    def volunteer_kiosk_enter(self, token, pin=None, number=None, ticket=None):
        """Check in or out who types a PIN, after a number or after a badge."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "kiosk")
        if not device:
            return None

        def enter():
            shown = self._read_ticket(device, ticket)
            if shown:
                volunteer, refusal = device._identify_badge_pin_sudo(shown[0], pin)
            else:
                volunteer, refusal = device._identify_number_sudo(number, pin)
            method = "badge" if shown else "kiosk"
            return refusal or self._scan(device, volunteer, method)

        return self._in_turn(enter)

    @http.route(
        f"{KIOSK}/<string:token>/badge",
        type="jsonrpc",
        auth="public",
        website=True,
        sitemap=False,
    )
    def volunteer_kiosk_badge(self, token, badge=None):
        """Check in or out who shows a badge, or ask for the PIN, too."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "kiosk")
        if not device:
            return None

        def show():
            volunteer, needs_pin, refusal = device._identify_badge_sudo(badge)
            if refusal:
                return refusal
            if needs_pin:
                return {"status": "pin", "ticket": self._sign(device, volunteer, "pin")}
            return self._scan(device, volunteer, "badge")

        return self._in_turn(show)

    @http.route(
        f"{KIOSK}/<string:token>/choose",
        type="jsonrpc",
        auth="public",
        website=True,
        sitemap=False,
    )
    def volunteer_kiosk_choose(self, token, ticket=None, deed=None, slot=None):
        """Do what was chosen after a question."""
        device = request.env["volunteer.device"]._find_of_kind_sudo(token, "kiosk")
        if not device:
            return None
        volunteer, method = self._read_ticket(device, ticket) or (None, None)
        if method not in METHODS:
            return request.env["volunteer.presence"]._answer(
                "red",
                request.env._("Not checked in"),
                request.env._("That took too long. Please begin again."),
            )
        return self._in_turn(
            lambda: self._scan(device, volunteer, method, deed=deed, slot=slot)
        )

    def _scan(self, device, volunteer, method, deed=None, slot=None):
        answer = request.env["volunteer.presence"]._scan_sudo(
            volunteer, method, device=device, deed=deed, slot=slot
        )
        answer["name"] = volunteer.name
        if answer["status"] == ASK:
            answer["ticket"] = self._sign(device, volunteer, method)
        return answer

    def _sign(self, device, volunteer, what):
        """Return a ticket of who has proven at this device who they are.

        :param str what: how; ``pin`` where the PIN is still to be typed
        """
        return request.env["volunteer.presence"]._sign_ticket_sudo(
            ["kiosk", device.id, volunteer.id, what], ANSWER
        )

    def _read_ticket(self, device, ticket):
        """Return ``(volunteer, what)`` of this device's ticket, or None."""
        match request.env["volunteer.presence"]._read_ticket_sudo(ticket):
            case ["kiosk", device_id, volunteer_id, what] if device_id == device.id:
                person = request.env["volunteer.volunteer"].sudo().browse(volunteer_id)
                return (person.exists(), what) if person.exists() else None
        return None
