from odoo import fields, models


class VolunteerVolunteer(models.Model):
    """Where an imported volunteer came from, and the team a group signed up for."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    import_id = fields.Many2one(
        "volunteer.import",
        string="Imported with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="volunteer_base.group_officer",
    )

    # The team of an applicant's own row in the file.
    import_team_id = fields.Many2one(
        "volunteer.team",
        string="Applied for",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="volunteer_base.group_officer",
    )

    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "import_id", "import_team_id")

    def _after_state_change_sudo(self, state):
        """Make members of the team that an import named, once people are accepted."""
        super()._after_state_change_sudo(state)
        if state not in ("trial", "registered"):
            return
        Member = self.env["volunteer.team.member"].sudo()
        today = fields.Date.context_today(self)
        wanted = {
            volunteer: volunteer.import_id.team_id | volunteer.import_team_id
            for volunteer in self.sudo()
            if volunteer.import_id
        }
        known = {
            (volunteer.id, team.id)
            for volunteer, team in Member._read_group(
                [("volunteer_id", "in", [volunteer.id for volunteer in wanted])],
                ["volunteer_id", "team_id"],
            )
        }
        Member.create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "team_id": team.id,
                    "date_from": today,
                }
                for volunteer, teams in wanted.items()
                for team in teams
                # Who was a member before and is no more, left it.
                if (volunteer.id, team.id) not in known
            ]
        )
