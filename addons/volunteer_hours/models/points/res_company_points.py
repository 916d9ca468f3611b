from odoo import fields, models


class ResCompany(models.Model):
    """How hours become points in a unit."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_holiday_factor = fields.Float(
        string="Points on Public Holidays",
        digits=(6, 2),
        default=1.0,
        required=True,
        help="Points an hour on a rest day of the table of working days, times the "
        "project's factor.",
    )

    _volunteer_holiday_factor_range = models.Constraint(
        "CHECK (volunteer_holiday_factor BETWEEN 0 AND 100)",
        "The factor of public holidays lies between 0 and 100.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_holiday_factor = fields.Float(
        related="company_id.volunteer_holiday_factor", readonly=False
    )
