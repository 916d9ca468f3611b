from odoo import fields, models

FIGURES = [
    ("hours", "Hours"),
    ("hours_proven", "Proven hours"),
    ("hours_claimed", "Claimed hours"),
    ("services", "Services"),
    ("quality", "Average quality"),
    ("honours", "Honours"),
    ("no_shows", "Absences without excuse"),
    ("attainment", "Share of the aim (%)"),
    ("served", "People served"),
    ("registered", "Registered share (%)"),
    ("hours_per_head", "Hours a head"),
    ("activities", "Activities"),
    ("on_time", "Recorded on time (%)"),
    ("inspection", "Score of inspections"),
]


class VolunteerEvaluationSchemeLine(models.Model):
    """One rule of a scheme: a figure, and what it is worth."""

    _name = "volunteer.evaluation.scheme.line"
    _description = "Evaluation Rule"
    _inherit = "volunteer.evaluation.scheme.part"
    _order = "scheme_id, sequence, id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, help="A rule that is off counts nothing.")
    name = fields.Char(required=True, translate=True)
    figure = fields.Selection(FIGURES, required=True)
    rule = fields.Selection(
        [
            ("rate", "Points for each unit"),
            ("share", "Points in proportion to an aim"),
            ("above", "Points for each unit above a threshold"),
            ("fixed", "Points once the threshold is reached"),
            ("factor", "Multiplies the score so far"),
            ("deduct", "Takes points off for each unit"),
            ("veto", "Grade of its own below the threshold"),
        ],
        required=True,
        default="rate",
    )
    value = fields.Float(
        string="Worth",
        digits=(16, 4),
        help="For each unit, in full, or by which the score is multiplied.",
    )
    threshold = fields.Float(digits=(16, 2), help="The aim, or from where it counts.")
    cap = fields.Float(
        string="At Most", digits=(16, 2), help="Of this rule; 0: no limit."
    )
    grade = fields.Char(
        string="Grade Given",
        translate=True,
        help="Of a rule that gives a grade of its own: that grade.",
    )

    _share_of_something = models.Constraint(
        "CHECK (rule <> 'share' OR threshold > 0)",
        "Points in proportion need an aim above zero: put it into the threshold.",
    )
    _not_negative = models.Constraint(
        "CHECK (cap >= 0 AND threshold >= 0 AND value >= 0)",
        "Points, thresholds and limits are not below zero: what takes points off has "
        "a rule of its own.",
    )

    def _freeze(self):
        """Return this rule as :func:`tools.evaluation.score` takes it."""
        self.ensure_one()
        return {
            "name": self.name or "",
            "rule": self.rule,
            "figure": self.figure,
            "value": self.value,
            "threshold": self.threshold,
            "cap": self.cap,
            "grade": (self.rule == "veto" and self.grade) or "",
        }
