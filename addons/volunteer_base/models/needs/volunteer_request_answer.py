from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.weekdays import matching_days

#: Activities made of one request at a time; what is longer is a series.
MAX_ACTIVITIES = 60


class VolunteerRequest(models.Model):
    """What the volunteer office and the social worker do with a request."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.request"  # pylint: disable=consider-merging-classes-inherited

    def action_assess(self, assessment=None):
        """Note that requests were assessed: they are wanted, and can be planned.

        :param str assessment: what was found; what the form says if left out
        :raise AccessError: neither the office nor the social worker of the request
        :raise UserError: not open, or nothing was found
        """
        self._check_assessor()
        self._check_state("open")
        company = self.sudo().company_id[:1] or self.env.company
        vals = {
            "assessed_by_id": self.env.uid,
            "assessed_on": company._get_volunteer_today(),
        }
        if isinstance(assessment, str) and assessment.strip():
            vals["assessment"] = assessment.strip()
        elif not all(request.assessment for request in self):
            raise UserError(
                self.env._("Write down your assessment first: the department reads it.")
            )
        self._answer_sudo("assessed", vals)
        return True

    def action_refuse(self, reason):
        """Refuse requests; the department reads why.

        :param str reason: why
        :raise AccessError: neither the office nor the social worker of the request
        :raise UserError: no reason, or planned already
        """
        self._check_assessor()
        reason = self._clean_reason(reason)
        self._check_state("open", "assessed")
        self._answer_sudo("refused", {"refuse_reason": reason})
        self._tell_department_sudo(
            lambda env: env._("Refused: %(reason)s", reason=reason)
        )
        return True

    def action_reopen(self):
        """Take refused or withdrawn requests up again.

        :raise AccessError: neither the office nor the social worker of the request
        """
        self._check_assessor()
        self._check_state("refused", "withdrawn")
        self._answer_sudo("open", {"refuse_reason": False})
        return True

    def action_plan(self, project_id=False, team_id=False, with_activities=False):
        """Turn one assessed request into a project, and into activities with needs.

        :param int project_id: an existing project that takes it in; a new one is made
            if left out
        :param int team_id: the team that carries a new project
        :param bool with_activities: make a draft activity for every day asked for,
            with the post and as many seats as people are needed
        :return: id of the project
        :rtype: int
        :raise AccessError: neither the office nor the social worker of the request
        :raise UserError: not assessed, the project is closed or of another unit, or
            activities are wanted and the post is not known
        """
        self.ensure_one()
        self._check_assessor()
        self._check_state("assessed")
        request = self.sudo()
        project = self._get_project_to_plan(project_id)
        if not project:
            project = request.env["volunteer.project"].create(
                request._prepare_project_vals(team_id)
            )
        if with_activities:
            request._create_activities_sudo(project)
        self._answer_sudo("planned", {"project_id": project.id})
        self._tell_department_sudo(
            lambda env: env._(
                "Planned as “%(project)s”. Please rate it when it was held.",
                project=project.name,
            )
        )
        return project.id

    def _get_project_to_plan(self, project_id):
        """Return an existing project that can take the request in, or none."""
        project = self.env["volunteer.project"].browse(project_id or []).exists()
        if not project:
            return project
        project.check_access("read")
        project = project.sudo()
        if project.company_id != self.sudo().company_id:
            raise UserError(
                self.env._("“%(name)s” belongs to another unit.", name=project.name)
            )
        if project.state == "closed":
            raise UserError(
                self.env._("“%(name)s” is closed. Reopen it first.", name=project.name)
            )
        return project

    def _prepare_project_vals(self, team_id):
        self.ensure_one()
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "team_id": team_id or False,
            "manager_id": self.env.uid,
            "social_worker_id": self.social_worker_id.id,
            "category_id": self.post_id.category_id.id,
            "population": self.population,
            "content": self.reason,
        }

    def _create_activities_sudo(self, project):
        """Make the draft activities of one request, in one batch."""
        if not self.post_id:
            raise UserError(
                self.env._(
                    "Choose the post first; activities offer seats on posts: "
                    "%(request)s.",
                    request=self.name,
                )
            )
        if not project.team_id:
            raise UserError(
                self.env._(
                    "Choose the team that carries “%(project)s” first.",
                    project=project.name,
                )
            )
        first = max(self.date_from, self.company_id._get_volunteer_today())
        last = self.date_to or first + timedelta(days=MAX_ACTIVITIES)
        days = matching_days(first, last, self._get_weekdays(), MAX_ACTIVITIES)
        if not days:
            raise UserError(
                self.env._(
                    "No day of this request is still to come: %(when)s.", when=self.when
                )
            )
        zone = ZoneInfo(self.company_id.volunteer_tz)
        return self.env["volunteer.activity"].create(
            [
                {
                    "name": self.name,
                    "project_id": project.id,
                    "company_id": self.company_id.id,
                    "request_id": self.id,
                    "start": _to_utc(day, self.time_from, zone),
                    "stop": _to_utc(day, self.time_to, zone),
                    "place": self.place,
                    "slot_ids": [
                        fields.Command.create(
                            {"post_id": self.post_id.id, "seats": self.heads}
                        )
                    ],
                }
                for day in days
            ]
        )

    def action_open_activities(self):
        """Open the activities made of this request."""
        self.ensure_one()
        self.check_access("read")
        return self.env["volunteer.activity"]._open_list([("request_id", "=", self.id)])

    def _has_begun_sudo(self):
        """Return whether there is something to rate: a first day, or none is noted."""
        self.ensure_one()
        activities = self.sudo().service_activity_ids
        now = fields.Datetime.now()
        return not activities or any(
            activity.state in ("published", "done") and activity.start <= now
            for activity in activities
        )

    def _check_assessor(self):
        """:raise AccessError: neither the office nor the requests' social worker"""
        self.check_access("read")
        if not self.env.su and not self._is_assessor():
            raise AccessError(
                self.env._(
                    "Only the volunteer office and the social worker of the request "
                    "answer it."
                )
            )

    def _tell_department_sudo(self, text):
        """Write to who asked, in that person's language; it stays in the history."""
        spoken = self.env["res.lang"]._get_office_lang()
        quiet = self._get_office_context()
        for request in self.sudo():
            asker = request.user_id
            request = request.with_context(**quiet, lang=asker.lang or spoken)
            request.message_post(
                body=text(request.env),
                partner_ids=asker.partner_id.ids,
                subtype_xmlid="mail.mt_note",
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        answered = self.filtered(lambda request: request.state in ("planned", "rated"))
        if answered:
            raise UserError(
                self.env._(
                    "What was planned stays on record: %(requests)s.",
                    requests=answered.mapped("name"),
                )
            )


def _to_utc(day, hours, zone):
    """Return the UTC moment of a local time of day, given in hours."""
    local = datetime.combine(day, time(), zone) + timedelta(hours=hours)
    return local.astimezone(UTC).replace(tzinfo=None)
