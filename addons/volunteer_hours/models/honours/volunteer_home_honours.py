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
                "key": "jury",
                "title": self.env._("Points I am to give"),
                "hint": self.env._("As a juror: read what was done, and give points."),
                "model": "volunteer.jury.score",
                "domain": Domain("user_id", "=", self.env.uid)
                & Domain("is_given", "=", False)
                & Domain("is_open", "=", True),
                "action": "volunteer_hours.volunteer_jury_score_action_mine",
            },
            {
                "key": "handed_in",
                "title": self.env._("Honours handed in"),
                "hint": self.env._("Compare them with the proof, and confirm them."),
                "model": "volunteer.award",
                "domain": Domain("handed_in", "=", True)
                & Domain("state", "=", "proposed"),
                "action": "volunteer_hours.volunteer_award_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "commendations",
                "title": self.env._("Commendations under way"),
                "hint": self.env._("Nominate, review, show to the public, grant."),
                "model": "volunteer.commendation",
                "domain": Domain("state", "in", ("nomination", "review", "published")),
                "action": "volunteer_hours.volunteer_commendation_action",
                "group": "volunteer_base.group_officer",
                "urgent": False,
            },
        ]
