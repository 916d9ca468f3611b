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
                "key": "objections",
                "title": self.env._("Objections to answer"),
                "hint": self.env._("Their hours are held until they are answered."),
                "model": "volunteer.objection",
                "domain": Domain("state", "=", "open"),
                "action": "volunteer_hours.volunteer_objection_action",
                "group": "volunteer_base.group_officer",
            },
        ]
