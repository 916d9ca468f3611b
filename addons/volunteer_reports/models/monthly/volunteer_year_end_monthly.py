from odoo import models
from odoo.fields import Domain

from ...tools.monthly import first_day
from .volunteer_monthly_report import AT_WORK


class VolunteerYearEnd(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.year.end"  # pylint: disable=consider-merging-classes-inherited

    def _get_check_rows(self):
        """Add the monthly reports (月报未报) of the year."""
        return [
            *super()._get_check_rows(),
            {
                "key": "monthly_reports",
                "title": self.env._("Monthly reports not handed in"),
                "hint": self.env._("Hand them in, also those that came back."),
                "model": "volunteer.monthly.report",
                "domain": Domain("company_id", "=", self.company_id.id)
                & Domain("month", ">=", first_day(self.date_from))
                & Domain("month", "<=", self.date_to)
                & Domain("state", "in", AT_WORK),
                "needed": True,
            },
        ]
