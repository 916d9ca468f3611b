from odoo import fields, models


class VolunteerTag(models.Model):
    _name = "volunteer.tag"
    _description = "Volunteer Tag"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("population", "Groups served"), ("skill", "Skill")],
        required=True,
        default="population",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
