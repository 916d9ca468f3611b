import logging
import tempfile
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .volunteer_export import KEPT_DAYS

_logger = logging.getLogger(__name__)

#: Times that a file is begun before it is given up: the server may be restarted.
MAX_TRIES = 3


class VolunteerExportStopped(Exception):
    """Somebody cancelled the file while it was being made."""


class VolunteerExport(models.Model):
    """Making the files that wait, as who asked for them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.export"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_run(self):
        """Make what waits, one file after the other.

        Only one server process does this at a time: what is being made when it begins
        was left by one that died.
        """
        progress = self.env["ir.cron"]
        for export in self.search([("state", "=", "running")]):
            export._take_up_sudo()
        waiting = self.search_count([("state", "=", "waiting")])
        progress._commit_progress(remaining=waiting)
        while export := self.search([("state", "=", "waiting")], order="id", limit=1):
            export._make_sudo()
            waiting = self.search_count([("state", "=", "waiting")])
            if not progress._commit_progress(1, remaining=waiting):
                return

    def _take_up_sudo(self):
        if self.tries < MAX_TRIES:
            self.state = "waiting"
            return
        self._fail_sudo(
            lambda env: env._(
                "The server stopped %(count)s times while it was made. Choose a "
                "shorter period.",
                count=self.tries,
            )
        )

    def _make_sudo(self):
        """Make one file: begun, made and kept are three transactions."""
        self.ensure_one()
        self.write({"state": "running", "tries": self.tries + 1, "rows_done": 0})
        cron, cr = self.env["ir.cron"], self.env.cr
        cron._commit_progress()
        with tempfile.TemporaryFile() as file:
            try:
                name = self._write_as_owner_sudo(file)
            except VolunteerExportStopped:
                cr.rollback()
                return
            except UserError as error:
                cr.rollback()
                message = str(error)
                self._fail_sudo(lambda env: message)
                return
            except Exception:
                cr.rollback()
                _logger.exception("Export %s failed", self.id)
                self._fail_sudo(
                    lambda env: env._(
                        "It stopped at an error, which the server's log tells."
                    )
                )
                return
            # What was made on the way, such as the wizard, is not needed any more; and
            # how far it was told by another transaction.
            cr.rollback()
            self.invalidate_recordset()
            if self.state != "running":
                return
            self._keep_sudo(file, name)

    def _get_owner_env_sudo(self):
        """Return the environment of who asked, with their rights and no others.

        :raise AccessError: they left
        """
        if not self.user_id.active:
            raise AccessError(self.env._("Who asked for this file has left."))
        return self.env(user=self.user_id.id, su=False, context=self.surroundings or {})

    def _write_as_owner_sudo(self, file):
        Register = self._get_owner_env_sudo()[self.res_model]
        if self.res_id:
            register = Register.browse(self.res_id)
        else:
            register = Register.create(self.question or {})
        register._check_register()
        if self.extension == "pdf":
            file.write(register._render_register_pdf())
        else:
            register._write_register_xlsx(file, self._tell_progress_sudo)
        return register._get_register_filename(self.extension)

    def _tell_progress_sudo(self, rows):
        """Keep how far it is, whatever becomes of the transaction that makes it.

        :raise VolunteerExportStopped: it was cancelled
        """
        query = SQL(
            "UPDATE volunteer_export SET rows_done = %s"
            " WHERE id = %s AND state = 'running' RETURNING id",
            rows,
            self.id,
        )
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(query, log_exceptions=False)
                going_on = cr.fetchone()
        except OperationalError:
            # It is being cancelled at this moment: heard the next time.
            return
        if not going_on:
            raise VolunteerExportStopped

    def _keep_sudo(self, file, name):
        now = fields.Datetime.now()
        attachment = self.env["ir.attachment"]._create_from_file_sudo(
            file,
            {
                "name": name,
                "res_model": self._name,
                "res_id": self.id,
                "res_field": "attachment_id",
            },
        )
        self.write(
            {
                "name": name,
                "state": "done",
                "rows_done": self.rows_total or self.rows_done,
                "attachment_id": attachment.id,
                "done_on": now,
                "expires_on": now + timedelta(days=KEPT_DAYS),
                "error": False,
            }
        )
        self._tell_owner_sudo(
            "success",
            lambda env: env._(
                "“%(name)s” is ready: Reports, My Files.", name=self.name
            ),
        )

    def _fail_sudo(self, sentence):
        """:param sentence: function of an environment in the owner's language"""
        lang = (self.surroundings or {}).get("lang") or self.user_id.lang
        error = sentence(self.with_context(lang=lang).env)
        self.write({"state": "failed", "error": error})
        self._tell_owner_sudo(
            "danger",
            lambda env: env._(
                "“%(name)s” could not be made: %(error)s", name=self.name, error=error
            ),
        )

    def _tell_owner_sudo(self, kind, sentence):
        lang = (self.surroundings or {}).get("lang") or self.user_id.lang
        message = sentence(self.with_context(lang=lang).env)
        self.user_id._bus_send(
            "simple_notification", {"type": kind, "message": message, "sticky": True}
        )
