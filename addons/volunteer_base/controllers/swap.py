from odoo import fields, http
from odoo.http import request

from ..tools.page_memo import once
from .portal import HOME, VolunteerPortal

MOST_ACTIVITIES = 100


class VolunteerSwapPortal(VolunteerPortal):
    """Substitutes and exchanges: asking for one, and answering."""

    def _prepare_volunteer_home(self, volunteer):
        return {
            **super()._prepare_volunteer_home(volunteer),
            # As superuser: names of team members, who have written to each other.
            "swaps": [
                {
                    "swap": swap.sudo(),
                    "text": swap.sudo()._describe(swap.sudo().env),
                    "mine": swap.sudo().volunteer_id == volunteer,
                }
                for swap in self._get_open_swaps(volunteer)
            ],
        }

    def _get_home_activities(self, volunteer):
        swaps = self._get_open_swaps(volunteer)
        activities = super()._get_home_activities(volunteer)
        return activities | swaps.activity_id | swaps.other_activity_id

    def _get_open_swaps(self, volunteer):
        return once(
            request.env,
            ("swaps", volunteer.id),
            lambda: request.env["volunteer.signup.swap"].search_fetch(
                [
                    ("state", "in", ("asked", "agreed")),
                    "|",
                    ("volunteer_id", "=", volunteer.id),
                    ("other_id", "=", volunteer.id),
                ],
                [
                    "volunteer_id",
                    "other_id",
                    "activity_id",
                    "other_activity_id",
                    "state",
                ],
            ),
        )

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/substitute",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_substitute(self, signup_id, **_query):
        signup = self._find_own_signup(signup_id)
        if not signup or not signup._can_swap():
            self._say(
                "danger",
                request.env._("This service can no longer be handed over to anybody."),
            )
            return request.redirect(HOME)
        activities = request.env["volunteer.activity"].search(
            [
                ("state", "=", "published"),
                ("start", ">", fields.Datetime.now()),
                ("company_id", "=", signup.company_id.id),
                (
                    "id",
                    "not in",
                    self._get_own_signups(signup.volunteer_id).activity_id.ids,
                ),
            ],
            order="start, id",
            limit=MOST_ACTIVITIES,
        )
        when = (activities | signup.activity_id)._format_when()
        return self._render(
            "volunteer_base.portal_substitute",
            {
                "page_name": "volunteer_substitute",
                "signup": signup,
                "when": when[signup.activity_id],
                "activities": [
                    (one.id, f"{when[one]} {one.name}") for one in activities
                ],
                "approval": signup.company_id.sudo().volunteer_swap == "approve",
            },
        )

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/substitute",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_ask_substitute(
        self, signup_id, colleague="", activity="", **_form
    ):
        signup = self._find_own_signup(signup_id)
        if not signup:
            self._say("danger", request.env._("This sign-up is not among yours."))
            return request.redirect(HOME)
        if activity.isdecimal() and int(activity) < 2**31:
            asked = self._attempt(
                lambda: signup.action_ask_exchange(colleague, int(activity))
            )
        else:
            asked = self._attempt(lambda: signup.action_ask_substitute(colleague))
        if not asked:
            return request.redirect(f"/my/volunteer/sign-ups/{signup.id}/substitute")
        self._say(
            "success",
            request.env._(
                "We have asked. You stay signed up until the change is made."
            ),
        )
        return request.redirect(HOME)

    @http.route(
        "/my/volunteer/swaps/<int:swap_id>/<any('agree','decline','withdraw'):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_swap_deed(self, swap_id, deed, **_form):
        swap = request.env["volunteer.signup.swap"].search([("id", "=", swap_id)])
        texts = {
            "agree": request.env._("Thank you for taking over."),
            "decline": request.env._("Thank you for answering."),
            "withdraw": request.env._("You stay signed up yourself."),
        }
        if not swap:
            self._say("danger", request.env._("This request is not among yours."))
        elif self._attempt(getattr(swap, f"action_{deed}"), in_turn=True):
            self._say("success", texts[deed])
        return request.redirect(HOME)

    def _find_own_signup(self, signup_id):
        volunteer = self._get_volunteer_sudo()
        return request.env["volunteer.signup"].search(
            [("id", "=", signup_id), ("volunteer_id", "=", volunteer.id)]
        )
