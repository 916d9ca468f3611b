from odoo import api, fields, models


class VolunteerCourseStep(models.Model):
    _inherit = "volunteer.course.step"

    survey_id = fields.Many2one(
        "survey.survey",
        string="Exam of this Step",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("certification", "=", True)],
        help="Empty: the exam of the course.",
    )

    @api.constrains("survey_id")
    def _check_survey_id(self):
        for step in self:
            step.sudo().survey_id._check_volunteer_exam()
