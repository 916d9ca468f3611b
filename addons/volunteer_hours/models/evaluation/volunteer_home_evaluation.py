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
                "key": "evaluations",
                "title": self.env._("Evaluation sheets waiting for me"),
                "hint": self.env._("Write your opinion, on one or on all at once."),
                "model": "volunteer.evaluation",
                "domain": Domain("my_turn", "=", True),
                "action": "volunteer_hours.volunteer_evaluation_action_waiting",
            },
        ]
