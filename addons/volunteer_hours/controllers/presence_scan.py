import time
from datetime import timedelta

from werkzeug.urls import url_quote

from odoo import http
from odoo.http import request
from odoo.service.model import (
    MAX_TRIES_ON_CONCURRENCY_FAILURE,
    PG_CONCURRENCY_EXCEPTIONS_TO_RETRY,
)

from odoo.addons.volunteer_base.controllers.portal import VolunteerPortal

SCAN = "/volunteer/scan"
#: Who had to log in first has scanned in time: so many seconds for typing a password.
LOGIN_SECONDS = 600
#: For answering a question on the phone.
ANSWER = timedelta(minutes=5)
WAITING = "volunteer_scan"


class VolunteerScan(VolunteerPortal):
    """The rotating code, scanned by the camera of a phone; rules are the models'."""

    @http.route(
        f"{SCAN}/<string:token>",
        type="http",
        auth="public",
        # No page of the website: its dispatch costs queries and, for whoever reads
        # another language, a second request, while the code runs out.
        methods=["GET"],
    )
    def volunteer_scan(self, token, **_query):
        """Check in or out whoever scanned a code.

        A deed by GET, since a camera opens links and nothing else. What stands in for
        the CSRF token is the code itself: nobody else can make one, and it lives for
        less than a minute.
        """
        Device = request.env["volunteer.device"]
        activity, device, old = Device._read_code_sudo(token)
        if request.env.user._is_public():
            if (activity or device) and not old:
                request.session[WAITING] = [token, time.time()]
            return request.redirect(
                f"/web/login?redirect={url_quote(request.httprequest.path)}"
            )
        waiting, since = request.session.pop(WAITING, None) or (None, 0)
        if waiting == token and time.time() - since < LOGIN_SECONDS:
            old = False
        return self._render_answer(*self._answer(activity, device, old))

    @http.route(
        SCAN,
        type="http",
        auth="user",
        methods=["POST"],
    )
    def volunteer_scan_answer(self, ticket=None, deed=None, slot=None, **_form):
        """Do what was chosen after a question."""
        said = request.env["volunteer.presence"]._read_ticket_sudo(ticket)
        activity = request.env["volunteer.activity"].sudo().browse()
        device = request.env["volunteer.device"].sudo().browse()
        match said:
            case ["scan", uid, activity_id, device_id] if uid == request.env.uid:
                activity = activity.browse(activity_id or ()).exists()
                device = device.browse(device_id or ()).exists()
        slot = int(slot) if (slot or "").isdecimal() and len(slot) < 10 else None
        old = not (activity or device)
        return self._render_answer(
            *self._answer(activity, device, old, deed=deed, slot=slot, asked=True)
        )

    def _answer(self, activity, device, old, *, deed=None, slot=None, asked=False):
        """Return ``(answer, activity, device)`` for the current user."""
        env = request.env
        Presence = env["volunteer.presence"]
        title = env._("Not checked in")
        volunteer = self._get_volunteer_sudo()
        if not (activity or device) and not asked:
            text = env._("This is no code of ours. Please scan the one on the screen.")
        elif old or not (activity or device):
            text = env._(
                "This code is too old: it changes all the time. Please scan the one "
                "that the screen shows now."
            )
        elif not volunteer:
            text = env._(
                "Your login “%(login)s” belongs to no volunteer. Please ask the "
                "volunteer office.",
                login=env.user.login,
            )
        else:
            answer = self._in_turn(
                lambda: Presence._scan_sudo(
                    volunteer,
                    "qr",
                    activity=activity,
                    device=device,
                    deed=deed,
                    slot=slot,
                )
            )
            return answer, activity, device
        return Presence._answer("red", title, text), activity, device

    def _in_turn(self, scan):
        """Return the answer; the user is asked to repeat where Odoo would give up."""
        try:
            return scan()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            tries = getattr(request, "volunteer_tries", 0) + 1
            request.volunteer_tries = tries
            if tries < MAX_TRIES_ON_CONCURRENCY_FAILURE:
                raise
            request.env.cr.rollback()
            return request.env["volunteer.presence"]._answer(
                "red",
                request.env._("Not checked in"),
                request.env._("Many people are checking in right now. Scan again."),
            )

    def _render_answer(self, answer, activity, device):
        ticket = None
        if answer["choices"]:
            ticket = request.env["volunteer.presence"]._sign_ticket_sudo(
                ["scan", request.env.uid, activity.id, device.id], ANSWER
            )
        return self._render_bare(
            "volunteer_hours.presence_answer", {"answer": answer, "ticket": ticket}
        )

    def _render_bare(self, template, values, status=200):
        response = request.render(template, values)
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
