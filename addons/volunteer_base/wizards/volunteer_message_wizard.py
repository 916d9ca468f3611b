from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.teams.volunteer_team_member import SERVING_STATES


class VolunteerMessageWizard(models.TransientModel):
    """Write to people: chosen ones, whole teams, or those signed up for an activity."""

    _name = "volunteer.message.wizard"
    _description = "Write to Volunteers"

    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    team_ids = fields.Many2many(
        "volunteer.team", string="Teams", help="With the teams below them."
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        ondelete="cascade",
        help="To all who are signed up, those who wait included.",
    )
    title = fields.Char(string="Subject")
    body = fields.Text(string="Message")
    urgent = fields.Boolean(
        help="Goes out before everything else, also by gateways for urgent messages; "
        "whoever it does not reach stands on the phone list."
    )
    recipient_count = fields.Integer(
        string="Recipients", compute="_compute_recipient_count"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        ids = self.env.context.get("active_ids") or []
        name = {
            "volunteer.volunteer": "volunteer_ids",
            "volunteer.team": "team_ids",
        }.get(self.env.context.get("active_model"))
        if name and name in fields and name not in values:
            values[name] = [(6, 0, ids)]
        elif self.env.context.get("active_model") == "volunteer.activity" and ids:
            values.setdefault("activity_id", ids[0])
        elif self.env.context.get("active_model") == "volunteer.signup":
            signups = self.env["volunteer.signup"].browse(ids)
            values.setdefault("volunteer_ids", [(6, 0, signups.volunteer_id.ids)])
        return values

    @api.depends("volunteer_ids", "team_ids", "activity_id")
    def _compute_recipient_count(self):
        for wizard in self:
            wizard.recipient_count = len(wizard._get_recipients_sudo())

    def _get_recipients_sudo(self):
        """Return whom it goes to, as superuser: of those chosen, who serves."""
        self.ensure_one()
        chosen = self.sudo()
        people = chosen.volunteer_ids._origin
        if chosen.team_ids:
            today = self.env.company._get_volunteer_today()
            people |= (
                self.env["volunteer.team.member"]
                .sudo()
                .search([("team_id", "child_of", chosen.team_ids.ids)])
                .filtered(lambda member: member._is_on(today))
                .volunteer_id
            )
        people |= chosen.activity_id.signup_ids.filtered(
            lambda signup: signup.state in ("waiting", "confirmed", "attended")
        ).volunteer_id
        return people.filtered(lambda person: person.state in SERVING_STATES)

    def _check_may_write_to(self, people):
        """:raise AccessError: somebody is neither one's own nor signed up with one

        Whoever may read people by the rules may write to them, and whoever is in charge
        of an activity to those signed up for it.
        """
        activity = self.activity_id.sudo()
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            if activity and self.env.user not in activity._get_managers_sudo():
                raise AccessError(
                    self.env._(
                        "Only those in charge of “%(name)s” may do this.",
                        name=activity.display_name,
                    )
                )
            people -= activity.signup_ids.volunteer_id
        people.sudo(self.env.su).check_access("read")
        self.activity_id.check_access("read")

    def action_send(self):
        """Send the message and say how many it goes to.

        :raise AccessError: neither leader nor office, or people of somebody else
        :raise UserError: nobody is chosen, or there is no text
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_leader"
        ):
            raise AccessError(self.env._("Only leaders and the office may do this."))
        title, body = (self.title or "").strip(), (self.body or "").strip()
        if not title or not body:
            raise UserError(self.env._("Write a subject and a message."))
        people = self._get_recipients_sudo()
        if not people:
            raise UserError(self.env._("Choose people who serve as volunteers."))
        self._check_may_write_to(people)
        messages = people._notify_sudo(
            "office",
            lambda person: (title, body),
            activity=self.activity_id.sudo() or None,
            urgent=self.urgent,
        )
        lost = len(messages.filtered(lambda message: message.status == "failed"))
        text = self.env._("%(count)s messages are on their way.", count=len(messages))
        if lost:
            text += " " + self.env._(
                "%(count)s people can only be told by phone; see the phone list.",
                count=lost,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "warning" if lost else "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
