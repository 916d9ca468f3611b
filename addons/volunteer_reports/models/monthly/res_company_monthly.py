from odoo import fields, models


class ResCompany(models.Model):
    """Until when a unit hands in its monthly report, and where to."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_report_monthly = fields.Boolean(
        string="Draft Monthly Reports",
        default=True,
        help="On the 1st the report of the month before is drafted.",
    )
    volunteer_report_due_day = fields.Integer(
        string="Monthly Report due on the",
        default=5,
        help="Day of the next month by which the report is handed in; where the month "
        "is shorter, its last day.",
    )
    volunteer_report_email = fields.Char(
        string="Monthly Report Goes to",
        help="E-mail address of the bureau; several are separated by commas. Empty: "
        "the files are downloaded and handed in by hand.",
    )
    volunteer_report_signatory = fields.Char(
        string="Head of the Unit", help="Signs the monthly report."
    )

    _volunteer_report_due_day_range = models.Constraint(
        "CHECK (volunteer_report_due_day BETWEEN 1 AND 31)",
        "A monthly report is due on the 1st to the 31st.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_report_monthly = fields.Boolean(
        related="company_id.volunteer_report_monthly", readonly=False
    )
    volunteer_report_due_day = fields.Integer(
        related="company_id.volunteer_report_due_day", readonly=False
    )
    volunteer_report_email = fields.Char(
        related="company_id.volunteer_report_email", readonly=False
    )
    volunteer_report_signatory = fields.Char(
        related="company_id.volunteer_report_signatory", readonly=False
    )
