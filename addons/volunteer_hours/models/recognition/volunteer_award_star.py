from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerAward(models.Model):
    """The roster of stars: what the office looks at before it confirms one."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award"  # pylint: disable=consider-merging-classes-inherited

    volunteer_code = fields.Char(
        string="Volunteer No.", related="volunteer_id.code", related_sudo=True
    )
    unit_name = fields.Char(
        string="Department or Team",
        compute="_compute_unit_name",
        compute_sudo=True,
        help="On the day the hours were reached.",
    )
    star_hours = fields.Float(
        string="Total Hours",
        related="volunteer_id.star_hours",
        help="Recorded by now, and counting for stars.",
    )
    former_star = fields.Char(
        compute="_compute_former_star",
        compute_sudo=True,
        help="The highest lower star that was granted.",
    )
    merge_key = fields.Char(compute="_compute_merge_key")

    @api.depends("volunteer_id", "reached_on", "date")
    def _compute_unit_name(self):
        asked = {
            award: (award.volunteer_id.id, award.reached_on or award.date)
            for award in self
            if award.volunteer_id and (award.reached_on or award.date)
        }
        found = self.env["volunteer.volunteer"]._get_service_context_sudo(
            asked.values()
        )
        departments = self.env["hr.department"].sudo()
        teams = self.env["volunteer.team"].sudo()
        departments |= departments.browse(
            {one.department_id for one in found.values() if one.department_id}
        )
        teams |= teams.browse({one.team_id for one in found.values() if one.team_id})
        for award in self:
            context = found.get(asked.get(award))
            award.unit_name = context and (
                departments.browse(context.department_id or ()).name
                or teams.browse(context.team_id or ()).name
            )

    @api.depends("volunteer_id", "star_level")
    def _compute_former_star(self):
        stars = self.filtered(lambda award: award.kind == "star")
        granted = self.search(
            [
                (
                    "volunteer_id",
                    "in",
                    stars.volunteer_id._get_canonical_sudo()._with_merged_sudo().ids,
                ),
                ("kind", "=", "star"),
                ("state", "=", "granted"),
            ],
            order="star_level",
        )
        by_person = {}
        for award in granted:
            person = award.volunteer_id
            by_person.setdefault(person.merged_into_id or person, []).append(award)
        for award in self:
            person = award.volunteer_id
            lower = [
                other.name
                for other in by_person.get(person.merged_into_id or person, ())
                if other.star_level < award.star_level
            ]
            award.former_star = lower[-1] if lower else False

    @api.depends("kind", "star_level", "state")
    def _compute_merge_key(self):
        for award in self:
            live = award.kind == "star" and award.state not in ("rejected", "withdrawn")
            award.merge_key = f"star {award.star_level}" if live else str(award.id)

    def action_keep(self):
        """Let somebody keep a star though the hours fell below it since.

        :raise AccessError: not of the volunteer office
        :raise UserError: not granted, or nothing fell
        """
        self._check_officer()
        if any(award.state != "granted" or not award.fell_below for award in self):
            raise UserError(
                self.env._("Only stars whose hours fell below them ask for this.")
            )
        self.sudo().write({"fell_below": False})
        self._end_fallen_todos_sudo()
        return True

    def action_withdraw(self, reason):
        result = super().action_withdraw(reason)
        self.filtered("fell_below")._end_fallen_todos_sudo()
        return result

    def _end_fallen_todos_sudo(self):
        """Take back the to-dos about people of whom no star waits any more."""
        people = self.sudo().volunteer_id
        waiting = self.sudo().search(
            [
                ("volunteer_id", "in", people.ids),
                ("state", "=", "granted"),
                ("fell_below", "=", True),
            ]
        )
        (people - waiting.volunteer_id)._end_office_todos_sudo("star_below")
