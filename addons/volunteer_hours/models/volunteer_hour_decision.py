from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.granting import ClaimMinutesError, check_claim_minutes, hours_from_minutes

NO_TURN = {"approver_id": False, "approver_group_id": False}


class VolunteerHour(models.Model):
    """Submission and decisions. Steps are frozen when a line is submitted."""

    _inherit = "volunteer.hour"

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def action_submit(self):
        """Submit drafts, or refused lines again, and freeze who must agree.

        :raise AccessError: neither the volunteer's own nor in charge of them
        :raise UserError: a line is in another state, has no hours, or nobody may decide it
        """
        self._check_may_submit()
        lines = self.sudo()
        wrong = lines.filtered(lambda line: line.state not in ("draft", "refused"))
        if wrong:
            raise UserError(
                self.env._(
                    "These hours have been submitted before: %(lines)s.",
                    lines=", ".join(wrong[:5].mapped("display_name")),
                )
            )
        empty = lines.filtered(lambda line: not line.minutes)
        if empty:
            raise UserError(
                self.env._(
                    "There are no hours to submit: %(lines)s.",
                    lines=", ".join(empty[:5].mapped("display_name")),
                )
            )
        lines._freeze_steps_sudo()
        return True

    def _check_may_submit(self):
        """:raise AccessError: lines of others the user is not in charge of"""
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            self.check_access("read")
            return
        user = self.env.user
        managers = {}
        for line in self.sudo():
            if line.volunteer_id.user_id == user:
                continue
            key = (line.activity_id, line.team_id)
            if key not in managers:
                managers[key] = (
                    line.activity_id._get_managers_sudo() | line.team_id.manager_user_ids
                )
            if user not in managers[key]:
                raise AccessError(
                    self.env._("Only the volunteer or who is in charge submits these hours.")
                )

    def _freeze_steps_sudo(self):
        """Write the steps of these lines and give the first one the turn."""
        routes = self.env["volunteer.approval.route"]._get_all_sudo()
        last_sequence = self._get_last_sequences()
        vals_list, turns, approved = [], defaultdict(list), []
        for line in self:
            route = next((route for route in routes if route._match(line)), routes.browse())
            if route.auto_approve and line.proven and not line.in_working_time:
                approved.append(line.id)
                continue
            targets = self._get_targets(route, line)
            turns[targets[0]].append(line.id)
            first = last_sequence.get(line.id, 0) + 1
            vals_list += [
                {
                    "hour_id": line.id,
                    "sequence": sequence,
                    "approver_id": user_id,
                    "group_id": group_id,
                    "state": "pending" if sequence == first else "waiting",
                }
                for sequence, (user_id, group_id) in enumerate(targets, first)
            ]
        self.env["volunteer.approval"].create(vals_list)
        self.browse(approved).write({"state": "approved", **NO_TURN})
        for (user_id, group_id), line_ids in turns.items():
            self.browse(line_ids).write(
                {
                    "state": "submitted",
                    "approver_id": user_id,
                    "approver_group_id": group_id,
                    "submitted_by": self.env.uid,
                }
            )

    def _get_last_sequences(self):
        return dict(
            (hour.id, sequence)
            for hour, sequence in self.env["volunteer.approval"]._read_group(
                [("hour_id", "in", self.ids)], ["hour_id"], ["sequence:max"]
            )
        )

    def _get_targets(self, route, line):
        """Return ``[(user id, group id)]`` of a line's steps, one of each pair False.

        Nobody approves their own hours, and nothing is ever stuck: a step without an
        approver falls to the volunteer office, and what a member of the office claims
        goes to the executive in charge. Who is asked once is not asked again.
        """
        targets = []
        for step in route.step_ids:
            if abs(line.hours) < step.threshold:
                continue
            target = self._get_target(step, line)
            if target not in targets:
                targets.append(target)
        return targets or [self._get_office_target(line)]

    def _get_target(self, step, line):
        user, group = step._get_candidate(line)
        office = self._get_office_group()
        if group and group != office:
            return False, group.id
        if (
            user
            and user.active
            and not user.share
            and user != line.volunteer_id.user_id
            and line.company_id in user.company_ids
        ):
            return user.id, False
        return self._get_office_target(line)

    def _get_office_group(self):
        """Return the group of the volunteer office, without the query of ``env.ref``."""
        group_id = self.env["ir.model.data"]._xmlid_to_res_id("volunteer_base.group_officer")
        return self.env["res.groups"].browse(group_id)

    def _get_office_target(self, line):
        office = self._get_office_group()
        own = line.volunteer_id.user_id
        if office not in own.all_group_ids:
            return False, office.id
        executive = line.company_id.volunteer_executive_id
        if not executive:
            raise UserError(
                self.env._(
                    "%(name)s belongs to the volunteer office, whose hours the executive in "
                    "charge approves. Choose one in the settings of %(company)s.",
                    name=line.volunteer_id.name,
                    company=line.company_id.name,
                )
            )
        if executive == own:
            return False, office.id
        return executive.id, False

    def action_withdraw(self):
        """Take submitted lines back to draft.

        :raise AccessError: neither the submitter nor the volunteer
        :raise UserError: a line is not submitted any more
        """
        for line in self.sudo():
            if self.env.user not in line.submitted_by | line.volunteer_id.user_id:
                raise AccessError(self.env._("Only who submitted these hours withdraws them."))
            if line.state != "submitted":
                raise UserError(
                    self.env._("“%(line)s” is not waiting any more.", line=line.display_name)
                )
        self.sudo()._get_open_approvals().write({"state": "withdrawn"})
        self.sudo().write({"state": "draft", **NO_TURN})
        return True

    def action_cancel(self):
        """Cancel lines that are not published yet; they count nowhere.

        :raise AccessError: neither the volunteer's own claim nor of the volunteer office
        :raise UserError: a line is published or recorded
        """
        officer = self.env.user.has_group("volunteer_base.group_officer")
        if officer:
            self.check_access("read")
        for line in self.sudo():
            own = line.volunteer_id.user_id == self.env.user and not line.proven
            if not (officer or own):
                raise AccessError(self.env._("Only the volunteer office cancels these hours."))
            if line.state in ("published", "recorded", "cancelled"):
                raise UserError(
                    self.env._("“%(line)s” can no longer be cancelled.", line=line.display_name)
                )
        self.sudo()._get_open_approvals().write({"state": "withdrawn"})
        self.sudo().write({"state": "cancelled", **NO_TURN})
        return True

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def _get_cannot_decide_reasons(self):
        """Return ``{line id: why the current user cannot decide it}``; empty when all can."""
        user = self.env.user
        groups = user.all_group_ids
        reasons = {}
        for line in self.sudo():
            if line.state != "submitted":
                reasons[line.id] = self.env._(
                    "“%(line)s” is not waiting for a decision.", line=line.display_name
                )
            elif line.volunteer_id.user_id == user:
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
        return self.env["volunteer.approval"].search(
            [("hour_id", "in", self.ids), ("state", "in", ("pending", "waiting"))],
            order="hour_id, sequence",
        )

    def action_approve(self, note=None, minutes=None):
        """Agree to lines whose turn is the current user's.

        :param str note: kept with the decision
        :param int minutes: granted instead of what was asked, the same for every line;
            a multiple of the rounding unit. The old value stays in the trail
        :raise UserError: not one's turn, one's own hours, or minutes that do not fit
        """
        self._check_may_decide()
        lines = self.sudo()
        if minutes is not None:
            lines._grant_minutes_sudo(minutes, note)
        decided, next_turns = lines._split_approvals()
        self._note_decision_sudo(decided, "approved", note)
        moving = {line_id for steps in next_turns.values() for line_id, _step in steps}
        done = lines.filtered(lambda line: line.id not in moving)
        done.write({"state": "approved", **NO_TURN})
        pending = []
        for (user_id, group_id), steps in next_turns.items():
            lines.browse([line_id for line_id, _step in steps]).write(
                {"approver_id": user_id, "approver_group_id": group_id}
            )
            pending += [step_id for _line, step_id in steps]
        self.env["volunteer.approval"].sudo().browse(pending).write({"state": "pending"})
        return True

    def _split_approvals(self):
        """Return the pending steps, and ``{next turn: [(line id, step id)]}``."""
        decided, next_turns, seen = [], defaultdict(list), set()
        for step in self._get_open_approvals():
            if step.state == "pending":
                decided.append(step.id)
            elif step.hour_id.id not in seen:
                seen.add(step.hour_id.id)
                next_turns[step.approver_id.id, step.group_id.id].append(
                    (step.hour_id.id, step.id)
                )
        return self.env["volunteer.approval"].browse(decided), next_turns

    def _note_decision_sudo(self, approvals, state, note):
        vals = {
            "state": state,
            "decided_by": self.env.uid,
            "decided_on": fields.Datetime.now(),
        }
        if note:
            vals["note"] = note
        approvals.write(vals)

    def _grant_minutes_sudo(self, minutes, note):
        for line in self:
            unit = int(line.company_id.volunteer_rounding_unit)
            try:
                check_claim_minutes(minutes, unit)
            except ClaimMinutesError as error:
                raise UserError(
                    self.env._(
                        "Granted time must be positive and a multiple of %(unit)d minutes.",
                        unit=unit,
                    )
                ) from error
            if line.reverses_id:
                raise UserError(self.env._("A reversal takes all hours back."))
            pending = line._get_open_approvals()[:1]
            pending.write({"old_minutes": line.minutes, "new_minutes": minutes})
            line.write({"minutes": minutes, "hours": hours_from_minutes(minutes)})

    def action_refuse(self, reason):
        """Return lines to the volunteer, to be corrected and submitted again.

        :param str reason: what the volunteer reads
        :raise UserError: no reason, or not one's turn
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        self._check_may_decide()
        lines = self.sudo()
        open_steps = lines._get_open_approvals()
        pending = open_steps.filtered(lambda step: step.state == "pending")
        self._note_decision_sudo(pending, "refused", reason)
        (open_steps - pending).write({"state": "withdrawn"})
        lines.write({"state": "refused", **NO_TURN})
        return True

    def action_undo_decision(self):
        """Take one's own last decision back, until the next step or the notice.

        :raise UserError: somebody else decided last, or the line is published
        """
        steps = self.env["volunteer.approval"].sudo()
        for line in self.sudo():
            last = line.approval_ids.filtered("decided_by").sorted("sequence")[-1:]
            if (
                line.state not in ("submitted", "approved", "refused")
                or last.decided_by != self.env.user
                or last.state not in ("approved", "refused")
            ):
                raise UserError(
                    self.env._(
                        "There is no decision of yours to take back on “%(line)s”.",
                        line=line.display_name,
                    )
                )
            steps |= last
        later = steps.browse()
        for step in steps:
            later |= step.hour_id.approval_ids.filtered(
                lambda other, step=step: other.sequence > step.sequence
            )
        later.write({"state": "waiting"})
        by_turn = defaultdict(list)
        for step in steps:
            by_turn[step.approver_id.id, step.group_id.id].append(step.hour_id.id)
            if step.new_minutes:
                step.hour_id.write(
                    {"minutes": step.old_minutes, "hours": hours_from_minutes(step.old_minutes)}
                )
        steps.write(
            {
                "state": "pending",
                "decided_by": False,
                "decided_on": False,
                "note": False,
                "old_minutes": 0,
                "new_minutes": 0,
            }
        )
        for (user_id, group_id), line_ids in by_turn.items():
            self.sudo().browse(line_ids).write(
                {"state": "submitted", "approver_id": user_id, "approver_group_id": group_id}
            )
        return True
