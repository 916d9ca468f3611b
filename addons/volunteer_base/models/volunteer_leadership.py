from odoo import api, fields, models


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

    @api.model
    def _search_panel_sanitized_parent_hierarchy(self, records, parent_name, ids):
        """Let a leader's own team stand at the top of the side panel.

        Odoo drops nodes whose parent is not there; leaders see no team above theirs.
        """
        present = {record["id"] for record in records}
        for record in records:
            parent = record[parent_name]
            if parent and parent[0] not in present:
                record[parent_name] = False
        return super()._search_panel_sanitized_parent_hierarchy(
            records, parent_name, ids
        )
