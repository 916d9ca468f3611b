import base64

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.volunteer_base.controllers.portal import HOME

from ..models.lines.volunteer_hour_evidence import MAX_FILE, MOST_FILES
from .portal import CLAIM, HOURS, VolunteerHoursPortal

# Longer than any service; what is too much is said by the model.
MOST_HOURS_TYPED = 1000
MOST_BYTES = MOST_FILES * MAX_FILE + 1024 * 1024
#: Names of the inputs for files: from the camera, and from the phone's store.
FILE_INPUTS = ("photo", "files")


def read_files():
    """Return ``(name, base64)`` of the files of a form; too many is for the model."""
    return [
        (file.filename, base64.b64encode(file.read(MAX_FILE + 1)).decode())
        for name in FILE_INPUTS
        for file in request.httprequest.files.getlist(name)[: MOST_FILES + 1]
        if file.filename
    ]


class VolunteerClaimsPortal(VolunteerHoursPortal):
    """Claims on the phone: made, corrected, taken back, with what proves them."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @http.route(
        CLAIM, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_claim(self, activity_id=None, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        project = request.env["volunteer.hour"]._get_last_claimed_project_sudo()
        form = {"project_id": str(project.id) if project else ""}
        offered = request.env["volunteer.hour"]._get_claimable_activities_sudo(
            volunteer
        )
        activity = offered.filtered(lambda one: str(one.id) == activity_id)
        if activity:
            plan = activity._get_claim_plan_sudo()
            form = {
                "activity_id": activity_id,
                "date": fields.Date.to_string(activity.date),
                "start": plan["start"],
                "hours": self._format_hours(plan["hours"]),
            }
        return self._render_claim(volunteer, form)

    @http.route(
        f"{HOURS}/<int:hour_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_hour(self, hour_id, **_query):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        (row,) = self._prepare_hour_rows(line)
        sudo = line.sudo()
        return self._render(
            "volunteer_hours.portal_hour",
            {
                "page_name": "volunteer_hour",
                "row": row,
                "line": sudo,
                "warnings": line._get_claim_warnings()
                if line.source != "checkin" and line.state in ("draft", "submitted")
                else [],
                "trail": line._get_trail_sudo()[line.id],
                "evidence": line.evidence_ids,
                **self._prepare_deeds(line),
            },
        )

    @http.route(
        f"{HOURS}/<int:hour_id>/correct",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_hour_correct(self, hour_id, **_query):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        if not self._prepare_deeds(line)["correctable"]:
            return request.redirect(f"{HOURS}/{line.id}")
        sudo = line.sudo()
        return self._render_claim(
            self._get_volunteer_sudo(),
            {
                "date": fields.Date.to_string(sudo.date),
                "start": sudo._format_claimed_start(),
                "hours": self._format_hours(sudo.hours),
                "activity_id": str(sudo.activity_id.id or ""),
                "project_id": str(sudo.project_id.id or ""),
                "organiser": sudo.organiser or "",
                "description": sudo.description or "",
            },
            line=line,
        )

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    @http.route(
        CLAIM,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_claim_send(self, **form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        Hour = request.env["volunteer.hour"]
        made = []

        def claim():
            line = Hour.browse(Hour.action_claim(**self._parse_claim(volunteer, form)))
            line.action_submit()
            made.append(line)

        if not self._attempt(claim):
            # What was typed stays, so that only the mistake is mended.
            return self._render_claim(volunteer, form)
        self._say_submitted(made[0])
        return request.redirect(HOURS)

    @http.route(
        f"{HOURS}/<int:hour_id>/correct",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_hour_corrected(self, hour_id, **form):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        volunteer = self._get_volunteer_sudo()

        def correct():
            line.action_correct_claim(**self._parse_claim(volunteer, form, line))
            line.action_submit()

        if not self._attempt(correct):
            return self._render_claim(volunteer, form, line=line)
        self._say_submitted(line)
        return request.redirect(f"{HOURS}/{line.id}")

    @http.route(
        f"{HOURS}/<int:hour_id>/<any(submit,withdraw):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_hour_deed(self, hour_id, deed, **_form):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        if deed == "submit":
            # Pressed twice is no mistake.
            if line.state == "submitted" or self._attempt(line.action_submit):
                self._say_submitted(line)
        elif line.state == "draft" or self._attempt(line.action_withdraw):
            self._say(
                "success",
                request.env._("Your claim waits for nobody now. You may change it."),
            )
        return request.redirect(f"{HOURS}/{line.id}")

    @http.route(
        f"{HOURS}/<int:hour_id>/evidence",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_hour_evidence(self, hour_id, **_form):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        files = read_files()
        if not files:
            self._say("danger", request.env._("Choose a file first."))
        elif self._attempt(lambda: line.action_add_evidence(files)):
            self._say("success", request.env._("The evidence is added."))
        return request.redirect(f"{HOURS}/{line.id}")

    @http.route(
        f"{HOURS}/<int:hour_id>/evidence/<int:evidence_id>/remove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_hour_evidence_remove(self, hour_id, evidence_id, **_form):
        line = self._find_own_hour(hour_id)
        if not line:
            return self._send_home()
        if self._attempt(lambda: line.action_remove_evidence([evidence_id])):
            self._say("success", request.env._("The file is removed."))
        return request.redirect(f"{HOURS}/{line.id}")

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _find_own_hour(self, hour_id):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.env["volunteer.hour"]
        return request.env["volunteer.hour"].search(
            self._own_hours_domain(volunteer) & Domain("id", "=", hour_id)
        )

    def _send_home(self):
        self._say("danger", request.env._("These hours are not among yours."))
        return request.redirect(HOURS)

    def _say_submitted(self, line):
        warnings = line._get_claim_warnings()
        text = request.env._("Your claim is submitted for approval.")
        self._say("success", "\n".join([text, *warnings]))

    def _prepare_deeds(self, line):
        """Return what may be done with a line on its page."""
        claim = line.source == "claim" and not line.reverses_id
        return {
            "correctable": claim and line.state in ("draft", "refused"),
            "withdrawable": claim and line.state == "submitted",
            "evidence_open": not line.reverses_id
            and line.state in ("draft", "refused", "submitted")
            and len(line.evidence_ids) < MOST_FILES,
            "evidence_removable": line.state in ("draft", "refused"),
            "turn": line.sudo().turn if line.state == "submitted" else None,
        }

    def _get_projects(self, volunteer):
        return request.env["volunteer.project"].search(
            [
                ("state", "=", "running"),
                ("company_id", "in", volunteer.company_ids.ids),
            ],
            order="name, id",
        )

    def _get_activities(self, volunteer, line=None):
        offered = request.env["volunteer.hour"]._get_claimable_activities_sudo(
            volunteer
        )
        return (line.sudo().activity_id if line else offered.browse()) | offered

    def _render_claim(self, volunteer, form, line=None):
        company = volunteer.company_id
        activities = self._get_activities(volunteer, line)
        return self._render(
            "volunteer_hours.portal_claim",
            {
                "page_name": "volunteer_claim",
                "volunteer": volunteer,
                "projects": self._get_projects(volunteer),
                "activities": activities,
                "activity_when": activities._format_when(),
                "form": form,
                "line": line,
                "today": fields.Date.to_string(company._get_volunteer_today()),
                "step": self._format_hours(int(company.volunteer_rounding_unit) / 60),
                "claim_until": company.volunteer_claim_days
                and request.env._(
                    "Please claim within %(days)s working days after the service.",
                    days=company.volunteer_claim_days,
                ),
                "most_files": MOST_FILES,
            },
        )

    def _parse_claim(self, volunteer, form, line=None):
        """Return the arguments of ``action_claim``.

        :raise UserError: what was typed is no date, number or project
        """
        try:
            day = fields.Date.to_date(form.get("date") or None)
        except ValueError:
            day = None
        if not day:
            raise UserError(request.env._("Give the day of the service."))
        try:
            hours = float(form.get("hours") or "")
            # Written so that it refuses what is not a number, too.
            if not 0 < hours < MOST_HOURS_TYPED:
                raise ValueError
            project_id = int(form.get("project_id") or 0)
            activity_id = int(form.get("activity_id") or 0)
        except ValueError as error:
            raise UserError(
                request.env._("Give the hours as a number above zero.")
            ) from error
        known = self._get_projects(volunteer).ids + (
            line.sudo().project_id.ids if line else []
        )
        if project_id and project_id not in known:
            raise UserError(request.env._("Choose a project that is running."))
        return {
            "date": fields.Date.to_string(day),
            "minutes": round(hours * 60),
            "description": form.get("description") or "",
            "project_id": project_id,
            "start": form.get("start") or None,
            "activity_id": activity_id,
            "organiser": form.get("organiser") or None,
            "attachments": read_files(),
        }
