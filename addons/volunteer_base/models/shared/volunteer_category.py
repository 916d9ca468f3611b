from odoo import fields, models


class VolunteerCategory(models.Model):
    _name = "volunteer.category"
    _description = "Volunteer Service Field"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
