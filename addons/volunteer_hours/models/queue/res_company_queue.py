from odoo import fields, models


class ResCompany(models.Model):
    """What approvers of a unit are reminded of."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_month_reminder = fields.Float(
        string="Monthly Reminder (hours)",
        default=36.0,
        help="Who has more hours in a month is marked for the approver, not refused: "
        "so much service beside work and rest is worth a second look. 0 marks nobody.",
    )

    _volunteer_month_reminder_positive = models.Constraint(
        "CHECK (volunteer_month_reminder >= 0)",
        "The monthly reminder cannot be negative.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_month_reminder = fields.Float(
        related="company_id.volunteer_month_reminder", readonly=False
    )
