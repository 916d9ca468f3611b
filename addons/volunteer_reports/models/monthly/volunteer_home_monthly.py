from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .volunteer_monthly_report import AT_WORK


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [*super()._get_tile_definitions(), *self._get_monthly_tiles()]

    @api.model
    def _get_monthly_tiles(self):
        """Return the tile of reports to hand in, with the day the first one is due."""
        Report = self.env["volunteer.monthly.report"]
        if not Report.has_access("read"):
            return []
        own = Domain("company_id", "in", self.env.companies.ids)
        domain = own & Domain("state", "in", AT_WORK)
        report = Report.search(domain, order="due_on, id", limit=1)
        if not report:
            return []
        return [
            {
                "key": "monthly_report",
                "title": self.env._(
                    "Monthly report (due %(date)s)",
                    date=format_date(self.env, report.due_on),
                ),
                "hint": self.env._("Look at the figures, add the texts, hand it in."),
                "model": "volunteer.monthly.report",
                "domain": domain,
                "action": "volunteer_reports.volunteer_monthly_report_action",
                "group": "volunteer_base.group_officer",
                "urgent": report.is_late,
            }
        ]
