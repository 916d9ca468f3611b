from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .claims import MOST_BYTES, MOST_HOURS_TYPED, read_files
from .lead import LEAD, VolunteerLeadPortal
from .portal import VolunteerHoursPortal


class VolunteerLeadClaimPortal(VolunteerLeadPortal, VolunteerHoursPortal):
    """Leaders claim hours for people of an activity, on one page."""

    @http.route(
        f"{LEAD}/<int:activity_id>/claim",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_lead_claim(self, activity_id, **_query):
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect(LEAD)
        plan = activity._get_claim_plan_sudo()
        form = {"start": plan["start"], "hours": self._format_hours(plan["hours"])}
        return self._render_lead_claim(activity.sudo(), form)

    @http.route(
        f"{LEAD}/<int:activity_id>/claim",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_lead_claim_send(self, activity_id, **form):
        activity = self._get_led_activity(activity_id)
        if not activity:
            return request.redirect(LEAD)
        picked = [
            int(value)
            for value in request.httprequest.form.getlist("person")
            if value.isdecimal()
        ]
        made = []

        def claim():
            made.extend(
                activity.action_claim_for(
                    [self._parse_person(number, form) for number in picked],
                    form.get("description"),
                    attachments=read_files(),
                )
            )

        if not self._attempt(claim):
            return self._render_lead_claim(activity.sudo(), form, picked)
        self._say(
            "success", request.env._("Claimed for %(count)s people.", count=len(made))
        )
        return request.redirect(f"{LEAD}/{activity_id}")

    def _parse_person(self, number, form):
        """Return one row of ``action_claim_for``; own times stand before common ones.

        :raise UserError: what was typed is no number of hours
        """
        try:
            hours = float(form.get(f"hours_{number}") or form.get("hours") or "")
            # Written so that it refuses what is not a number, too.
            if not 0 < hours < MOST_HOURS_TYPED:
                raise ValueError
        except ValueError as error:
            raise UserError(
                request.env._("Give the hours as a number above zero.")
            ) from error
        return {
            "volunteer_id": number,
            "minutes": round(hours * 60),
            "start": form.get(f"start_{number}") or form.get("start") or None,
        }

    def _render_lead_claim(self, activity, form, picked=None):
        rows = activity._get_claim_rows_sudo()
        if picked is None:
            picked = [
                row["volunteer"].id
                for row in rows
                if row["signed_up"] and not row["line"]
            ]
        unit = int(activity.company_id.volunteer_rounding_unit)
        return self._render(
            "volunteer_hours.portal_lead_claim",
            {
                "page_name": "volunteer_lead_activity",
                "activity": activity,
                "when": activity._format_when()[activity],
                "obstacle": activity._get_claim_obstacle_sudo(),
                "rows": [row for row in rows if not row["line"]],
                "done": [row for row in rows if row["line"]],
                "picked": picked,
                "form": form,
                "step": self._format_hours(unit / 60),
            },
        )
