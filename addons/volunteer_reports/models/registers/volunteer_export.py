import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.json import json_default

#: Days that a file can be fetched.
KEPT_DAYS = 7
#: Files that one person may have waiting.
MAX_WAITING = 20


class VolunteerExport(models.Model):
    """A file that is made in the background and fetched later, by who asked for it.

    It is made as that person, in their units and language, never as superuser, so it
    holds what they may see at that time.
    """

    _name = "volunteer.export"
    _description = "File Made in the Background"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Asked for by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", string="Unit", readonly=True, index=True, ondelete="cascade"
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    question = fields.Json(readonly=True)
    surroundings = fields.Json(readonly=True)
    extension = fields.Selection(
        [("xlsx", "Spreadsheet"), ("pdf", "PDF")],
        string="Kind",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Being made"),
            ("done", "Ready"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    rows_total = fields.Integer(string="Rows", readonly=True)
    rows_done = fields.Integer(string="Rows Written", readonly=True)
    progress = fields.Float(string="Progress (%)", compute="_compute_progress")
    tries = fields.Integer(readonly=True)
    # Fetched by its page only, which looks whether who asked may still have it.
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Contents",
        readonly=True,
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )
    done_on = fields.Datetime(string="Ready Since", readonly=True)
    expires_on = fields.Datetime(
        string="Kept Until",
        readonly=True,
        help="Then the file is deleted; ask for it again when you need it.",
    )
    error = fields.Text(string="What Went Wrong", readonly=True)

    @api.depends("state", "rows_total", "rows_done")
    def _compute_progress(self):
        for export in self:
            share = export.rows_done / (export.rows_total or 1)
            export.progress = 100 if export.state == "done" else min(99, 100 * share)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model
    def _enqueue(self, register, extension):
        """Have a register made in the background; return an action that shows it.

        :param register: of a model with ``volunteer.register.mixin``; a wizard's
            answers are kept, another record is looked at when its turn comes
        :param extension: ``xlsx`` or ``pdf``
        :raise AccessError: the register is not theirs
        :raise UserError: too many wait already
        """
        register.ensure_one()
        register._check_register()
        values = {
            "name": register._get_register_filename(extension),
            "user_id": self.env.uid,
            "company_id": register._get_register_unit().id,
            "res_model": register._name,
            "res_id": False if register._transient else register.id,
            "question": self._keep_answers(register) if register._transient else None,
            "surroundings": {
                "allowed_company_ids": self.env.companies.ids,
                "lang": self.env.lang,
                "tz": self.env.context.get("tz") or self.env.user.tz,
            },
            "extension": extension,
            "rows_total": register._get_register_count(),
        }
        waiting = self.search(
            [("user_id", "=", self.env.uid), ("state", "in", ("waiting", "running"))]
        )
        asked = (values["res_id"], values["question"], extension)
        same = waiting.filtered(
            lambda export: (
                export.res_model == register._name
                and (export.res_id, export.question or None, export.extension) == asked
            )
        )
        if not same:
            if len(waiting) >= MAX_WAITING:
                raise UserError(
                    self.env._(
                        "%(count)s of your files are waiting. Fetch or cancel some "
                        "first.",
                        count=len(waiting),
                    )
                )
            same = self.sudo().create(values).sudo(False)
            self._wake()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_export_action"
        )
        return {**action, "res_id": same[:1].id}

    @api.model
    def _wake(self):
        self.env.ref("volunteer_reports.volunteer_export_cron").sudo()._trigger()

    @api.model
    def _keep_answers(self, wizard):
        """Return the stored answers of a wizard as values to create it with again."""
        kept = {}
        for name, field in wizard._fields.items():
            if not field.store or name in models.MAGIC_COLUMNS:
                continue
            if field.type in ("one2many", "binary"):
                continue
            kept[name] = field.convert_to_write(wizard[name], wizard)
        return json.loads(json.dumps(kept, default=json_default))

    # ------------------------------------------------------------------
    # What its owner does
    # ------------------------------------------------------------------

    def action_download(self):
        """Fetch the file.

        :raise AccessError: somebody else's, or no longer theirs to see
        :raise UserError: it is not ready, or was deleted
        """
        self._check_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/export/{self.id}",
            "target": "download",
        }

    def _check_download(self):
        self.ensure_one()
        self.check_access("read")
        # Whoever left the office does not fetch its registers.
        self.env[self.res_model].check_access("read")
        if self.state != "done" or not self.sudo().attachment_id:
            raise UserError(
                self.env._("“%(name)s” is not there to be fetched.", name=self.name)
            )

    def action_cancel(self):
        """Stop files that wait or are being made.

        :raise AccessError: somebody else's
        """
        self.check_access("read")
        self.sudo().filtered(
            lambda export: export.state in ("waiting", "running")
        ).state = "cancelled"

    def action_retry(self):
        """Make files again that failed or were cancelled.

        :raise AccessError: somebody else's
        """
        self.check_access("read")
        again = self.sudo().filtered(
            lambda export: export.state in ("failed", "cancelled")
        )
        again.write({"state": "waiting", "tries": 0, "rows_done": 0, "error": False})
        if again:
            self._wake()

    def action_delete(self):
        """Delete files with what they hold.

        :raise AccessError: somebody else's
        """
        self.check_access("read")
        self.sudo().unlink()

    @api.autovacuum
    def _gc_expired(self):
        now = fields.Datetime.now()
        old = now - timedelta(days=KEPT_DAYS)
        self.search(
            [
                "|",
                ("expires_on", "<", now),
                "&",
                ("state", "in", ("failed", "cancelled")),
                ("write_date", "<", old),
            ]
        ).unlink()
        # Contents of what the database took along with a person or unit.
        contents = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "attachment_id"),
                ("create_date", "<", old),
            ]
        )
        kept = self.search([("attachment_id", "in", contents.ids)]).attachment_id
        (contents - kept).unlink()
