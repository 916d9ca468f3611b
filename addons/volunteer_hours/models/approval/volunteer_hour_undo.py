from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

#: States of steps on which nobody has decided; they may have moved by themselves.
NOT_DECIDED_STATES = {"pending", "waiting", "escalated", "skipped"}
#: What stands on a step again when its decision is taken back.
NOT_DECIDED = {
    "state": "pending",
    "decided_by": False,
    "acting_for_id": False,
    "decided_on": False,
    "note": False,
    "old_minutes": 0,
    "new_minutes": 0,
}


class VolunteerHour(models.Model):
    """A decision is taken back by whom it was made, as long as nobody built on it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    def action_undo_decision(self):
        """Take one's own last decision back, until the next step or the notice.

        :raise UserError: somebody else decided last, or the line is published
        """
        self.check_access("read")
        lines = self.sudo()
        undoable = lines._get_undoable_steps_sudo()
        stuck = lines.filtered(lambda line: line not in undoable)
        if stuck:
            raise UserError(
                self.env._(
                    "There is no decision of yours to take back on “%(line)s”.",
                    line=stuck[0].display_name,
                )
            )
        Approval = self.env["volunteer.approval"].sudo()
        steps = Approval.union(*undoable.values())
        later = Approval.union(
            *(line._get_later_steps(step) for line, step in undoable.items())
        )
        later.filtered(lambda step: step.state in ("pending", "withdrawn")).write(
            {"state": "waiting", "pending_since": False}
        )
        minutes = defaultdict(list)
        for line, step in undoable.items():
            if step.new_minutes:
                minutes[step.old_minutes].append(line.id)
        # Who decides anew has the time for it that everybody has.
        steps.write({**NOT_DECIDED, "pending_since": fields.Datetime.now()})
        for old_minutes, line_ids in minutes.items():
            lines.browse(line_ids).write({"minutes": old_minutes})
        # The steps after these stay where they are until they are decided again.
        lines._give_turns_sudo(steps)
        return True

    def _get_undoable_steps_sudo(self):
        """Return ``{line: the current user's last decision}`` where it can be undone.

        Only a decision of the current round: what stood before a withdrawal or a
        refusal is past.
        """
        undoable = {}
        for line in self.sudo():
            last = line.approval_ids.filtered("decided_by").sorted("sequence")[-1:]
            if last.decided_by != self.env.user or not last:
                continue
            later = set(line._get_later_steps(last).mapped("state"))
            if (
                line.state == "refused"
                and last.state == "refused"
                or line.state in ("submitted", "approved")
                and last.state == "approved"
                and later <= NOT_DECIDED_STATES
            ):
                undoable[line] = last
        return undoable

    def _get_later_steps(self, step):
        self.ensure_one()
        # What took the place of a step stands beside it.
        place = (step.sequence, step.id)
        return self.approval_ids.filtered(
            lambda other: (other.sequence, other.id) > place
        )
