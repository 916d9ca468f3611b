from odoo import api, fields, models


class VolunteerCourseStep(models.Model):
    """One part of a course, such as “two sessions led by an expert”."""

    _name = "volunteer.course.step"
    _description = "Step of a Course"
    _order = "course_id, sequence, id"

    course_id = fields.Many2one(
        "volunteer.course", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="course_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("collective", "Collective session"),
            ("expert", "Session led by an expert"),
            ("online", "Online learning"),
            ("test", "Test"),
        ],
        required=True,
        default="collective",
    )
    count = fields.Integer(
        string="Times", required=True, default=1, help="How often it has to be passed."
    )

    _count_positive = models.Constraint(
        "CHECK (count BETWEEN 1 AND 100)", "A step is passed between 1 and 100 times."
    )

    @api.onchange("kind")
    def _onchange_kind(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        if not self.name or self.name in labels.values():
            self.name = labels[self.kind]
