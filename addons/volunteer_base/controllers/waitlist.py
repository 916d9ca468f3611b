from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal


class VolunteerWaitlistPortal(VolunteerPortal):
    """The waitlist on the volunteer's pages: joining it, and answering an offer."""

    def _describe_signup(self, signup):
        if signup.state != "waiting":
            return super()._describe_signup(signup)
        activity = signup.activity_id
        if signup.offered_until:
            return request.env._(
                "A seat is kept for you: %(activity)s. Please confirm it.",
                activity=activity.name,
            )
        return request.env._(
            "All seats are taken. You are number %(place)s on the waitlist: "
            "%(activity)s, %(when)s.",
            place=signup.waiting_place,
            activity=activity.name,
            when=activity._format_when()[activity],
        )

    def _prepare_activity_cards(self, activities, volunteer):
        cards = super()._prepare_activity_cards(activities, volunteer)
        warnings = activities.slot_ids._get_signup_warnings_by_slot(volunteer)
        for card in cards:
            for need in card["needs"]:
                slot = need["slot"]
                need["waitlist"] = (
                    not need["open"]
                    and not need["obstacle"]
                    and slot._takes_waiting_sudo()
                )
                if need["open"] or need["waitlist"]:
                    need["warning"] = warnings[slot].get(volunteer)
                if slot.waiting:
                    need["seats"] = request.env._(
                        "%(seats)s, %(count)s waiting",
                        seats=need["seats"],
                        count=slot.waiting,
                    )
        return cards

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/<any('confirm','decline'):answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_answer_offer(self, signup_id, answer, **_form):
        volunteer = self._get_volunteer_sudo()
        signup = request.env["volunteer.signup"].search(
            [("id", "=", signup_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not signup:
            self._say("danger", request.env._("This sign-up is not among yours."))
        elif answer == "confirm":
            if self._attempt(signup.action_confirm_offer, in_turn=True):
                self._say("success", self._describe_signup(signup))
        elif signup.state == "cancelled" or self._attempt(
            signup.action_decline_offer, in_turn=True
        ):
            self._say("success", request.env._("Thank you. The next one is asked."))
        return request.redirect(HOME)
