from collections import defaultdict

from odoo import fields, models

from .turn_finder import TurnFinder
from .turns import NO_TURN


class VolunteerHour(models.Model):
    """Whose turn it is: set whenever a step is decided, handed on or goes up."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def _give_turns_sudo(self, steps):
        """Give each line's turn to the first of its open steps that can be decided.

        A stand-in gets the turn of whom they stand in for. A step of somebody who
        agreed before is passed over; one of somebody who has left goes up. A line
        without an open step left is approved.

        :param steps: open ``volunteer.approval`` of these lines, of each in its order
        """
        finder = TurnFinder(self)
        queues = defaultdict(list)
        for step in steps:
            queues[step.hour_id.id].append(step)
        started, skipped, stranded = [], [], []
        turns, done = defaultdict(list), []
        for line in self:
            for step in queues[line.id]:
                if step.approver_id and step.approver_id.id in finder.agreed(line):
                    skipped.append(step.id)
                    continue
                target = None
                if not finder.can_be_decided(line, step):
                    target = line._get_higher_target(step, finder)
                if target:
                    stranded.append((line, step, target))
                    break
                turn = finder.get_turn(line, step.approver_id.id, step.group_id.id)
                if (line.approver_id.id, line.approver_group_id.id) != turn:
                    turns[turn].append(line.id)
                if step.state == "waiting":
                    started.append(step.id)
                break
            else:
                done.append(line.id)
        Approval = self.env["volunteer.approval"].sudo()
        Approval.browse(skipped).write(
            {"state": "skipped", "decided_on": fields.Datetime.now()}
        )
        Approval.browse(started).write(
            {"state": "pending", "pending_since": fields.Datetime.now()}
        )
        self.browse(done).write({"state": "approved", **NO_TURN})
        self._write_turns_sudo(turns)
        self._lift_steps_sudo(stranded, finder)

    def _lift_steps_sudo(self, passing, finder):
        """Let steps go up, as ``[(line, step, Target)]``."""
        steps = self.env["volunteer.approval"].sudo()
        steps.union(*(step for _line, step, _target in passing)).write(
            {"state": "escalated", "decided_on": fields.Datetime.now()}
        )
        self._pass_steps_on_sudo(passing, finder)

    def _pass_steps_on_sudo(self, passing, finder):
        """Ask somebody else in the place of who was asked; the old step stays.

        :param passing: list of ``(line, step, Target)``, at most one of each line
        :param finder: a ``TurnFinder``
        """
        Approval = self.env["volunteer.approval"].sudo()
        now = fields.Datetime.now()
        Approval.create(
            [
                {
                    "hour_id": line.id,
                    # Beside the one it replaces: the next ones keep their numbers.
                    "sequence": step.sequence,
                    "approver_id": target.user_id,
                    "group_id": target.group_id,
                    "kind": target.kind,
                    "state": "pending",
                    "pending_since": now,
                }
                for line, step, target in passing
            ]
        )
        targets = {line.id: target.turn for line, _step, target in passing}
        # Who is asked now is not asked again further on.
        Approval.search_fetch(
            [("hour_id", "in", list(targets)), ("state", "=", "waiting")],
            ["hour_id", "approver_id", "group_id"],
        ).filtered(
            lambda step: (
                (step.approver_id.id, step.group_id.id) == targets[step.hour_id.id]
            )
        ).write({"state": "skipped", "decided_on": now})
        turns = defaultdict(list)
        for line, _step, target in passing:
            turns[finder.get_turn(line, *target.turn)].append(line.id)
        self._write_turns_sudo(turns)

    def _write_turns_sudo(self, turns, vals=None):
        """Write ``{(user id, group id): line ids}``, and ``vals`` along with them."""
        for (user_id, group_id), line_ids in turns.items():
            self.browse(line_ids).write(
                {
                    **(vals or {}),
                    "state": "submitted",
                    "approver_id": user_id,
                    "approver_group_id": group_id,
                }
            )

    def _renew_turns_sudo(self):
        """Set the turns of submitted lines anew, after people have changed."""
        lines = self.sudo().filtered(lambda line: line.state == "submitted")
        lines._give_turns_sudo(lines._get_open_approvals())
