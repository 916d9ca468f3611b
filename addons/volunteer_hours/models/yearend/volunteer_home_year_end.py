from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        # Of the reader's day: the tile tells of a page, not of a deadline.
        over = Domain("date_to", "<", fields.Date.context_today(self))
        return [
            *super()._get_tile_definitions(),
            {
                "key": "year_end",
                "title": self.env._("Years to close"),
                "hint": self.env._("A checklist opens what is still open."),
                "model": "volunteer.year.end",
                "domain": over & Domain("state", "=", "open"),
                "action": "volunteer_hours.volunteer_year_end_action",
            },
        ]
