from odoo import fields, models


class ResCompany(models.Model):
    """Settings of series and of the time in which volunteers sign up."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_series_weeks = fields.Integer(
        string="Series Made in Advance",
        default=8,
        help="Weeks; what a new series starts with.",
    )
    volunteer_signup_cutoff_hours = fields.Integer(
        string="Sign-up Closes before the Start",
        default=0,
        help="Hours; what a new activity starts with. 0: when it begins.",
    )

    _volunteer_series_range = models.Constraint(
        "CHECK (volunteer_series_weeks BETWEEN 1 AND 60 "
        "AND volunteer_signup_cutoff_hours >= 0)",
        "Series are made 1 to 60 weeks in advance; hours cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_series_weeks = fields.Integer(
        related="company_id.volunteer_series_weeks", readonly=False
    )
    volunteer_signup_cutoff_hours = fields.Integer(
        related="company_id.volunteer_signup_cutoff_hours", readonly=False
    )
