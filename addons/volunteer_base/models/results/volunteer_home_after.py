from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    """Tiles of what waits after an activity."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "incidents",
                "title": self.env._("Accidents and complaints to handle"),
                "hint": self.env._(
                    "Call the people concerned, then note what was done."
                ),
                "model": "volunteer.incident",
                "domain": Domain("state", "!=", "closed")
                & Domain("kind", "!=", "praise"),
                "action": "volunteer_base.volunteer_incident_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "comments",
                "title": self.env._("Comments to read"),
                "hint": self.env._(
                    "Show them to the leaders, or keep them to yourself."
                ),
                "model": "volunteer.feedback",
                "domain": Domain("comment_state", "=", "pending"),
                "action": "volunteer_base.volunteer_feedback_comment_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
            {
                "key": "findings",
                "title": self.env._("Findings to check again or overdue"),
                "hint": self.env._(
                    "Look whether it is put right, or ask for the reply."
                ),
                "model": "volunteer.opinion.finding",
                "domain": Domain("state", "=", "replied")
                | (Domain("state", "=", "open") & Domain("date_due", "<", "today")),
                "action": "volunteer_base.volunteer_opinion_finding_action",
                "group": "volunteer_base.group_officer",
            },
        ]
