from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    _inherit = "volunteer.home"

    @api.model
    def _get_tile_definitions(self):
        return [
            {
                "key": "my_turn",
                "title": self.env._("Hours waiting for me"),
                "hint": self.env._("Approve, correct or return them."),
                "model": "volunteer.hour",
                "domain": Domain("my_turn", "=", True),
                "action": "volunteer_hours.volunteer_hour_action_waiting",
            },
            *super()._get_tile_definitions(),
            {
                "key": "overdue",
                "title": self.env._("Hours overdue for recording"),
                "hint": self.env._("Ten working days after the service have passed."),
                "model": "volunteer.hour",
                "domain": Domain("lateness", "=", "late"),
                "context": {"search_default_group_holder": 1},
                "action": "volunteer_hours.volunteer_hour_action_late",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "to_publish",
                "title": self.env._("Hours to publish"),
                "hint": self.env._("Approved, and not in a public notice yet."),
                "model": "volunteer.hour",
                "domain": Domain("state", "=", "approved")
                & Domain("is_held", "=", False),
                "action": "volunteer_hours.volunteer_hour_action_publish",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "published",
                "title": self.env._("Public notices open"),
                "hint": self.env._("Shown for objections; they close by themselves."),
                "model": "volunteer.notice",
                "domain": Domain("state", "in", ("published", "closing")),
                "action": "volunteer_hours.volunteer_notice_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]
