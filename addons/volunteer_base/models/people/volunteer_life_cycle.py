from odoo import fields, models
from odoo.exceptions import UserError

from ..teams.volunteer_team_member import SERVING_STATES


class VolunteerVolunteer(models.Model):
    """From application to leave: who may change a volunteer's state, and to what."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    # What may follow what; read by every life-cycle method.
    _next_states = {
        "applied": ("trial", "registered", "rejected"),
        "trial": ("registered", "left", "rejected"),
        "registered": ("suspended", "left"),
        "suspended": ("registered", "left"),
        "left": ("registered",),
        "rejected": ("applied",),
    }

    life_event_ids = fields.One2many(
        "volunteer.life.event",
        "volunteer_id",
        string="Life Cycle",
        groups="volunteer_base.group_officer",
    )

    def action_accept(self):
        """Accept applications: the volunteers are registered, or first on trial.

        Whether there is a trial is a setting of the home unit.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: a volunteer is not an applicant
        """
        self._check_officer()
        self._check_applied()
        on_trial = self.filtered(
            lambda volunteer: volunteer.sudo().company_id.volunteer_trial
        )
        if on_trial:
            on_trial._change_state_sudo("trial")
        if self - on_trial:
            (self - on_trial)._change_state_sudo("registered")
        return True

    def action_reopen(self):
        """Take rejected applications up again.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: an application was not rejected
        """
        self._check_officer()
        self._change_state_sudo("applied")
        return True

    def action_register(self):
        """Register volunteers, also again after a suspension or a leave.

        Applicants are accepted where their home unit begins with a trial.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: a volunteer's state does not allow it
        """
        self._check_officer()
        applicants = self.filtered(
            lambda volunteer: (
                volunteer.state == "applied"
                and volunteer.sudo().company_id.volunteer_trial
            )
        )
        applicants._check_agreed()
        if applicants:
            raise UserError(
                self.env._(
                    "The unit begins with a trial. Accept these applicants instead: "
                    "%(volunteers)s.",
                    volunteers=applicants.mapped("name"),
                )
            )
        self._change_state_sudo("registered")
        return True

    def action_reject(self, reason):
        """Reject applications or end trials.

        :param str reason: what the applicant is told
        :raise UserError: no reason, or a state that does not allow it
        """
        self._check_officer()
        self._change_state_sudo("rejected", self._clean_reason(reason))
        return True

    def action_suspend(self, reason):
        """Suspend volunteers; a suspended employee still counts as registered.

        :param str reason: why
        """
        self._check_officer()
        self._change_state_sudo("suspended", self._clean_reason(reason))
        return True

    def action_leave(self, reason):
        """Note that volunteers have left; their recorded hours stay.

        :param str reason: why
        """
        self._check_officer()
        self._change_state_sudo("left", self._clean_reason(reason))
        return True

    def _check_applied(self):
        """:raise UserError: names those whose application is not open"""
        others = self.filtered(lambda volunteer: volunteer.state != "applied")
        if others:
            raise UserError(
                self.env._(
                    "These volunteers have no open application: %(volunteers)s.",
                    volunteers=others.mapped("name"),
                )
            )

    def _change_state_sudo(self, state, reason=False):
        """Change the state after the caller has checked rights.

        :raise UserError: names the volunteers whose state does not allow it
        """
        wrong = self.filtered(
            lambda volunteer: state not in self._next_states[volunteer.state]
        )
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "These volunteers cannot become “%(state)s”: %(volunteers)s.",
                    state=labels[state],
                    volunteers=[
                        f"{volunteer.name} ({labels[volunteer.state]})"
                        for volunteer in wrong
                    ],
                )
            )
        vals = {"state": state, "state_reason": reason}
        today = fields.Date.context_today(self)
        if state == "left":
            vals["date_left"] = today
        elif state in ("trial", "registered"):
            vals["date_left"] = False
        self._log_life_events_sudo(state, reason)
        self.sudo().write(vals)
        if state == "registered":
            self.filtered(lambda volunteer: not volunteer.date_registered).sudo().write(
                {"date_registered": today}
            )
        self.sudo()._after_state_change_sudo(state)

    def _filter_idle_sudo(self, when):
        """Return ``{volunteer: state}`` of those who did not serve at ``when``.

        :param datetime when: naive UTC
        :return: labels of the states they had then; on trial or registered serves
        """
        idle = {
            volunteer: volunteer.state
            for volunteer in self.sudo()
            if volunteer.state not in SERVING_STATES
        }
        if not idle:
            return {}
        events = (
            self.env["volunteer.life.event"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", [volunteer.id for volunteer in idle]),
                    ("date", ">", when),
                ],
                order="date desc, id desc",
            )
        )
        for event in events:
            # The earliest step after that moment says what the person was before it.
            idle[event.volunteer_id] = event.state_from
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            volunteer: labels[state]
            for volunteer, state in idle.items()
            if state not in SERVING_STATES
        }

    def _log_life_events_sudo(self, state, reason):
        """Put a coming change of state on record."""
        now = fields.Datetime.now()
        self.env["volunteer.life.event"].sudo().create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "date": now,
                    "state_from": volunteer.state,
                    "state_to": state,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for volunteer in self
            ]
        )

    def _after_state_change_sudo(self, state):
        """Do what follows from a new state; other matters add theirs.

        :param str state: the state that all these volunteers have just got
        """
