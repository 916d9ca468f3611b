from odoo import fields, models


class VolunteerEvaluationGrade(models.Model):
    """A band of scores with its name."""

    _name = "volunteer.evaluation.grade"
    _description = "Evaluation Grade"
    _inherit = "volunteer.evaluation.scheme.part"
    _order = "scheme_id, minimum desc, id"

    name = fields.Char(required=True, translate=True)
    minimum = fields.Float(
        string="From", digits=(16, 2), required=True, help="Scores from here upwards."
    )

    _once = models.UniqueIndex(
        "(scheme_id, minimum)", "Two grades cannot begin at the same score."
    )
