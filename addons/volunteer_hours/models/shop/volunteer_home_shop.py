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
                "key": "reward_orders",
                "title": self.env._("Rewards to hand out"),
                "hint": self.env._("Ordered for points, and not picked up yet."),
                "model": "volunteer.reward.order",
                "domain": Domain("state", "=", "ordered"),
                "action": "volunteer_hours.volunteer_reward_order_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]
