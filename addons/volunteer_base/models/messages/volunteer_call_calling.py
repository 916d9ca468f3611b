from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..teams.volunteer_team_member import SERVING_STATES


class VolunteerCall(models.Model):
    """Calling: whom, for which seats, with which words."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.call"  # pylint: disable=consider-merging-classes-inherited

    def action_call(self):
        """Call everybody on the roster who may come, at once.

        The number of queries does not depend on how many people are called.

        :raise AccessError: teams of somebody else
        :raise UserError: called already, or nobody to call
        """
        self.check_access("write")
        for call in self:
            call._check_callable()
            call._prepare_slot()
            call.sudo()._call_sudo()
        return True

    def _check_callable(self):
        if self.state != "draft":
            raise UserError(
                self.env._("“%(name)s” was called already.", name=self.name)
            )
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            return
        teams = self.sudo().team_ids
        if not teams or any(
            self.env.user not in team.manager_user_ids for team in teams
        ):
            raise AccessError(
                self.env._("Leaders call their own teams. Please choose them.")
            )

    def _prepare_slot(self):
        """Make sure that there is a published activity with so many free seats.

        By the rights of the user: whoever calls must be in charge of the activity.
        """
        self.ensure_one()
        activity = self.activity_id
        if not activity:
            activity = self.env["volunteer.activity"].create(
                {
                    "name": self.name,
                    "project_id": self.project_id.id,
                    "company_id": self.company_id.id,
                    "start": self.start,
                    "stop": self.stop,
                    "place": self.place,
                    "description": self.message,
                    "slot_ids": [
                        (0, 0, {"post_id": self.post_id.id, "seats": self.seats})
                    ],
                }
            )
            activity.action_publish()
            self.activity_id = activity
        activity.check_access("write")
        if activity.state != "published" or activity.stop <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "“%(name)s” is not open: people are called for published "
                    "activities that are not over.",
                    name=activity.display_name,
                )
            )
        slot = activity.slot_ids.filtered(lambda slot: slot.post_id == self.post_id)
        if not slot:
            slot = self.env["volunteer.activity.slot"].create(
                {
                    "activity_id": activity.id,
                    "post_id": self.post_id.id,
                    "seats": self.seats,
                }
            )
        elif slot.seats_left < self.seats:
            slot.seats = slot.taken + self.seats
        self.sudo().slot_id = slot

    def _get_candidates_sudo(self):
        """Return the people on the roster, whether they may come or not."""
        self.ensure_one()
        call = self.sudo()
        today = call.company_id._get_volunteer_today()
        domain = (
            Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            & Domain("volunteer_id.state", "in", SERVING_STATES)
        )
        if call.team_ids:
            domain &= Domain("team_id", "child_of", call.team_ids.ids)
        else:
            domain &= Domain("company_id", "=", call.company_id.id)
        if call.standby_only:
            domain &= Domain("standby", "=", True)
        for skill in call.skill_ids:
            domain &= Domain("volunteer_id.skill_ids", "in", skill.ids)
        members = self.env["volunteer.team.member"].sudo().search(domain)
        return members.volunteer_id

    def _call_sudo(self):
        """Write down who is called and who may not come, and send the messages."""
        self.ensure_one()
        slot = self.slot_id._with_open_window()
        people = self._get_candidates_sudo()
        people -= self.activity_id.signup_ids.filtered(
            lambda signup: signup.state in ("confirmed", "attended")
        ).volunteer_id
        barred = slot._get_signup_obstacles(people)
        able = people - people.browse(person.id for person in barred)
        if not able:
            raise UserError(
                self.env._(
                    "Nobody can be called: nobody on the roster may come at that "
                    "time. Choose other teams, fewer skills, or people who are not on "
                    "standby."
                )
            )
        now = fields.Datetime.now()
        self.write({"state": "calling", "date_called": now})
        answers = self.env["volunteer.call.answer"].create(
            [
                {
                    "call_id": self.id,
                    "company_id": self.company_id.id,
                    "volunteer_id": person.id,
                    "state": "barred" if person in barred else "called",
                    "obstacle": barred.get(person),
                }
                for person in people
            ]
        )
        urls = {
            answer.volunteer_id.id: answer._get_link_sudo()
            for answer in answers
            if answer.state == "called"
        }

        def write(volunteer):
            env = volunteer.env
            activity = self.activity_id.with_env(env)
            lines = [
                self.message,
                activity._format_when()[activity],
                *([activity.place] if activity.place else []),
                env._("Please answer with one tap: can you come?"),
            ]
            return self.name, "\n".join(lines)

        able._notify_sudo(
            "call",
            write,
            activity=self.activity_id,
            url=lambda volunteer: urls[volunteer.id],
            urgent=True,
            key=f"call-{self.id}",
            news=True,
        )
