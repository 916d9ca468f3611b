from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        tiles = super()._get_tile_definitions()
        Unit = self.env["volunteer.reporting.unit"]
        if not Unit.has_access("read") or not Unit.search_count([], limit=1):
            # Only who has units below has such a desk.
            return tiles
        return [
            *tiles,
            {
                "key": "filings_missing",
                "title": self.env._("Reports not handed in"),
                "hint": self.env._("Remind the units; one click writes to all."),
                "model": "volunteer.report.filing",
                "domain": Domain("is_overdue", "=", True),
                "action": "volunteer_reports.volunteer_report_filing_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "filings_to_review",
                "title": self.env._("Reports to review"),
                "hint": self.env._("Accept them, or give them back."),
                "model": "volunteer.report.filing",
                "domain": Domain("state", "=", "filed"),
                "action": "volunteer_reports.volunteer_report_filing_action",
                "group": "volunteer_base.group_officer",
            },
        ]
