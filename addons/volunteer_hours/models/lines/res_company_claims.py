from odoo import fields, models


class ResCompany(models.Model):
    """What a unit asks of claims, and what it counts."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_claim_days = fields.Integer(
        string="Claimed within (working days)",
        default=3,
        help="So long after a service its hours are claimed; later ones are entered by "
        "the volunteer office with a reason. 0: no limit.",
    )
    volunteer_daily_warning = fields.Float(
        string="Long Day (hours)",
        default=8.0,
        help="More on one day is marked for who approves. 0: never.",
    )
    volunteer_count_outside = fields.Boolean(
        string="Hours with Other Bodies Count",
        default=True,
        help="For totals and stars. Certificates never show them: who organises a "
        "service proves it (民政部令第67号, Art. 26).",
    )

    _volunteer_claim_limits = models.Constraint(
        "CHECK (volunteer_claim_days BETWEEN 0 AND 365 "
        "AND volunteer_daily_warning BETWEEN 0 AND 24)",
        "Hours are claimed within 0 to 365 working days; a day has 24 hours.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_claim_days = fields.Integer(
        related="company_id.volunteer_claim_days", readonly=False
    )
    volunteer_daily_warning = fields.Float(
        related="company_id.volunteer_daily_warning", readonly=False
    )
    volunteer_count_outside = fields.Boolean(
        related="company_id.volunteer_count_outside", readonly=False
    )
