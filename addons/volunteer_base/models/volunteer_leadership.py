from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """The teams a volunteer leads; whoever leads a tree sees the leaders in it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    led_team_ids = fields.One2many("volunteer.team", "leader_id", string="Leads")
    deputy_team_ids = fields.Many2many(
        "volunteer.team",
        "volunteer_team_deputy_rel",
        "volunteer_volunteer_id",
        "volunteer_team_id",
        string="Deputy of",
    )
