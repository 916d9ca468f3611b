from odoo import fields, models


class ResCompany(models.Model):
    """What a unit aims at, beside its targets by year."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_personal_aim = fields.Float(
        string="Aim of an Employee (hours a year)",
        digits=(16, 2),
        default=25,
        help="Prorated by days in service, without exempt days; 0: no aim of a person. "
        "The target of the unit is an average, and stands apart.",
    )
    volunteer_personal_aim_others = fields.Float(
        string="Aim of Other Volunteers (hours a year)",
        digits=(16, 2),
        help="Of volunteers who are not staff, from their registration; 0: none.",
    )
    volunteer_target_hours = fields.Selection(
        [("all", "Proven and claimed hours"), ("proven", "Proven hours only")],
        string="Hours That Count for Targets",
        required=True,
        default="all",
        help="New targets begin with it; each has a choice of its own.",
    )
    # The last year for which the usual targets were made by themselves.
    volunteer_target_year = fields.Integer(string="Targets Made for", copy=False)

    _volunteer_personal_aims = models.Constraint(
        "CHECK (volunteer_personal_aim >= 0 AND volunteer_personal_aim_others >= 0)",
        "The aim of a person is not below zero.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_personal_aim = fields.Float(
        related="company_id.volunteer_personal_aim", readonly=False
    )
    volunteer_personal_aim_others = fields.Float(
        related="company_id.volunteer_personal_aim_others", readonly=False
    )
    volunteer_target_hours = fields.Selection(
        related="company_id.volunteer_target_hours", readonly=False
    )
