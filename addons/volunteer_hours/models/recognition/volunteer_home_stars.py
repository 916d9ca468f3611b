from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        star = Domain("kind", "=", "star")
        return [
            *super()._get_tile_definitions(),
            {
                "key": "stars",
                "title": self.env._("Stars to confirm"),
                "hint": self.env._("Hours reach them; confirm, show, then grant."),
                "model": "volunteer.award",
                "domain": star & Domain("state", "=", "proposed"),
                "action": "volunteer_hours.volunteer_star_roster_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "stars_fallen",
                "title": self.env._("Stars whose hours were reversed"),
                "hint": self.env._("Keep them, or withdraw them with a reason."),
                "model": "volunteer.award",
                "domain": star
                & Domain("state", "=", "granted")
                & Domain("fell_below", "=", True),
                "action": "volunteer_hours.volunteer_star_roster_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "honours_shown",
                "title": self.env._("Honours shown to the public"),
                "hint": self.env._("Grant them when their days are over."),
                "model": "volunteer.award.notice",
                "domain": Domain("state", "=", "published"),
                "action": "volunteer_hours.volunteer_award_notice_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]
