from odoo import models
from odoo.exceptions import AccessError


class VolunteerVolunteer(models.Model):
    _inherit = "volunteer.volunteer"

    def action_give_exam_attempts(self, course_id):
        """Give these volunteers new attempts at the exam of a course.

        :param int course_id: id of a ``volunteer.course``
        :raise AccessError: not of the volunteer office
        """
        self._check_officer()
        self.env["volunteer.course"].browse(course_id).check_access("read")
        self.env["survey.user_input"].sudo().search(
            [
                ("volunteer_id", "in", self.ids),
                ("volunteer_course_id", "=", course_id),
                ("volunteer_round_closed", "=", False),
            ]
        ).volunteer_round_closed = True
        return True

    def action_begin_exam(self, course_id):
        """Begin or continue one's own exam.

        :param int course_id: id of a ``volunteer.course``
        :return: the address of the exam
        :rtype: str
        :raise AccessError: another person's record
        :raise UserError: there is no exam to sit, or no attempt is left
        """
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            raise AccessError(self.env._("Only the person may sit this exam."))
        course = self.env["volunteer.course"].browse(course_id)
        course.check_access("read")
        return course._begin_exam_sudo(self).get_start_url()

    def _get_merge_moves(self):
        return {**super()._get_merge_moves(), "survey.user_input": ("id",)}

    def _get_training_overview_sudo(self):
        overview = super()._get_training_overview_sudo()
        courses = self.env["volunteer.course"].browse(
            item["course"].id for item in overview
        )
        exams = courses._get_exams_sudo(self)
        for item in overview:
            course = item["course"]
            exam = exams.get(course)
            item["exam"] = exam if exam and not exam["held"] else None
            item["self_test"] = course.self_test_survey_id
        return overview
