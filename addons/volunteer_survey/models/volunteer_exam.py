"""Which exam somebody may sit now, and how it is begun."""

import uuid

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import hash_sign, verify_hash_signed

LINK_SCOPE = "volunteer_survey.exam"
LINK_HOURS = 30 * 24
EXAM_STEPS = ("test", "online")


class VolunteerCourse(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.course"  # pylint: disable=consider-merging-classes-inherited

    def _get_exams_sudo(self, volunteer):
        """Return what exam of each course ``volunteer`` may sit next.

        :return: ``{course: {"survey", "step" (or empty), "started" (an unfinished
            answer, or empty), "attempts_left" (None: no limit), "token" (of the round
            of attempts), "held" (the qualification that needs no renewal yet)}}``;
            courses without an exam to sit are left out. Three queries however many
            courses
        :rtype: dict
        """
        courses = self.sudo()
        volunteer = volunteer.sudo()
        progress = courses._get_progress_sudo(volunteer)
        held = {
            item.course_id: item
            for item in volunteer.qualification_ids
            if item.status in ("valid", "coming")
        }
        exams = {}
        for course in courses:
            _used, missing = progress[course, volunteer]
            for step, count in missing.items():
                survey = course.survey_id
                if step:
                    survey = step.survey_id or survey
                    if step.kind not in EXAM_STEPS:
                        continue
                if survey and count:
                    exams[course] = {
                        "survey": survey,
                        "step": step or course.step_ids.browse(),
                        "held": held.get(course, volunteer.qualification_ids.browse()),
                    }
                    break
        answers = (
            self.env["survey.user_input"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "=", volunteer.id),
                    (
                        "survey_id",
                        "in",
                        [exam["survey"].id for exam in exams.values()],
                    ),
                    ("test_entry", "=", False),
                ],
                order="id desc",
            )
        )
        for course, exam in exams.items():
            exam.update(self._get_round(course, exam["survey"], answers))
        return exams

    def _get_round(self, course, survey, answers):
        """Return the attempts since the last pass, or since new ones were given."""
        current = answers.browse()
        for answer in answers:
            if answer.survey_id != survey or answer.volunteer_course_id != course:
                continue
            passed = answer.state == "done" and answer.scoring_success
            if passed or answer.volunteer_round_closed:
                break
            current |= answer
        # A sheet whose time has run out is an attempt, handed in or not.
        done = current.filtered(
            lambda answer: answer.state == "done" or answer.survey_time_limit_reached
        )
        left = None
        if survey.is_attempts_limited:
            left = max(survey.attempts_limit - len(done), 0)
        return {
            "started": (current - done)[:1],
            "attempts_left": left,
            "token": current[:1].invite_token or str(uuid.uuid4()),
        }

    def _begin_exam_sudo(self, volunteer):
        """Return the answer sheet that ``volunteer`` continues or begins.

        Questions are drawn when a sheet is made, so nothing is made before this.

        :return: a ``survey.user_input`` as superuser
        :raise UserError: says why there is no exam to sit
        """
        self.ensure_one()
        course = self.sudo()
        volunteer = volunteer.sudo()
        self.env["survey.user_input"]._hand_in_overdue_sudo(course, volunteer)
        exam = course._get_exams_sudo(volunteer).get(course)
        if not exam or exam["held"]:
            raise UserError(
                self.env._("There is no exam for you to sit at the moment.")
            )
        if exam["started"]:
            return exam["started"]
        if exam["attempts_left"] == 0:
            raise UserError(
                self.env._(
                    "You have no attempts left. Please ask the volunteer office for "
                    "another one."
                )
            )
        # Who runs surveys need not know who volunteers: no contact, no e-mail, and no
        # login as the one who made the sheet. Attempts run by the token alone.
        survey = exam["survey"].with_user(SUPERUSER_ID)
        return survey._create_answer(
            invite_token=exam["token"],
            nickname=volunteer.code,
            volunteer_id=volunteer.id,
            volunteer_course_id=course.id,
            volunteer_step_id=exam["step"].id,
        )

    def _get_exam_links_sudo(self, volunteers):
        """Return ``{volunteer: address of the exam of this course}``, for 30 days.

        Whoever has the link sits the exam for this volunteer: no login is needed.
        """
        self.ensure_one()
        base = self.get_base_url()
        return {
            volunteer: f"{base}/volunteer/exam/"
            + hash_sign(
                self.sudo().env,
                LINK_SCOPE,
                [volunteer.id, self.id],
                expiration_hours=LINK_HOURS,
            )
            for volunteer in volunteers
        }

    def _read_exam_link_sudo(self, token):
        """Return ``(course, volunteer)`` as superuser of a link, or None.

        A link that is forged, garbled or too old, or whose person has left, opens
        nothing, and does not say why.
        """
        try:
            values = verify_hash_signed(self.sudo().env, LINK_SCOPE, token)
        except (ValueError, IndexError):
            values = None
        if not values:
            return None
        volunteer_id, course_id = values
        volunteer = self.env["volunteer.volunteer"].sudo().browse(volunteer_id).exists()
        volunteer = volunteer.merged_into_id or volunteer
        course = self.sudo().browse(course_id).exists()
        if (
            not volunteer
            or not course.active
            or volunteer.state not in ("applied", "trial", "registered", "suspended")
        ):
            return None
        return course, volunteer
