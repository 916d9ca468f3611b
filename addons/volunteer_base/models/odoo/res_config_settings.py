from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    volunteer_tz = fields.Selection(
        related="company_id.volunteer_tz", readonly=False, required=True
    )
    volunteer_trial = fields.Boolean(
        related="company_id.volunteer_trial", readonly=False
    )
    volunteer_trial_services = fields.Integer(
        related="company_id.volunteer_trial_services", readonly=False
    )
    volunteer_trial_hours = fields.Float(
        related="company_id.volunteer_trial_hours", readonly=False
    )
    volunteer_no_show_limit = fields.Integer(
        related="company_id.volunteer_no_show_limit", readonly=False
    )
    volunteer_no_show_months = fields.Integer(
        related="company_id.volunteer_no_show_months", readonly=False
    )
    volunteer_reconfirm_months = fields.Integer(
        related="company_id.volunteer_reconfirm_months", readonly=False
    )
    volunteer_requirements = fields.Boolean(
        related="company_id.volunteer_requirements", readonly=False
    )
    volunteer_expiry_notice_days = fields.Integer(
        related="company_id.volunteer_expiry_notice_days", readonly=False
    )
    volunteer_join_open = fields.Boolean(
        related="company_id.volunteer_join_open", readonly=False
    )
    volunteer_minor_daily_hours = fields.Float(
        related="company_id.volunteer_minor_daily_hours", readonly=False
    )
    volunteer_minor_from = fields.Float(
        related="company_id.volunteer_minor_from", readonly=False
    )
    volunteer_minor_until = fields.Float(
        related="company_id.volunteer_minor_until", readonly=False
    )
    volunteer_minor_group_size = fields.Integer(
        related="company_id.volunteer_minor_group_size", readonly=False
    )
