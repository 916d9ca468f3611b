from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.granting import ClaimMinutesError
from .turns import NO_TURN


class VolunteerHour(models.Model):
    """Decisions: agree, agree to less, refuse, and take a decision back."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _get_cannot_decide_reasons(self):
        """Return ``{line id: why the current user cannot decide it}``."""
        user = self.env.user
        groups = user.all_group_ids
        reasons = {}
        for line in self.sudo():
            if line.state != "submitted":
                reasons[line.id] = self.env._(
                    "“%(line)s” is not waiting for a decision.", line=line.display_name
                )
            elif line._is_own_of(user):
                reasons[line.id] = self.env._("Nobody decides on their own hours.")
            elif line.approver_id != user and line.approver_group_id not in groups:
                reasons[line.id] = self.env._(
                    "“%(line)s” waits for %(approver)s.",
                    line=line.display_name,
                    approver=(line.approver_id or line.approver_group_id).display_name,
                )
            elif line.company_id not in user.company_ids:
                reasons[line.id] = self.env._(
                    "“%(line)s” belongs to another unit.", line=line.display_name
                )
        return reasons

    def _check_may_decide(self):
        """:raise UserError: with the reasons, at most five"""
        self.check_access("read")
        reasons = self._get_cannot_decide_reasons()
        if reasons:
            raise UserError("\n".join(list(dict.fromkeys(reasons.values()))[:5]))

    def _get_open_approvals(self):
        """Return the steps not decided yet, those of each line in their order."""
        # Not ordered by line, which would write and join thousands of them for nothing.
        return self.env["volunteer.approval"].search_fetch(
            [("hour_id", "in", self.ids), ("state", "in", ("pending", "waiting"))],
            ["hour_id", "approver_id", "group_id", "state"],
            order="sequence, id",
        )

    def action_approve(self, note=None, minutes=None):
        """Agree to lines whose turn is the current user's.

        :param str note: kept with the decision
        :param int minutes: granted instead of what was asked, the same for every line;
            a multiple of the rounding unit, and no more than the clock times of a line
            say. The old value stays in the trail
        :raise UserError: not one's turn, one's own hours, or minutes that do not fit
        """
        self._check_may_decide()
        lines = self.sudo()
        if minutes is not None:
            lines._grant_minutes_sudo(minutes)
        steps = lines._get_open_approvals()
        decided = steps.filtered(lambda step: step.state == "pending")
        self._note_decision_sudo(decided, "approved", note)
        lines._give_turns_sudo(steps - decided)
        return True

    def _note_decision_sudo(self, approvals, state, note):
        vals = {
            "state": state,
            "decided_by": self.env.uid,
            "decided_on": fields.Datetime.now(),
        }
        if note:
            vals["note"] = note
        for approver, asked in approvals.grouped("approver_id").items():
            # Who stands in decides for whom the step is.
            absent = approver.id != self.env.uid and approver.id
            asked.write({**vals, "acting_for_id": absent})

    def _grant_minutes_sudo(self, minutes):
        """Put ``minutes`` in place of what was asked; the pending steps keep both."""
        for line in self:
            line._check_granted(minutes)
        if self.reverses_id:
            raise UserError(self.env._("A reversal takes all hours back."))
        for step in self._get_open_approvals():
            if step.state == "pending":
                step.write(
                    {"old_minutes": step.hour_id.minutes, "new_minutes": minutes}
                )
        self.write({"minutes": minutes})
        self._check_daily_limit()

    def _check_granted(self, minutes):
        """Check what is granted instead of the minutes of this line.

        :raise UserError: no multiple of the unit, or more than the clock times say
        """
        self.ensure_one()
        try:
            # Over RPC comes anything.
            if type(minutes) is not int:
                raise ClaimMinutesError("not_unit")
            self._check_minutes(minutes)
        except ClaimMinutesError as error:
            raise UserError(
                self.env._(
                    "Granted time must be positive and a multiple of %(unit)d minutes.",
                    unit=int(self.company_id.volunteer_rounding_unit),
                )
            ) from error
        if minutes > self.minutes and self._is_longer_than_stay(minutes):
            raise UserError(
                self.env._(
                    "%(line)s: these are more hours than from beginning to end.",
                    line=self.display_name,
                )
            )

    def action_refuse(self, reason):
        """Return lines to the volunteer, to be corrected and submitted again.

        :param str reason: what the volunteer reads
        :raise UserError: no reason, or not one's turn
        """
        reason = self._clean_reason(reason)
        self._check_may_decide()
        lines = self.sudo()
        open_steps = lines._get_open_approvals()
        pending = open_steps.filtered(lambda step: step.state == "pending")
        self._note_decision_sudo(pending, "refused", reason)
        (open_steps - pending).write({"state": "withdrawn"})
        lines.write({"state": "refused", **NO_TURN})
        return True
