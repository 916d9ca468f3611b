from odoo import http
from odoo.fields import Domain
from odoo.http import request

from .notice import MAX_PHOTOS
from .portal import HOURS, VolunteerHoursPortal

NOTICES = "/my/volunteer/notices"
OBJECTIONS = "/my/volunteer/objections"
REPORTABLE = ("approved", "published", "recorded")


class VolunteerNoticePortal(VolunteerHoursPortal):
    """One's own hours on public notice, and what one said against hours."""

    @http.route(
        NOTICES, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_notices(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_hours.portal_notices",
            {
                "page_name": "volunteer_notices",
                "volunteer": volunteer,
                "notices": request.env["volunteer.notice"]._get_shown_to_sudo(
                    volunteer
                ),
            },
        )

    @http.route(
        OBJECTIONS,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_objections(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_hours.portal_objections",
            {
                "page_name": "volunteer_objections",
                "volunteer": volunteer,
                "items": request.env["volunteer.objection"]._get_own_sudo(),
            },
        )

    @http.route(
        f"{HOURS}/<int:hour_id>/error",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_hour_error(self, hour_id, **_query):
        volunteer = self._get_volunteer_sudo()
        line = self._find_own_line(volunteer, hour_id)
        if not line:
            self._say("danger", request.env._("These hours are not among yours."))
            return request.redirect(HOURS)
        return self._render_error_form(volunteer, line, {})

    @http.route(
        f"{HOURS}/<int:hour_id>/error",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_hour_error_send(self, hour_id, **form):
        volunteer = self._get_volunteer_sudo()
        line = self._find_own_line(volunteer, hour_id)
        if not line:
            self._say("danger", request.env._("These hours are not among yours."))
            return request.redirect(HOURS)
        if not self._attempt(lambda: line.action_report_error(form.get("text"))):
            # What was typed stays, so that only the mistake is mended.
            return self._render_error_form(volunteer, line, form)
        self._say(
            "success",
            request.env._("The volunteer office looks at it. The answer stands here."),
        )
        return request.redirect(OBJECTIONS)

    def _find_own_line(self, volunteer, hour_id):
        Hour = request.env["volunteer.hour"]
        if not volunteer or hour_id >= 2**31:
            return Hour
        return Hour.search(
            self._own_hours_domain(volunteer) & Domain("id", "=", hour_id)
        )

    def _render_error_form(self, volunteer, line, form):
        (row,) = self._prepare_hour_rows(line)
        return self._render(
            "volunteer_hours.portal_hour_error",
            {
                "page_name": "volunteer_hour_error",
                "volunteer": volunteer,
                "row": row,
                "form": form,
                "max_photos": MAX_PHOTOS,
            },
        )

    def _prepare_hour_rows(self, lines):
        held = set(lines.filtered("is_held").ids)
        rows = super()._prepare_hour_rows(lines)
        for row in rows:
            line = row["line"]
            row["held"] = line.id in held
            row["reportable"] = line.state in REPORTABLE and not (
                row["held"] or line.reversed
            )
        return rows

    def _describe_integrity_error(self, error):
        Objection = request.env["volunteer.objection"]
        if Objection._table == error.diag.table_name:
            return Objection._sql_error_to_message(error)
        return super()._describe_integrity_error(error)
