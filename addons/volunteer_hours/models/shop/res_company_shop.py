from odoo import fields, models


class ResCompany(models.Model):
    """How a unit runs its shop and its time bank."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_pickup_days = fields.Integer(
        string="Days to Pick up",
        default=14,
        help="An order that nobody picks up in so many days ends: the points go back. "
        "0: it waits without end.",
    )
    volunteer_gifts = fields.Boolean(
        string="Time Bank",
        default=True,
        help="Volunteers may give points to their family. Hours, stars, certificates "
        "and evaluations never change by it.",
    )
    volunteer_gift_limit = fields.Integer(
        string="Points Given per Year",
        default=0,
        help="So many points one volunteer may give away in a calendar year. 0: all "
        "there are.",
    )
    volunteer_gift_days = fields.Integer(
        string="Days to Accept",
        default=14,
        help="A gift that nobody accepts in so many days goes back to who gave it.",
    )

    _volunteer_shop_ranges = models.Constraint(
        "CHECK (volunteer_pickup_days BETWEEN 0 AND 3650 "
        "AND volunteer_gift_limit >= 0 AND volunteer_gift_days BETWEEN 1 AND 3650)",
        "Days to pick up and to accept lie between 1 and 3650 (0: orders wait without "
        "end), and the points per year are not negative.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_pickup_days = fields.Integer(
        related="company_id.volunteer_pickup_days", readonly=False
    )
    volunteer_gifts = fields.Boolean(
        related="company_id.volunteer_gifts", readonly=False
    )
    volunteer_gift_limit = fields.Integer(
        related="company_id.volunteer_gift_limit", readonly=False
    )
    volunteer_gift_days = fields.Integer(
        related="company_id.volunteer_gift_days", readonly=False
    )
