from odoo import api, fields, models

from .volunteer_team_member import SERVING_STATES


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
    secretary_branch_ids = fields.One2many(
        "volunteer.branch",
        "secretary_id",
        string="Secretary of",
        groups="volunteer_base.group_officer",
    )

    def _filter_serving(self):
        """Return those who serve: nobody else is in charge of anything."""
        return self.filtered(lambda volunteer: volunteer.state in SERVING_STATES)

    def _end_leader_reminders_sudo(self):
        """Take back the to-dos about those who have handed everything over."""
        self.filtered(
            lambda volunteer: (
                not volunteer.led_team_ids and not volunteer.secretary_branch_ids
            )
        )._end_office_todos_sudo("leader")

    def _after_state_change_sudo(self, state):
        """Ask the office for somebody else where a leader or secretary is gone."""
        result = super()._after_state_change_sudo(state)
        if state not in SERVING_STATES:
            needed = self.filtered(
                lambda volunteer: (
                    volunteer.led_team_ids or volunteer.secretary_branch_ids
                )
            )
            if needed:
                needed._todo_for_office_sudo(
                    "leader",
                    lambda env: env._("Name a new leader or secretary"),
                    note=lambda env: env._(
                        "This person leads a team or a branch, does not serve at the "
                        "moment and so has lost the rights of that post."
                    ),
                )
        else:
            self._end_office_todos_sudo("leader")
        return result

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
