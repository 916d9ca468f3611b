from odoo import fields, models

from ...tools.year_end import cutoff_day

#: So many working days before the cut-off, who has something left to do is told.
REMIND_DAYS = 5


class ResCompany(models.Model):
    """Until when a unit takes claims of a year that is over."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_cutoff_days = fields.Integer(
        string="Claims of a Year until (working days)",
        default=10,
        help="So long after the assessment year its hours are claimed and submitted; "
        "later ones are entered by the volunteer office with a reason, and shown as "
        "corrections of a former year. 0: no limit.",
    )
    volunteer_cutoff_told = fields.Date(
        string="Approvers Told of the Cut-off",
        readonly=True,
        help="The last day of claims of which approvers have been told.",
    )

    _volunteer_cutoff_limits = models.Constraint(
        "CHECK (volunteer_cutoff_days BETWEEN 0 AND 120)",
        "Claims of a year end 0 to 120 working days after it.",
    )

    def _get_volunteer_cutoff(self, day):
        """Return the last day of claims of the assessment year of a date, or None.

        :param date day: a local date
        """
        self.ensure_one()
        working_days = self._get_volunteer_working_days_sudo()
        return cutoff_day(
            self._get_volunteer_period("year", day).date_to,
            self.volunteer_cutoff_days,
            working_days,
        )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_cutoff_days = fields.Integer(
        related="company_id.volunteer_cutoff_days", readonly=False
    )
