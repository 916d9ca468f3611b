from odoo import fields, models


class ResCompany(models.Model):
    """When approvers of a unit are written to, and what the letter opens."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_digest = fields.Boolean(
        string="E-mail to Approvers",
        default=True,
        help="Once a working day at most, and only when something new waits.",
    )
    volunteer_digest_hour = fields.Integer(
        string="Write to Approvers at",
        default=8,
        help="Hour of the day, in the unit's time zone.",
    )
    volunteer_digest_days = fields.Integer(
        string="Again after (days)",
        default=3,
        help="Without anything new, what still waits is brought to mind after so many "
        "days; 0: never.",
    )
    volunteer_link_days = fields.Integer(
        string="Link in the E-mail (days)",
        default=3,
        help="So long the e-mail's link approves, once and without a login; 0: none.",
    )
    volunteer_digest_date = fields.Date(readonly=True, copy=False)

    _volunteer_digest_periods = models.Constraint(
        "CHECK (volunteer_digest_hour BETWEEN 0 AND 23 "
        "AND volunteer_digest_days BETWEEN 0 AND 30 "
        "AND volunteer_link_days BETWEEN 0 AND 14)",
        "The hour is between 0 and 23; e-mails repeat within 30 days, and their links "
        "hold 14 days at most.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_digest = fields.Boolean(
        related="company_id.volunteer_digest", readonly=False
    )
    volunteer_digest_hour = fields.Integer(
        related="company_id.volunteer_digest_hour", readonly=False
    )
    volunteer_digest_days = fields.Integer(
        related="company_id.volunteer_digest_days", readonly=False
    )
    volunteer_link_days = fields.Integer(
        related="company_id.volunteer_link_days", readonly=False
    )
