from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    volunteer_tz = fields.Selection(
        related="company_id.volunteer_tz", readonly=False, required=True
    )
