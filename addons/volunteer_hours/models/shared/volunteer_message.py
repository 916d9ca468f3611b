from odoo import fields, models


class VolunteerMessage(models.Model):
    _inherit = "volunteer.message"

    matter = fields.Selection(
        selection_add=[
            ("hours", "Service hours"),
            ("recognition", "Stars and honours"),
        ],
        ondelete={"hours": "set default", "recognition": "set default"},
    )
