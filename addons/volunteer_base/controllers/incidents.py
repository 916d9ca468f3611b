from odoo import fields, http
from odoo.http import request

from ..models.results.volunteer_incident import KINDS, MAX_PHOTOS
from ..tools.local_input import to_utc
from .photos import limit_of, read_photos
from .portal import VolunteerPortal

INCIDENTS = "/my/volunteer/incidents"


class VolunteerIncidentPortal(VolunteerPortal):
    """Tell the office about an accident, a complaint or praise."""

    @http.route(
        INCIDENTS,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_incidents(self, activity="", **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render_incidents(volunteer, {"activity_id": activity})

    @http.route(
        INCIDENTS,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=limit_of(MAX_PHOTOS),
    )
    def portal_volunteer_report(self, **form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Incident = request.env["volunteer.incident"]
        activity = form.get("activity_id") or ""
        if self._attempt(
            lambda: Incident.action_report(
                {
                    **form,
                    "date": to_utc(form.get("date"), volunteer.company_id.volunteer_tz),
                    "activity_id": int(activity) if activity.isdecimal() else None,
                    "photos": read_photos("photos", MAX_PHOTOS),
                }
            )
        ):
            self._say(
                "success",
                request.env._(
                    "Thank you. The volunteer office has been told and gets in touch."
                ),
            )
            return request.redirect(INCIDENTS)
        # What was typed is not lost.
        return self._render_incidents(volunteer, form)

    def _render_incidents(self, volunteer, form):
        own = request.env["volunteer.incident"].search(
            [("create_uid", "=", request.env.uid)], limit=20
        )
        return self._render(
            "volunteer_base.portal_incidents",
            {
                "page_name": "volunteer_incidents",
                "volunteer": volunteer,
                "incidents": own.with_context(tz=volunteer.company_id.volunteer_tz),
                "kinds": request.env["volunteer.incident"]
                ._fields["kind"]
                ._description_selection(request.env),
                "activities": self._get_recent_activities(volunteer, form),
                "form": form,
                "kind": form.get("kind") or KINDS[0][0],
                "max_photos": MAX_PHOTOS,
            },
        )

    def _get_recent_activities(self, volunteer, form):
        """Return recent services, and the activity from which the page was opened."""
        Activity = request.env["volunteer.activity"]
        now = fields.Datetime.now()
        signups = volunteer.env["volunteer.signup"].search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("state", "in", ("confirmed", "attended")),
                ("start", "<=", now),
                ("start", ">", fields.Datetime.subtract(now, days=30)),
            ],
            order="start desc",
            limit=10,
        )
        activities = signups.activity_id
        asked = str(form.get("activity_id") or "")
        if asked.isdecimal() and len(asked) < 10:
            activity = Activity.browse(int(asked)).sudo().exists()
            activities |= activity.sudo(False)._leads().sudo()
        return activities
