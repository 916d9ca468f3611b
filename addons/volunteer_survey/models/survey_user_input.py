from odoo import api, fields, models


class SurveyUserInput(models.Model):
    """An answer sheet of a volunteer: once done, it becomes a training record."""

    _inherit = "survey.user_input"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
        groups="volunteer_base.group_officer",
    )
    volunteer_course_id = fields.Many2one(
        "volunteer.course",
        string="Course",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    volunteer_step_id = fields.Many2one(
        "volunteer.course.step",
        string="Step",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    volunteer_round_closed = fields.Boolean(
        string="Attempts Given Anew",
        readonly=True,
        copy=False,
        help="The volunteer office has given new attempts after this one.",
    )

    def _is_kept_apart_sudo(self):
        """Return whether this sheet names nobody: a volunteer's, or a self-test."""
        sheet = self.sudo()[:1]
        return bool(sheet.volunteer_id) or sheet.survey_id._is_self_test_sudo()

    @api.model
    def _hand_in_overdue_sudo(self, course, volunteer):
        """Hand in the sheets of ``volunteer`` whose time ran out before they did it."""
        open_sheets = self.sudo().search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("volunteer_course_id", "=", course.id),
                ("state", "=", "in_progress"),
                ("test_entry", "=", False),
            ]
        )
        for sheet in open_sheets.filtered("survey_time_limit_reached"):
            sheet._mark_done()

    def _mark_done(self):
        result = super()._mark_done()
        self._record_volunteers_sudo()
        return result

    def _record_volunteers_sudo(self):
        """Put finished exams of volunteers on file and grant what they complete."""
        sheets = self.sudo().filtered(
            lambda sheet: sheet.state == "done" and not sheet.test_entry
        )
        sheets._recognise_volunteers_sudo()
        sheets = sheets.filtered(
            lambda sheet: sheet.volunteer_id and sheet.volunteer_course_id
        )
        if not sheets:
            return
        Attendance = self.env["volunteer.training.attendance"].sudo()
        held = sheets._get_held_sudo()
        known = Attendance.search([("user_input_id", "in", sheets.ids)]).user_input_id
        sheets -= known
        records = Attendance.create(
            [sheet._prepare_training_record(held) for sheet in sheets]
        )
        for course, group in records.filtered("counted").grouped("course_id").items():
            course._grant_completed_sudo(group.volunteer_id, "exam")
            group.volunteer_id._end_office_todos_sudo(f"exam_{course.id}")
        sheets._tell_office_of_failures_sudo()

    def _get_held_sudo(self):
        """Return ``{(volunteer, course)}`` of what is held and needs no renewal yet."""
        return {
            (item.volunteer_id, item.course_id)
            for item in self.volunteer_id.qualification_ids
            if item.course_id in self.volunteer_course_id
            and item.status in ("valid", "coming")
        }

    def _tell_office_of_failures_sudo(self):
        """Give the office a to-do about those who have used up their attempts."""
        failed = self.filtered(
            lambda sheet: (
                not sheet.scoring_success
                and not sheet.survey_id._has_attempts_left(
                    sheet.partner_id, sheet.email, sheet.invite_token
                )
            )
        )
        for course, sheets in failed.grouped("volunteer_course_id").items():
            sheets.volunteer_id._todo_for_office_sudo(
                f"exam_{course.id}",
                lambda env, course=course: env._(
                    "Exam not passed, no attempts left: %(course)s",
                    course=course.with_env(env).name,
                ),
            )

    def _recognise_volunteers_sudo(self):
        """Find volunteer and course of exams that came through an invitation of Odoo.

        The person is known by the contact of their own login only.
        """
        unknown = self.filtered(
            lambda sheet: not sheet.volunteer_id and sheet.partner_id.user_ids
        )
        if not unknown:
            return
        courses = (
            self.env["volunteer.course"]
            .sudo()
            .search([("survey_id", "in", unknown.survey_id.ids)])
        )
        volunteers = (
            self.env["volunteer.volunteer"]
            .sudo()
            .search([("user_id", "in", unknown.partner_id.user_ids.ids)])
        )
        for sheet in unknown:
            course = courses.filtered(
                lambda course, sheet=sheet: course.survey_id == sheet.survey_id
            )[:1]
            volunteer = volunteers.filtered(
                lambda person, sheet=sheet: person.user_id in sheet.partner_id.user_ids
            )[:1]
            if course and volunteer:
                sheet.volunteer_id = volunteer
                sheet.volunteer_course_id = course

    def _get_learning_hours(self):
        """Return how long the exam was sat: a sheet left open overnight is no learning.

        At most the time limit, or the learning hours of the course where there is none.
        """
        self.ensure_one()
        if not self.start_datetime or not self.end_datetime:
            return 0
        seconds = (self.end_datetime - self.start_datetime).total_seconds()
        most = self.volunteer_course_id.hours
        if self.survey_id.is_time_limited:
            most = self.survey_id.time_limit / 60
        return round(min(seconds / 3600, most), 2)

    def _prepare_training_record(self, held):
        """Return the record of this exam.

        :param set held: as :meth:`_get_held_sudo` returns it; passing once more what
            one holds is on record and grants nothing
        """
        self.ensure_one()
        company = self.volunteer_id.company_id
        known = (self.volunteer_id, self.volunteer_course_id) in held
        return {
            "volunteer_id": self.volunteer_id.id,
            "course_id": self.volunteer_course_id.id,
            "step_id": self.volunteer_step_id.id,
            "company_id": company.id,
            "date": company._get_volunteer_date(
                self.end_datetime or fields.Datetime.now()
            ),
            "hours": self._get_learning_hours(),
            "organiser": company.name,
            "content": self.volunteer_course_id._get_content_sudo(),
            "source": "exam",
            "attended": True,
            "passed": self.scoring_success,
            "counted": self.scoring_success and not known,
            "score": min(max(self.scoring_percentage, 0), 100),
            "user_input_id": self.id,
        }
