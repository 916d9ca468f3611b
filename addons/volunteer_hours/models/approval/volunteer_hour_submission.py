from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .turn_finder import TurnFinder
from .turns import NO_TURN


class VolunteerHour(models.Model):
    """Submission: who must agree is read from the routes once, and frozen."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def action_submit(self):
        """Submit drafts, or refused lines again, and freeze who must agree.

        :raise AccessError: neither the volunteer's own nor in charge of them
        :raise UserError: wrong state, no hours, or nobody may decide a line
        """
        self._check_may_submit()
        lines = self.sudo()
        wrong = lines.filtered(lambda line: line.state not in ("draft", "refused"))
        if wrong:
            raise UserError(
                self.env._(
                    "These hours have been submitted before: %(lines)s.",
                    lines=wrong[:5].mapped("display_name"),
                )
            )
        empty = lines.filtered(lambda line: not line.minutes)
        if empty:
            raise UserError(
                self.env._(
                    "There are no hours to submit: %(lines)s.",
                    lines=empty[:5].mapped("display_name"),
                )
            )
        again = lines.filtered(
            lambda line: line.state == "refused" and not line.reverses_id
        )
        lines._freeze_steps_sudo()
        # While they were refused they counted nowhere: others may have come since.
        again._check_claims()
        again._check_claim_rules()
        return True

    def _check_may_submit(self):
        """:raise AccessError: lines of others the user is not in charge of"""
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            self.check_access("read")
            return
        user = self.env.user
        managers = {}
        for line in self.sudo():
            if user in (
                line.volunteer_id.user_id,
                line.volunteer_id.merged_into_id.user_id,
            ):
                continue
            key = (line.activity_id, line.team_id)
            if key not in managers:
                managers[key] = (
                    line.activity_id._get_managers_sudo()
                    | line.team_id.manager_user_ids
                )
            if user not in managers[key]:
                raise AccessError(
                    self.env._(
                        "Only the volunteer or who is in charge submits these hours."
                    )
                )

    def _freeze_steps_sudo(self):
        """Write the steps of these lines and give the first one the turn."""
        routes = self.env["volunteer.approval.route"]._get_all_sudo()
        finder = TurnFinder(self)
        last_sequence = self._get_last_sequences()
        now = fields.Datetime.now()
        vals_list, turns, approved = [], defaultdict(list), []
        for line in self:
            route = routes._get_first_match(line, finder)
            if route.auto_approve and line._may_pass_at_once():
                approved.append(line.id)
                continue
            targets = self._get_targets(route, line, finder)
            turns[finder.get_turn(line, *targets[0].turn)].append(line.id)
            first = last_sequence.get(line.id, 0) + 1
            vals_list += [
                {
                    "hour_id": line.id,
                    "sequence": sequence,
                    "approver_id": target.user_id,
                    "group_id": target.group_id,
                    "kind": target.kind,
                    "state": "pending" if sequence == first else "waiting",
                    "pending_since": sequence == first and now,
                }
                for sequence, target in enumerate(targets, first)
            ]
        self.env["volunteer.approval"].create(vals_list)
        vals = self._get_submission_vals()
        self.browse(approved).write({**vals, "state": "approved", **NO_TURN})
        self._write_turns_sudo(turns, vals)

    def _get_submission_vals(self):
        """Return what is written on lines as they are submitted, by whom and so on."""
        return {
            "submitted_by": self.env.uid,
            "submitted_on": fields.Datetime.now(),
        }

    def _may_pass_at_once(self):
        """Return whether the proof is enough: not one's own word, nor a reversal."""
        self.ensure_one()
        return (
            self.proven
            and not self.in_working_time
            and not self.reverses_id
            and not self._is_own_of(self.env.user)
        )

    def _is_own_of(self, user):
        """Return whether these hours are the user's: whoever's record they stand on."""
        self.ensure_one()
        return bool(user) and user.id in self._get_owner_ids_sudo()

    def _get_owner_ids_sudo(self):
        """Return the ids of the users whose hours these are.

        Those of a merged duplicate are theirs whose record was kept.
        """
        line = self.sudo()
        volunteer = line.volunteer_id
        return {
            volunteer.user_id.id,
            volunteer.merged_into_id.user_id.id,
            line.employee_id.user_id.id,
        }

    def _get_last_sequences(self):
        return dict(
            (hour.id, sequence)
            for hour, sequence in self.env["volunteer.approval"]._read_group(
                [("hour_id", "in", self.ids)], ["hour_id"], ["sequence:max"]
            )
        )

    def action_withdraw(self):
        """Take submitted lines back to draft; a reversal is cancelled instead.

        :raise AccessError: neither the submitter nor the volunteer; a reversal is the
            volunteer office's alone
        :raise UserError: a line is not submitted any more
        """
        officer = self.env.user.has_group("volunteer_base.group_officer")
        self.check_access("read")
        lines = self.sudo()
        for line in lines:
            own = line.submitted_by == self.env.user or line._is_own_of(self.env.user)
            if not own or (line.reverses_id and not officer):
                raise AccessError(
                    self.env._("Only who submitted these hours withdraws them.")
                )
            if line.state != "submitted":
                raise UserError(
                    self.env._(
                        "“%(line)s” is not waiting any more.", line=line.display_name
                    )
                )
        lines._get_open_approvals().write({"state": "withdrawn"})
        reversals = lines.filtered("reverses_id")
        reversals.write({"state": "cancelled", **NO_TURN})
        (lines - reversals).write({"state": "draft", **NO_TURN})
        return True

    def action_cancel(self):
        """Cancel lines that are not published yet; they count nowhere.

        :raise AccessError: neither one's own claim nor of the volunteer office, or what
            takes one's own hours back
        :raise UserError: a line is published or recorded
        """
        officer = self.env.user.has_group("volunteer_base.group_officer")
        if officer:
            self.check_access("read")
        for line in self.sudo():
            own = line._is_own_of(self.env.user)
            if (own and line.reverses_id) or (
                not officer and (not own or line.proven or line.reverses_id)
            ):
                raise AccessError(
                    self.env._("Only the volunteer office cancels these hours.")
                )
            if line.state in ("published", "recorded", "cancelled"):
                raise UserError(
                    self.env._(
                        "“%(line)s” can no longer be cancelled.", line=line.display_name
                    )
                )
        self.sudo()._get_open_approvals().write({"state": "withdrawn"})
        self.sudo().write({"state": "cancelled", **NO_TURN})
        return True
