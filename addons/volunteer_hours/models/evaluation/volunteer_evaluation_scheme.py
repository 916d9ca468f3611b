from odoo import fields, models


class VolunteerEvaluationScheme(models.Model):
    """How figures become a score: no official table exists, so it is configuration.

    The shipped scheme only adds points, with a cap; deductions and veto exist, and are
    off: nobody is forced to serve (domain: 志愿服务条例, Art. 25).
    """

    _name = "volunteer.evaluation.scheme"
    _description = "Evaluation Scheme"
    _order = "sequence, name, version desc, id desc"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Goes up with every change."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index=True,
        ondelete="restrict",
        help="Empty: for every unit.",
    )
    subject = fields.Selection(
        [("person", "Volunteers"), ("team", "Teams"), ("department", "Departments")],
        required=True,
        default="person",
    )
    cap = fields.Float(
        string="At Most",
        digits=(16, 2),
        help="The score never exceeds this; 0: no limit.",
    )
    line_ids = fields.One2many(
        "volunteer.evaluation.scheme.line", "scheme_id", string="Rules", copy=True
    )
    grade_ids = fields.One2many(
        "volunteer.evaluation.grade", "scheme_id", string="Grades", copy=True
    )
    note = fields.Text(string="Source", help="The paper that laid these rules down.")
