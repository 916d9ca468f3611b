from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    volunteer_rounding_unit = fields.Selection(
        related="company_id.volunteer_rounding_unit", readonly=False, required=True
    )
    volunteer_tolerance = fields.Integer(
        related="company_id.volunteer_tolerance", readonly=False
    )
    volunteer_minimum = fields.Integer(
        related="company_id.volunteer_minimum", readonly=False
    )
    volunteer_daily_limit = fields.Float(
        related="company_id.volunteer_daily_limit", readonly=False
    )
    volunteer_recording_days = fields.Integer(
        related="company_id.volunteer_recording_days", readonly=False
    )
    volunteer_notice_days = fields.Integer(
        related="company_id.volunteer_notice_days", readonly=False
    )
    volunteer_executive_id = fields.Many2one(
        related="company_id.volunteer_executive_id", readonly=False
    )
