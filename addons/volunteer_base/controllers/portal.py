from psycopg2 import IntegrityError

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.service.model import (
    MAX_TRIES_ON_CONCURRENCY_FAILURE,
    PG_CONCURRENCY_EXCEPTIONS_TO_RETRY,
)

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..tools.page_memo import PAGE_MEMO, PageMemo
from .turn import attempt_in_turn

ACTIVITIES_AT_HOME = 3
HOME = "/my/volunteer"
ACTIVITIES = "/my/volunteer/activities"
#: What pages say of a sign-up.
OWN_FIELDS = (
    "volunteer_id",
    "slot_id",
    "activity_id",
    "company_id",
    "start",
    "stop",
    "state",
    "offered_until",
    "waiting_rank",
)


class VolunteerPortal(CustomerPortal):
    """Pages of the volunteer; rights, rules and sums are the models'."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "volunteer_count" in counters:
            values["volunteer_count"] = len(self._get_volunteer_sudo())
        return values

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @http.route(
        HOME, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_home(self, **_query):
        self._keep_answers()
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_base.portal_home", self._prepare_volunteer_home(volunteer)
        )

    @http.route(
        f"{ACTIVITIES}/<int:activity_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_activity(self, activity_id, **_query):
        self._keep_answers()
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        activity = request.env["volunteer.activity"].search([("id", "=", activity_id)])
        if not activity:
            self._say("danger", request.env._("This activity is no longer open."))
            return request.redirect(ACTIVITIES)
        (card,) = self._prepare_activity_cards(activity, volunteer)
        return self._render(
            "volunteer_base.portal_activity",
            {"page_name": "volunteer_activity", "volunteer": volunteer, "card": card},
        )

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    @http.route(
        "/my/volunteer/needs/<int:slot_id>/sign-up",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_sign_up(self, slot_id, **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        slot = request.env["volunteer.activity.slot"].search([("id", "=", slot_id)])
        if not slot:
            self._say("danger", request.env._("This activity is no longer open."))
            return request.redirect(ACTIVITIES)
        # A button pressed twice, or a page sent again, is no mistake worth a scolding.
        if self._get_own_signup(volunteer, slot) or self._attempt(
            slot.action_sign_up, in_turn=True
        ):
            signup = self._get_own_signup(volunteer, slot)
            self._say("success", self._describe_signup(signup))
            return request.redirect(HOME)
        return request.redirect(ACTIVITIES)

    @http.route(
        "/my/volunteer/sign-ups/<int:signup_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_cancel(self, signup_id, **_form):
        volunteer = self._get_volunteer_sudo()
        # Here one cancels one's own only, whatever else one may do in the backend.
        signup = request.env["volunteer.signup"].search(
            [("id", "=", signup_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not signup:
            self._say("danger", request.env._("This sign-up is not among yours."))
        elif signup.state == "cancelled" or self._attempt(
            signup.action_cancel, in_turn=True
        ):
            self._say("success", request.env._("Your sign-up is cancelled."))
        return request.redirect(HOME)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _keep_answers(self):
        """Let blocks of a page that only reads share what the database answered."""
        request.update_context(**{PAGE_MEMO: PageMemo()})

    def _get_volunteer_sudo(self):
        return request.env["res.users"]._get_current_volunteer_sudo()

    def _prepare_volunteer_home(self, volunteer):
        """Return what the home page shows; other addons add their part."""
        Activity = request.env["volunteer.activity"]
        coming = self._get_own_signups(volunteer)
        domain = Activity._domain_open_for(volunteer) & Domain(
            "id", "not in", coming.activity_id.ids
        )
        # One query for those shown and their number.
        found = Activity.search(domain, order="start, id")
        shown = Activity.browse(found.ids[:ACTIVITIES_AT_HOME])
        # All are read together, as superuser: the cards show of an activity what only
        # those who come may read, too.
        others = self._get_home_activities(volunteer)
        (coming.activity_id | shown | others).sudo().mapped("start")
        (coming.slot_id | shown.slot_ids).sudo().mapped("post_id")
        when = coming.activity_id._format_when()
        return {
            "page_name": "volunteer",
            "volunteer": volunteer,
            "coming": [(signup, when[signup.activity_id]) for signup in coming],
            "cards": self._prepare_activity_cards(shown, volunteer),
            "open_count": len(found),
        }

    def _get_home_activities(self, volunteer):
        """Return the activities that other blocks of the home page speak of."""
        return request.env["volunteer.activity"]

    def _get_own_signups(self, volunteer):
        """Return the sign-ups that are still to be served, the next one first."""
        return request.env["volunteer.signup"].search_fetch(
            [
                ("volunteer_id", "=", volunteer.id),
                ("state", "in", ("waiting", "confirmed")),
                ("stop", ">", fields.Datetime.now()),
            ],
            OWN_FIELDS,
            order="start, id",
        )

    def _get_own_signup(self, volunteer, slot):
        return self._get_own_signups(volunteer).filtered(
            lambda own: own.slot_id == slot
        )

    def _describe_signup(self, signup):
        """Return what somebody reads who has just signed up."""
        activity = signup.activity_id
        return request.env._(
            "You are signed up: %(activity)s, %(when)s.",
            activity=activity.name,
            when=activity._format_when()[activity],
        )

    def _prepare_activity_cards(self, activities, volunteer):
        """Return one dict an activity: when, and for each need whether one can sign up.

        The number of queries does not depend on the number of activities.
        """
        # As superuser, so that one query reads what only those who come may see, too.
        activities.sudo().mapped("start")
        when = activities._format_when()
        obstacles = activities.slot_ids._get_signup_obstacles_by_slot(volunteer)
        near = activities.slot_ids._get_near_signups_sudo(volunteer)
        # Only these are shown, so only their posts are read.
        shown = near.filtered(lambda signup: signup.activity_id in activities)
        own = {
            signup.activity_id: signup
            for signup in request.env["volunteer.signup"].browse(shown.ids)
        }
        now = fields.Datetime.now()
        return [
            {
                "activity": activity,
                "when": when[activity],
                "own": own.get(activity),
                "begun": activity.start <= now,
                # The team's name only: volunteers from outside may not read teams.
                "team_name": activity.team_id.sudo().name,
                "needs": [
                    {
                        "slot": slot,
                        "obstacle": obstacles[slot].get(volunteer),
                        "seats": self._describe_seats(slot),
                        "open": slot.seats_left > 0
                        and activity.start > now
                        and volunteer not in obstacles[slot],
                    }
                    for slot in activity.slot_ids
                ],
            }
            for activity in activities
        ]

    def _describe_seats(self, slot):
        if slot.seats_left > 0:
            return request.env._("%(count)s seats left", count=slot.seats_left)
        return request.env._("Full")

    def _attempt(self, method, in_turn=False):
        """Call a method of a model; leave a message where it refuses.

        :param bool in_turn: many may press this button at once, and nothing was
            written before: who loses the race waits for the turn
        :return: whether it succeeded
        :rtype: bool
        """
        try:
            if in_turn:
                attempt_in_turn(request.env, request.httprequest.path, method)
                return True
            # The savepoint flushes, so that a constraint of the database speaks here.
            with request.env.cr.savepoint():
                method()
        except IntegrityError as error:
            self._say("danger", self._describe_integrity_error(error))
            return False
        except UserError as error:
            self._say("danger", str(error))
            return False
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Odoo repeats the request; the user hears of it when Odoo would give up.
            tries = getattr(request, "volunteer_tries", 0) + 1
            request.volunteer_tries = tries
            if tries < MAX_TRIES_ON_CONCURRENCY_FAILURE and not in_turn:
                raise
            request.env.cr.rollback()
            self._say(
                "danger",
                request.env._(
                    "Many people are signing up right now. Please try again."
                ),
            )
            return False
        return True

    def _describe_integrity_error(self, error):
        models = ("volunteer.signup", "volunteer.activity.slot")
        for model in map(request.env.get, models):
            if model._table == error.diag.table_name:
                return model._sql_error_to_message(error)
        return request.env["base"]._sql_error_to_message(error)

    def _say(self, kind, text):
        """Leave a message for the next page; ``kind`` is a colour of Bootstrap."""
        request.session["volunteer_message"] = (kind, text)

    def _render(self, template, values):
        values["message"] = request.session.pop("volunteer_message", None)
        return request.render(
            template, {**self._prepare_portal_layout_values(), **values}
        )

    def _render_not_a_volunteer(self):
        return self._render(
            "volunteer_base.portal_not_a_volunteer", {"page_name": "volunteer"}
        )
