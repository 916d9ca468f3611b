from odoo import fields, http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import float_repr

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.portal import VolunteerPortal

HOURS = "/my/volunteer/hours"
CLAIM = "/my/volunteer/claim"
HOURS_A_PAGE = 20
CANCELLABLE_STATES = ("draft", "submitted", "approved", "refused")


class VolunteerHoursPortal(VolunteerPortal):
    """The volunteer's own hours: what became of them, and claims."""

    def _prepare_volunteer_home(self, volunteer):
        return {
            **super()._prepare_volunteer_home(volunteer),
            "hours_total": self._format_hours(
                volunteer.hours_proven + volunteer.hours_claimed
            ),
            "hours_proven": self._format_hours(volunteer.hours_proven),
            "hours_claimed": self._format_hours(volunteer.hours_claimed),
            "hours_year": self._format_hours(volunteer.hours_year),
            "hour_states": self._prepare_state_counts(volunteer),
        }

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @http.route(
        [HOURS, f"{HOURS}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_hours(self, page=1, state=None, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Hour = request.env["volunteer.hour"]
        domain = self._own_hours_domain(volunteer)
        states = self._prepare_state_counts(volunteer)
        if state not in [item["state"] for item in states]:
            state = None
        else:
            domain &= Domain("state", "=", state)
        page_data = pager(
            url=HOURS,
            url_args={"state": state} if state else None,
            total=Hour.search_count(domain),
            page=page,
            step=HOURS_A_PAGE,
        )
        lines = Hour.search(
            domain,
            order="date desc, id desc",
            limit=HOURS_A_PAGE,
            offset=page_data["offset"],
        )
        return self._render(
            "volunteer_hours.portal_hours",
            {
                "page_name": "volunteer_hours",
                "volunteer": volunteer,
                "rows": self._prepare_hour_rows(lines),
                "states": states,
                "state": state,
                "pager": page_data,
            },
        )

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    @http.route(
        f"{HOURS}/<int:hour_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_hour_cancel(self, hour_id, **_form):
        volunteer = self._get_volunteer_sudo()
        line = request.env["volunteer.hour"].search(
            self._own_hours_domain(volunteer) & Domain("id", "=", hour_id)
        )
        if not line:
            self._say("danger", request.env._("These hours are not among yours."))
        elif line.state == "cancelled" or self._attempt(line.action_cancel):
            self._say("success", request.env._("Your claim is cancelled."))
        return request.redirect(HOURS)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _own_hours_domain(self, volunteer):
        # Rules show a line also to who decides it: here it is one's own only.
        return Domain("volunteer_id", "in", volunteer._with_merged_sudo().ids)

    def _prepare_state_counts(self, volunteer):
        """Return what became of the hours: one dict a state that occurs, in order."""
        Hour = request.env["volunteer.hour"]
        counts = dict(
            Hour._read_group(self._own_hours_domain(volunteer), ["state"], ["__count"])
        )
        labels = Hour._fields["state"]._description_selection(request.env)
        return [
            {"state": state, "label": label, "count": counts[state]}
            for state, label in labels
            if counts.get(state)
        ]

    def _prepare_hour_rows(self, lines):
        labels = dict(lines._fields["state"]._description_selection(request.env))
        refusals = request.env["volunteer.approval"].search(
            [("hour_id", "in", lines.ids), ("state", "=", "refused")], order="id"
        )
        reasons = {approval.hour_id: approval.note for approval in refusals}
        return [
            {
                "line": line,
                "date": fields.Date.to_string(line.date),
                "hours": self._format_hours(line.hours),
                "state": labels[line.state],
                # Names only: a closed project or another unit's is not open to all.
                "service": line.activity_id.sudo().name or line.project_id.sudo().name,
                "reason": reasons.get(line) if line.state == "refused" else None,
                "cancellable": line.state in CANCELLABLE_STATES
                and not (line.proven or line.reverses_id),
            }
            for line in lines
        ]

    def _format_hours(self, hours):
        return float_repr(hours, 2).rstrip("0").rstrip(".")
