from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.portal import VolunteerPortal

PICKUP = "/my/volunteer/pickup"
#: Frame and sign of an answer by its colour: colour alone says nothing to some.
LOOKS = {
    "green": ("text-bg-success", "fa-check"),
    "amber": ("text-bg-warning", "fa-exclamation-triangle"),
    "red": ("text-bg-danger", "fa-times"),
    "blue": ("border-primary", "fa-shopping-bag"),
}


class VolunteerPickup(VolunteerPortal):
    """Handing out: a code is typed, read by a scanner, or opened by a camera."""

    @http.route(
        [PICKUP, f"{PICKUP}/<string:code>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_volunteer_pickup(self, code=None, **query):
        """Show what a code stands for, and ask before it is handed out."""
        code = code or query.get("code")
        Order = request.env["volunteer.reward.order"]
        return self._render_pickup(
            code, lambda: Order.action_look_up(code) if code else None
        )

    @http.route(PICKUP, type="http", auth="user", website=True, methods=["POST"])
    def portal_volunteer_pickup_hand_out(self, code="", **_form):
        """Hand out, and say in one screen what came of it."""
        Order = request.env["volunteer.reward.order"]
        return self._render_pickup(code, lambda: Order.action_hand_out(code))

    def _render_pickup(self, code, look):
        answers = []
        office = request.env.user.has_group("volunteer_base.group_officer")
        if office:
            self._attempt(lambda: answers.append(look()))
        answer = answers[0] if answers else None
        response = self._render(
            "volunteer_hours.pickup",
            {
                "page_name": "volunteer_pickup",
                "office": office,
                "code": code,
                "answer": answer,
                "look": answer and LOOKS[answer["colour"]],
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response
