from odoo import fields, models


class ResCompany(models.Model):
    """How wishes, agreements and visits are looked after in a unit."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_wish_limit = fields.Integer(
        string="Wishes a Volunteer",
        default=3,
        help="Most wishes that one volunteer keeps at a time; 0 means no limit.",
    )
    volunteer_wish_days = fields.Integer(
        string="Days to Fulfil a Wish",
        default=30,
        help="A claimed wish that is not fulfilled by then goes back to the board; "
        "0 leaves it with who claimed it.",
    )
    volunteer_agreement_notice_days = fields.Integer(
        string="Warn before an Agreement Ends",
        default=30,
        help="Days before its last day on which the volunteer office is told, once.",
    )

    _volunteer_needs_range = models.Constraint(
        "CHECK (volunteer_wish_limit >= 0 AND volunteer_wish_days >= 0 "
        "AND volunteer_agreement_notice_days >= 0)",
        "Limits of wishes and agreements cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_wish_limit = fields.Integer(
        related="company_id.volunteer_wish_limit", readonly=False
    )
    volunteer_wish_days = fields.Integer(
        related="company_id.volunteer_wish_days", readonly=False
    )
    volunteer_agreement_notice_days = fields.Integer(
        related="company_id.volunteer_agreement_notice_days", readonly=False
    )
