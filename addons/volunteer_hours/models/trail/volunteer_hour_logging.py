from odoo import fields, models

from ..lines.volunteer_hour_writing import INPUT_FIELDS


class VolunteerHour(models.Model):
    """Deeds that overwrite what a line says are kept beside it.

    Nothing is logged on the way of an ordinary line, which thousands take at once: its
    submission stands on the line, its decisions in ``volunteer.approval``.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    # Beside ``submitted_by``; of the last submission, earlier ones are events.
    submitted_on = fields.Datetime(readonly=True, copy=False)

    def _log_sudo(self, kind, note=False, **values):
        """Add one event to the trail of each of these lines.

        :param str kind: a key of ``volunteer.hour.event.kind``
        :param str note: what the user wrote, if anything
        :param values: other columns, the same for every line
        """
        self._log_rows_sudo(
            [{"hour_id": line.id, "note": note, **values} for line in self], kind
        )

    def _log_rows_sudo(self, rows, kind=None):
        """Add events; the rows bring ``hour_id`` and what differs from line to line."""
        common = {"date": fields.Datetime.now(), "user_id": self.env.uid}
        if kind:
            common["kind"] = kind
        self.env["volunteer.hour.event"].sudo().create(
            [{**common, **row} for row in rows]
        )

    def write(self, vals):
        """Log what is rewritten of refused lines: which values, not what they were."""
        names = sorted(INPUT_FIELDS & set(vals))
        refused = self.browse()
        if names:
            refused = self.filtered(lambda line: line.state == "refused")
        before = {
            line: [line[name] for name in (*names, "minutes")] for line in refused
        }
        result = super().write(vals)
        rows = []
        for line, old_values in before.items():
            *old, old_minutes = old_values
            changed = [
                self._fields[name]._description_string(self.env)
                for name, value in zip(names, old, strict=True)
                if name != "minutes" and line[name] != value
            ]
            row = {"hour_id": line.id, "note": ", ".join(changed) or False}
            if line.minutes != old_minutes:
                row.update(old_minutes=old_minutes, new_minutes=line.minutes)
            elif not changed:
                continue
            rows.append(row)
        if rows:
            self._log_rows_sudo(rows, "changed")
        return result

    def _get_undoable_steps_sudo(self):
        """What was rewritten after it was refused is another claim by now."""
        undoable = super()._get_undoable_steps_sudo()
        refused = [line.id for line in undoable if line.state == "refused"]
        if not refused:
            return undoable
        rewritten = dict(
            self.env["volunteer.hour.event"]
            .sudo()
            ._read_group(
                [("hour_id", "in", refused), ("kind", "=", "changed")],
                ["hour_id"],
                ["date:max"],
            )
        )
        return {
            line: step
            for line, step in undoable.items()
            if line not in rewritten or rewritten[line] < step.decided_on
        }

    def _freeze_steps_sudo(self):
        # The line keeps the last submission only.
        rows = [
            {
                "hour_id": line.id,
                "date": line.submitted_on,
                "user_id": line.submitted_by.id,
            }
            for line in self
            if line.submitted_on
        ]
        if rows:
            self._log_rows_sudo(rows, "submitted")
        return super()._freeze_steps_sudo()

    def action_withdraw(self):
        result = super().action_withdraw()
        self._log_sudo("withdrawn")
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._log_sudo("cancelled")
        return result

    def action_undo_decision(self):
        """Take decisions back; what had been decided stays in the trail."""
        self.check_access("read")
        rows = []
        for line, step in self._get_undoable_steps_sudo().items():
            decision = {
                "hour_id": line.id,
                "kind": step.state,
                "date": step.decided_on,
                "user_id": step.decided_by.id,
                "acting_for_id": step.acting_for_id.id,
                "note": step.note,
                "old_minutes": step.old_minutes,
                "new_minutes": step.new_minutes,
            }
            taken_back = {
                "hour_id": line.id,
                "kind": "undone",
                "old_minutes": step.new_minutes,
                "new_minutes": step.old_minutes,
            }
            rows += [decision, taken_back]
        result = super().action_undo_decision()
        self._log_rows_sudo(rows)
        return result
