from odoo import api, fields, models


class VolunteerTrainingAttendance(models.Model):
    _inherit = "volunteer.training.attendance"

    user_input_id = fields.Many2one(
        "survey.user_input",
        string="Answer Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="survey.group_survey_user",
    )

    _one_per_sheet = models.UniqueIndex(
        "(user_input_id) WHERE user_input_id IS NOT NULL",
        "This exam is on file already.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "user_input_id")
