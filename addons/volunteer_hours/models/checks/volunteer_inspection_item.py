from odoo import fields, models

#: What an inspection by checklist looks at.
SUBJECTS = [
    ("unit", "Unit or department"),
    ("team", "Team"),
    ("project", "Project"),
    ("claim", "Claimed project"),
    ("activity", "Activity"),
]


class VolunteerInspectionItem(models.Model):
    """A question of the checklist, by what is looked at."""

    _name = "volunteer.inspection.item"
    _description = "Item of the Inspection Checklist"
    _order = "subject, sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True, help="What to look at.")
    subject = fields.Selection(SUBJECTS, required=True, default="team")
    max_score = fields.Integer(string="Most Points", required=True, default=10)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for every unit.",
    )

    _max_score_positive = models.Constraint(
        "CHECK (max_score > 0)", "An item is worth at least one point."
    )
