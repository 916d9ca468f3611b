from odoo import api, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        tiles = super()._get_tile_definitions()
        # Only where a unit feeds a public system.
        if not any(self.env.companies.sudo().mapped("volunteer_public_platform_id")):
            return tiles
        shared = {
            "model": "volunteer.hour.entry",
            "action": "volunteer_hours.volunteer_hour_entry_action",
            "group": "volunteer_base.group_officer",
        }
        return [
            *tiles,
            {
                "key": "to_enter",
                "title": self.env._("Hours to enter in the public system"),
                "hint": self.env._("Recorded here; make a batch and upload its file."),
                "domain": Domain("state", "=", "to_enter"),
                **shared,
            },
            {
                "key": "not_accepted",
                "title": self.env._("Hours the public system did not accept"),
                "hint": self.env._("Mend what it says, then enter them again."),
                "domain": Domain("state", "=", "failed"),
                **shared,
            },
        ]
