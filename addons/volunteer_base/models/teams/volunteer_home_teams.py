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
                "key": "overdue_decisions",
                "title": self.env._("Overdue decisions"),
                "hint": self.env._("Ask who sees to them."),
                "model": "volunteer.meeting.decision",
                "domain": Domain("overdue", "=", True),
                "action": "volunteer_base.volunteer_meeting_decision_action",
                "group": "volunteer_base.group_leader",
            },
            {
                "key": "items_to_return",
                "title": self.env._("Items to ask for"),
                "hint": self.env._("Their holders have left, or the day has passed."),
                "model": "volunteer.item.issue",
                "domain": Domain("overdue", "=", True),
                "action": "volunteer_base.volunteer_item_issue_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "not_reported",
                "title": self.env._("Not reported to a community"),
                "hint": self.env._("Remind these party members."),
                "model": "volunteer.branch.member",
                "domain": Domain("party_member", "=", True)
                & Domain("reported", "=", False),
                "action": "volunteer_base.volunteer_branch_member_action_not_reported",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]
