from odoo import fields, models


class ResCompany(models.Model):
    """How sign-up works in a unit: waitlist, limits, cancelling and substitutes."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_waitlist = fields.Boolean(
        string="Waitlist",
        default=True,
        help="Whoever comes too late waits; a seat that becomes free is offered to who "
        "has waited longest.",
    )
    volunteer_waitlist_auto = fields.Boolean(
        string="Give Free Seats without Asking",
        help="Who has waited longest gets the seat at once and is told; otherwise the "
        "person is asked first.",
    )
    volunteer_offer_minutes = fields.Integer(
        string="Time to Answer an Offer",
        default=120,
        help="Minutes in which an offered seat is kept, at most until the activity "
        "starts. After that, the next one is asked.",
    )
    volunteer_rest_minutes = fields.Integer(
        string="Rest between Services",
        default=0,
        help="Minutes between the end of one service and the start of the next; 0 asks "
        "for none.",
    )
    # Eight hours a day is the trade's default, see docs; the law sets none for adults.
    volunteer_long_day_hours = fields.Float(
        string="Hours a Day",
        default=8,
        help="Planned hours a day above which a sign-up is warned about or refused.",
    )
    volunteer_long_day = fields.Selection(
        [("off", "Not checked"), ("warn", "Warn"), ("block", "Refuse")],
        string="More Hours a Day",
        required=True,
        default="warn",
        help="What happens to a sign-up that makes a day longer. Emergency projects "
        "are never refused.",
    )
    volunteer_cancel_hours = fields.Integer(
        string="Late Cancellation",
        default=24,
        help="Hours before the start from which cancelling is late: the leader is told "
        "at once, and it is counted. 0 counts none.",
    )
    volunteer_swap = fields.Selection(
        [
            ("off", "Not allowed"),
            ("inform", "Allowed, the leader is told"),
            ("approve", "The leader agrees first"),
        ],
        string="Substitutes and Exchanges",
        required=True,
        default="inform",
        help="Whether volunteers may name a substitute or exchange services with a "
        "member of their team.",
    )

    _volunteer_signup_range = models.Constraint(
        "CHECK (volunteer_offer_minutes > 0 AND volunteer_rest_minutes >= 0 "
        "AND volunteer_long_day_hours >= 0 AND volunteer_cancel_hours >= 0)",
        "An offer lasts at least a minute, and limits of sign-up are not negative.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_waitlist = fields.Boolean(
        related="company_id.volunteer_waitlist", readonly=False
    )
    volunteer_waitlist_auto = fields.Boolean(
        related="company_id.volunteer_waitlist_auto", readonly=False
    )
    volunteer_offer_minutes = fields.Integer(
        related="company_id.volunteer_offer_minutes", readonly=False
    )
    volunteer_rest_minutes = fields.Integer(
        related="company_id.volunteer_rest_minutes", readonly=False
    )
    volunteer_long_day_hours = fields.Float(
        related="company_id.volunteer_long_day_hours", readonly=False
    )
    volunteer_long_day = fields.Selection(
        related="company_id.volunteer_long_day", readonly=False, required=True
    )
    volunteer_cancel_hours = fields.Integer(
        related="company_id.volunteer_cancel_hours", readonly=False
    )
    volunteer_swap = fields.Selection(
        related="company_id.volunteer_swap", readonly=False, required=True
    )
