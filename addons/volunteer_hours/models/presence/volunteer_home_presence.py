from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        led = self.env["volunteer.activity"]._get_led_domain()
        return [
            *super()._get_tile_definitions(),
            {
                "key": "forgotten",
                "title": self.env._("Forgotten check-outs"),
                "hint": self.env._("Say when these people left; then hours go on."),
                "model": "volunteer.hour",
                "domain": Domain("auto_closed", "=", True)
                & Domain("end_confirmed_by", "=", False)
                & Domain("state", "in", ("draft", "refused"))
                & Domain("activity_id", "any", led),
                "action": "volunteer_hours.volunteer_hour_action",
                "group": "volunteer_base.group_leader",
            },
        ]
