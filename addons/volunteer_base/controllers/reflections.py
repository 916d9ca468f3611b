from odoo import http
from odoo.http import request

from .closing import LEAD, VolunteerClosingPortal
from .photos import limit_of, read_photos
from .portal import ACTIVITIES, HOME

REFLECTIONS = "/my/volunteer/reflections"
SHOWN_A_PAGE = 20


class VolunteerReflectionPortal(VolunteerClosingPortal):
    """Volunteers write about their services; leaders look; others read."""

    @http.route(
        REFLECTIONS,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_reflections(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        own = request.env["volunteer.reflection"].search(
            [("volunteer_id", "=", volunteer.id)], limit=SHOWN_A_PAGE
        )
        served = volunteer.env["volunteer.signup"].search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("state", "=", "attended"),
                ("activity_id", "not in", own.sudo().activity_id.ids),
            ],
            order="start desc",
            limit=10,
        )
        return self._render(
            "volunteer_base.portal_reflections",
            {
                "page_name": "volunteer_reflections",
                "volunteer": volunteer,
                "own": own.sudo(),
                "activities": served.activity_id,
            },
        )

    @http.route(
        REFLECTIONS,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=limit_of(1),
    )
    def portal_volunteer_reflect(self, activity_id="", text="", deed="", **_form):
        Reflection = request.env["volunteer.reflection"]
        photos = read_photos("photo", 1)
        if not activity_id.isdecimal():
            self._say("danger", request.env._("Choose what you write about."))
        elif self._attempt(
            lambda: Reflection.action_write_own(
                int(activity_id),
                text,
                photos[0] if photos else None,
                submit=deed != "draft",
            )
        ):
            self._say(
                "success",
                request.env._("Saved as a draft.")
                if deed == "draft"
                else request.env._(
                    "Thank you! It is shown as soon as the leader has looked at it."
                ),
            )
        return request.redirect(REFLECTIONS)

    @http.route(
        f"{REFLECTIONS}/<int:reflection_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_reflection_withdraw(self, reflection_id, **_form):
        reflection = request.env["volunteer.reflection"].browse(reflection_id).exists()
        if reflection and self._attempt(reflection.action_withdraw):
            self._say("success", request.env._("Only you see it now."))
        return request.redirect(REFLECTIONS)

    @http.route(
        f"{LEAD}/reflections/<int:reflection_id>/<any(show,return):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_reflection_look(self, reflection_id, deed, reason="", **_form):
        reflection = request.env["volunteer.reflection"].browse(reflection_id).exists()
        if not reflection:
            return request.redirect(HOME)
        if deed == "show":
            done = self._attempt(reflection.action_show)
        else:
            done = self._attempt(lambda: reflection.action_return(reason))
        if done:
            self._say("success", request.env._("Done."))
        activity = reflection.sudo().activity_id
        return request.redirect(f"{LEAD}/{activity.id}/closing#volunteer_reflections")

    # ------------------------------------------------------------------

    def _prepare_closing(self, activity):
        values = super()._prepare_closing(activity)
        values["reflections"] = activity.reflection_ids.filtered(
            lambda reflection: reflection.state in ("submitted", "shown")
        )
        return values

    @http.route()
    def portal_volunteer_activity(self, activity_id, **query):
        response = super().portal_volunteer_activity(activity_id, **query)
        if getattr(response, "template", None) == "volunteer_base.portal_activity":
            activity = response.qcontext["card"]["activity"]
            about = [("activity_id", "=", activity.id)]
            response.qcontext["reflections"] = request.env[
                "volunteer.reflection"
            ].search([*about, ("state", "=", "shown")], limit=SHOWN_A_PAGE)
            response.qcontext["photos"] = request.env[
                "volunteer.activity.photo"
            ].search([*about, ("is_shown", "=", True)])
            response.qcontext["reflect_url"] = REFLECTIONS
            response.qcontext["activities_url"] = ACTIVITIES
        return response
