from odoo import api, models
from odoo.fields import Domain

#: Whoever has the menu needs no tile.
MENU = ("volunteer_base.group_leader", "volunteer_hours.group_hr")


class VolunteerHome(models.AbstractModel):
    """The way to their scorecards for heads of departments, who have no group."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [*super()._get_tile_definitions(), *self._get_scorecard_tiles()]

    @api.model
    def _get_scorecard_tiles(self):
        """Return a tile for whoever heads a department with scorecards, and no menu."""
        Card = self.env["volunteer.scorecard"]
        if any(map(self.env.user.has_group, MENU)) or not Card.has_access("read"):
            return []
        # Record rules leave those of the departments and teams in one's charge.
        domain = Domain("company_id", "in", self.env.companies.ids)
        if not Card.search_count(domain, limit=1):
            return []
        return [
            {
                "key": "scorecards",
                "title": self.env._("Scorecards"),
                "hint": self.env._("How the service of your department is doing."),
                "model": "volunteer.scorecard",
                "domain": domain,
                "action": "volunteer_reports.volunteer_scorecard_action",
                "urgent": False,
            }
        ]
