import logging

from psycopg2 import DataError, IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger, split_every

from ...tools.table_file import TableError
from .volunteer_import_reading import BATCH

_logger = logging.getLogger(__name__)
#: What one row may do wrong without stopping the others.
ROW_ERRORS = (IntegrityError, DataError, UserError, ValueError)


class VolunteerImportMixin(models.AbstractModel):
    """Importing checked rows, a thousand in one transaction, each row once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_run(self):
        """Go on with running imports, a batch a transaction.

        Interrupted, the next run begins after the last batch that was committed.
        """
        registers = self.search([("state", "=", "running")], order="id")
        progress = self.env["ir.cron"]
        remaining = sum(
            register.row_count - register.bad_row_count - register.done_count
            for register in registers
        )
        progress._commit_progress(remaining=remaining)
        for register in registers:
            register = register.with_context(
                lang=(register.run_by_id or register.user_id).lang
            )
            try:
                for done in register._run_batches_sudo():
                    remaining -= done
                    if not progress._commit_progress(done, remaining=max(0, remaining)):
                        return
            except OperationalError:
                # Another transaction was faster, for one that stops this import.
                self.env.cr.rollback()
                self.env.ref(self._import_cron)._trigger()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Import %s stopped", register.id)
                register._stop_sudo(
                    self.env._(
                        "The import stopped at an error, which the server's log tells."
                    )
                )
            # One that ended without a row has been dealt with, too.
            progress._commit_progress(1)

    def _run_sudo(self):
        """Import all that is left, in the current transaction."""
        for _done in self._run_batches_sudo():
            pass

    def _run_batches_sudo(self):
        """Import batch after batch; yield how many rows each one had."""
        self.ensure_one()
        try:
            rows, header = self._read_rows_sudo()
            good, errors = self._parse_rows_sudo(rows, header)
        except TableError as error:
            self._stop_sudo(self._describe_file(error))
            yield 0
            return
        except UserError as error:
            # The key that the file was encrypted with is gone, for one.
            self._stop_sudo(str(error))
            yield 0
            return
        del rows
        bad = set(self.problem_ids.mapped("row"))
        self._leave_out_sudo(
            [error for error in errors if error.row not in bad],
        )
        left = [row for row in good if row.row > self.last_row and row.row not in bad]
        for batch in split_every(BATCH, left, list):
            if not self._may_go_on_sudo(batch[0].row):
                return
            counts = self._import_batch_sudo(batch)
            last = batch[-1] is left[-1]
            self.write(
                {
                    "done_count": self.done_count + len(batch),
                    "last_row": batch[-1].row,
                    **{name: self[name] + count for name, count in counts.items()},
                    **(self._prepare_done_vals() if last else {}),
                }
            )
            if last:
                self._after_import_sudo()
            yield len(batch)
        if not left:
            self.write(self._prepare_done_vals())
            self._after_import_sudo()
            yield 0

    def _may_go_on_sudo(self, row):
        """Return whether ``row`` is still to be imported; whoever stops it now waits.

        It is not when somebody has stopped this import, or another process runs it.
        """
        self.flush_recordset(["state", "last_row"])
        [[state, last_row]] = self.env.execute_query(
            SQL(
                "SELECT state, last_row FROM %s WHERE id = %s FOR UPDATE",
                SQL.identifier(self._table),
                self.id,
            )
        )
        return state == "running" and (last_row or 0) < row

    def _leave_out_sudo(self, errors):
        """Note rows that were good when checked: a team was renamed since, say."""
        if not errors:
            return
        self._write_problems_sudo(
            [
                (error.row, error.column, error.code, error.value, False)
                for error in errors
            ]
        )
        rows = len({error.row for error in errors})
        self.write(
            {
                "failed_count": self.failed_count + rows,
                "done_count": self.done_count + rows,
            }
        )

    def _after_import_sudo(self):
        """Give the file away where no row of it needs to be handed back."""
        left_out = set(self.problem_ids.mapped("row"))
        if not self.failed_count and not left_out:
            self.file_cipher = False

    def _stop_sudo(self, message):
        """End a run with a sentence; what was imported stays, and it can go on."""
        self.write(
            {
                "state": "failed",
                "preview": False,
                "message": message
                + " "
                + self.env._(
                    "%(done)s of %(count)s rows have been dealt with.",
                    done=self.done_count,
                    count=self.row_count,
                ),
            }
        )

    def _prepare_done_vals(self):
        return {"state": "done", "date_done": fields.Datetime.now(), "preview": False}

    def _try_rows_sudo(self, method, pairs, problems):
        """Call ``method`` on all rows, or where that fails on each alone.

        What the check has passed fails only by what happened in the meantime.

        :return: how many rows succeeded
        """
        if not pairs:
            return 0
        actor = self._as_actor_sudo()
        method = getattr(actor, method.__name__)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                method(pairs)
            return len(pairs)
        except ROW_ERRORS:
            done = 0
        for pair in pairs:
            try:
                with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                    method([pair])
                done += 1
            except ROW_ERRORS as error:
                problems.append(self._prepare_refusal(pair[0], error))
        return done

    def _prepare_refusal(self, row, _error):
        """Return the problem of a row that the database or a rule did not take."""
        return (row.row, "", "refused", "", False)

    def _as_actor_sudo(self):
        """Return this import as superuser in the name of who started it, quietly."""
        return (
            self.with_user(self.run_by_id or self.user_id)
            .sudo()
            .with_company(self.company_id)
            .with_context(
                lang=self.env.lang,
                tz=self.company_id.volunteer_tz,
                tracking_disable=True,
                mail_create_nosubscribe=True,
                mail_activity_quick_update=True,
            )
        )
