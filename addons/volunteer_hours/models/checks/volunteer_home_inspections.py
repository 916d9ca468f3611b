from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "inspections",
                "title": self.env._("Inspections under way"),
                "hint": self.env._("Check, decide, then publish the result."),
                "model": "volunteer.inspection",
                "domain": Domain("state", "=", "running"),
                "action": "volunteer_hours.volunteer_inspection_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
            {
                "key": "rectifications",
                "title": self.env._("Rectifications to check again or overdue"),
                "hint": self.env._(
                    "Look whether it is put right, or ask for the reply."
                ),
                "model": "volunteer.rectification",
                "domain": Domain("state", "=", "replied")
                | (Domain("state", "=", "open") & Domain("date_due", "<", "today")),
                "action": "volunteer_hours.volunteer_rectification_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "to_put_right",
                "title": self.env._("To be put right by me"),
                "hint": self.env._("Put it right, and say what was done."),
                "model": "volunteer.rectification",
                "domain": Domain("state", "=", "open")
                & Domain("owner_id", "=", self.env.uid),
                "action": "volunteer_hours.volunteer_rectification_action",
            },
        ]
