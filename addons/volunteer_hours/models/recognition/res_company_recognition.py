from odoo import fields, models


class ResCompany(models.Model):
    """How stars and honours are given in a unit."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_award_days = fields.Integer(
        string="Days That Honours Are Shown",
        default=5,
        help="Working days for which stars and honours are shown to the public before "
        "they are granted; 0: they are granted once confirmed.",
    )
    volunteer_star_hours = fields.Selection(
        [("all", "Proven and claimed hours"), ("proven", "Proven hours only")],
        string="Hours That Count for Stars",
        required=True,
        default="all",
        help="Proven hours come from check-ins and rosters; claimed ones were entered "
        "by hand. The two are never mixed elsewhere.",
    )

    _volunteer_award_days_positive = models.Constraint(
        "CHECK (volunteer_award_days BETWEEN 0 AND 60)",
        "Honours are shown for 0 to 60 working days.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_award_days = fields.Integer(
        related="company_id.volunteer_award_days", readonly=False
    )
    volunteer_star_hours = fields.Selection(
        related="company_id.volunteer_star_hours", readonly=False, required=True
    )
