from odoo import fields, models


class VolunteerLicence(models.Model):
    """A professional licence, or an insurance, that a post may ask for."""

    _name = "volunteer.licence"
    _description = "Licence or Insurance"
    _order = "kind desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("licence", "Licence"), ("insurance", "Insurance")],
        required=True,
        default="licence",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
