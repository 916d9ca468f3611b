from odoo import fields, models


class VolunteerPlatform(models.Model):
    """A system elsewhere that numbers volunteers, such as a city's registry."""

    _name = "volunteer.platform"
    _description = "External Platform"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
