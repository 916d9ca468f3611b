from odoo import fields, models


class ResCompany(models.Model):
    """How long a step of an approval waits in a unit."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_escalation_days = fields.Integer(
        string="A Step Goes up after (working days)",
        default=2,
        help="Hours that nobody decides on go to the next higher leader, manager or to "
        "the volunteer office. 0: they stay where they are.",
    )

    _volunteer_escalation_days = models.Constraint(
        "CHECK (volunteer_escalation_days BETWEEN 0 AND 60)",
        "A step goes up after 1 to 60 working days; 0 keeps it where it is.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_escalation_days = fields.Integer(
        related="company_id.volunteer_escalation_days", readonly=False
    )
