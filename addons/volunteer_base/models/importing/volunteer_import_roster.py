import base64

from odoo import api, models
from odoo.exceptions import AccessError, UserError

ROSTERS_A_DAY = 20
KINDS = ("student", "minor", "community")


class VolunteerImport(models.Model):
    """A group's leader without a seat in the backend: a teacher, for one."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_roster_teams_sudo(self):
        """Return the teams that the current user may sign a group up for."""
        return (
            self.env["volunteer.team"]
            .sudo()
            .search([("manager_user_ids", "in", self.env.uid)])
        )

    @api.model
    def _get_rosters_sudo(self):
        """Return the rosters that the current user has brought, the last one first."""
        return self.sudo().search(
            [("user_id", "=", self.env.uid), ("purpose", "=", "group")], limit=20
        )

    @api.model
    def _receive_roster(self, team_id, kind, filename, content):
        """Check the roster of a group; it is handed in afterwards.

        :param int team_id: the team that the group signs up for
        :param str kind: of the people: student, minor or community
        :param str filename: the file's name
        :param bytes content: the file
        :return: the import, as superuser
        :raise AccessError: not in charge of the team
        :raise UserError: no file, or too many of them today
        """
        team = self._get_roster_teams_sudo().filtered(lambda team: team.id == team_id)
        if not team or kind not in KINDS:
            raise AccessError(self.env._("You are not in charge of this team."))
        if not content:
            raise UserError(self.env._("Please choose a file first."))
        throttle = self.env["volunteer.throttle"].sudo()
        if not throttle._check_throttle_sudo(
            "roster", str(self.env.uid), ROSTERS_A_DAY, 86400
        ):
            raise UserError(
                self.env._("You have brought many files today. Please go on tomorrow.")
            )
        register = self.sudo().create(
            {
                "purpose": "group",
                "new_state": "applied",
                "team_id": team.id,
                "company_id": team.company_id.id,
                "kind": kind,
                "filename": filename or "",
                "file": base64.b64encode(content),
            }
        )
        register._check_sudo()
        return register

    def _hand_in_roster_sudo(self):
        """Hand the good rows of a checked roster to the volunteer office."""
        self.ensure_one()
        self.good_rows_only = True
        self.action_run()
