from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal

CALLS = "/my/volunteer/calls"


class VolunteerCallsPortal(VolunteerPortal):
    """Answers to an emergency call: with a login, or by the link of a text message."""

    @http.route(
        f"{CALLS}/<int:call_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_volunteer_call(self, call_id, **_query):
        answer = self._get_own_answer(call_id)
        if not answer:
            self._say("danger", request.env._("This call is not for you, or is over."))
            return request.redirect(HOME)
        return self._render_call(answer, f"{CALLS}/{call_id}/answer")

    @http.route(
        f"{CALLS}/<int:call_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_call_answer(self, call_id, coming="", **_form):
        answer = self._get_own_answer(call_id)
        if not answer:
            return request.redirect(HOME)
        self._attempt(lambda: answer.action_answer(coming == "1"))
        return request.redirect(f"{CALLS}/{call_id}")

    @http.route(
        "/volunteer/call/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_call_link(self, token, **_query):
        answer = self._find_answer_sudo(token)
        if not answer:
            return self._render(
                "volunteer_base.call_unknown", {"page_name": "volunteer"}
            )
        return self._render_call(answer, f"/volunteer/call/{token}/answer")

    @http.route(
        "/volunteer/call/<string:token>/answer",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def volunteer_call_link_answer(self, token, coming="", **_form):
        answer = self._find_answer_sudo(token)
        if answer:
            # The link says who it is: it went to this person's phone.
            self._attempt(lambda: answer._answer_sudo(coming == "1"))
        return request.redirect(f"/volunteer/call/{token}")

    def _get_own_answer(self, call_id):
        volunteer = self._get_volunteer_sudo()
        return request.env["volunteer.call.answer"].search(
            [("call_id", "=", call_id), ("volunteer_id", "=", volunteer.id)]
        )

    def _find_answer_sudo(self, token):
        # Nobody guesses a signature of 96 bits: nothing to count here.
        return request.env["volunteer.call.answer"]._find_by_link_sudo(token)

    def _render_call(self, answer, action):
        answer = answer.sudo()
        if answer.state == "willing":
            # Whoever waits for the answer sees to it that the seats are given out.
            answer.call_id._seat_sudo()
        activity = answer.call_id.activity_id
        return self._render(
            "volunteer_base.portal_call",
            {
                "page_name": "volunteer_call",
                "answer": answer,
                "call": answer.call_id,
                "activity": activity,
                "when": activity._format_when()[activity],
                "action": action,
            },
        )

    def _prepare_volunteer_home(self, volunteer):
        answers = request.env["volunteer.call.answer"].search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("state", "in", ("called", "willing", "reserve")),
            ]
        )
        return {
            **super()._prepare_volunteer_home(volunteer),
            "calls": answers.sudo()
            .filtered(lambda answer: answer.call_id.state in ("calling", "filled"))
            .call_id,
        }
