from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class VolunteerCourse(models.Model):
    _inherit = "volunteer.course"

    survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("certification", "=", True)],
        help="Passing it completes the course, or its steps of the kind “Test” and "
        "“Online learning”.",
    )
    self_test_survey_id = fields.Many2one(
        "survey.survey",
        string="Self-test",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("access_mode", "=", "public"), ("certification", "=", False)],
        help="For practising, as often as one likes; no mark is kept.",
    )

    @api.constrains("survey_id")
    def _check_survey_id(self):
        for course in self:
            course.sudo().survey_id._check_volunteer_exam()

    @api.constrains("self_test_survey_id")
    def _check_self_test(self):
        for course in self.sudo():
            if course.self_test_survey_id.access_mode == "token":
                raise ValidationError(
                    self.env._(
                        "A self-test is open to anyone with the link. "
                        "Please change the access mode of “%s”.",
                        course.self_test_survey_id.title,
                    )
                )

    def action_open_exam_results(self):
        """Open the results of this course's exams."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_training_attendance_action"
        )
        return {
            **action,
            "domain": [("course_id", "=", self.id), ("source", "=", "exam")],
            "context": {},
        }


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _check_volunteer_exam(self):
        """:raise ValidationError: names what an exam of volunteers must be set to"""
        for survey in self:
            if (
                not survey.certification
                or survey.access_mode != "token"
                or survey.users_login_required
            ):
                raise ValidationError(
                    self.env._(
                        "The exam “%s” must be a certification for invited people "
                        "only, without login: volunteers get a personal link.",
                        survey.title,
                    )
                )

    def _is_self_test_sudo(self):
        """Return whether a course offers this survey for practising."""
        return bool(
            self
            and self.env["volunteer.course"]
            .sudo()
            .with_context(active_test=False)
            .search_count([("self_test_survey_id", "in", self.ids)], limit=1)
        )

    def _create_answer(self, *args, **kwargs):
        """A self-test keeps nobody: who practises is not written down."""
        if not self._is_self_test_sudo():
            return super()._create_answer(*args, **kwargs)
        sheets = super(SurveySurvey, self.with_user(SUPERUSER_ID))._create_answer(
            *args, **kwargs
        )
        sheets.write({"partner_id": False, "email": False, "nickname": False})
        return sheets

    @api.constrains("certification", "access_mode", "users_login_required")
    def _check_exam_of_volunteers(self):
        used = Domain("survey_id", "in", self.ids)
        surveys = (
            self.env["volunteer.course"].sudo().search(used).survey_id
            | self.env["volunteer.course.step"].sudo().search(used).survey_id
        )
        surveys._check_volunteer_exam()
