from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Files of so many rows are imported in the request, larger ones by the cron.
ROWS_IN_REQUEST = 500


#: Heirs in other addons give them anew: then the words are translated there.
IMPORT_STATES = [
    ("draft", "To Check"),
    ("checked", "Checked"),
    ("running", "Importing"),
    ("done", "Imported"),
    ("failed", "Failed"),
]


class VolunteerImportMixin(models.AbstractModel):
    """A table from a spreadsheet or a platform's export, on its way in.

    Upload, check (which is the dry run), correct or leave out what is wrong, import.
    What the rows are is the heir's: it brings ``column_ids`` and ``problem_ids``, and
    the methods that read, match and create rows.
    """

    _name = "volunteer.import.mixin"
    _description = "Import of a Table"
    _inherit = ["volunteer.guard.mixin"]

    _guarded_fields = (
        "state",
        "user_id",
        "run_by_id",
        "preview",
        "message",
        "header_row",
        "row_count",
        "bad_row_count",
        "done_count",
        "last_row",
        "created_count",
        "skipped_count",
        "failed_count",
        "date_done",
    )
    #: The cron that imports large files, and the action that shows mistakes.
    _import_cron = None
    _problem_action = None
    #: Where the rows with a mistake are downloaded.
    _download_path = None

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    platform_id = fields.Many2one(
        "volunteer.platform",
        ondelete="restrict",
    )
    good_rows_only = fields.Boolean(
        string="Import the good rows only",
        help="Rows with a mistake are left out; download them with the reasons, "
        "correct them and import them again.",
    )
    file = fields.Binary(
        compute="_compute_file",
        inverse="_inverse_file",
    )
    file_cipher = fields.Binary(attachment=True, copy=False, groups=fields.NO_ACCESS)
    filename = fields.Char(string="File Name")
    has_file = fields.Boolean(compute="_compute_has_file", compute_sudo=True)
    state = fields.Selection(
        IMPORT_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Uploaded by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    run_by_id = fields.Many2one(
        "res.users",
        string="Imported by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    problem_count = fields.Integer(compute="_compute_problem_count")
    message = fields.Text(readonly=True, copy=False)
    preview = fields.Html(readonly=True, copy=False, sanitize=False)
    header_row = fields.Integer(readonly=True, copy=False)
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    bad_row_count = fields.Integer(
        string="Rows with a Mistake", readonly=True, copy=False
    )
    # Rows of the file that were dealt with; the next batch begins after the last one.
    done_count = fields.Integer(string="Rows Done", readonly=True, copy=False)
    last_row = fields.Integer(readonly=True, copy=False)
    created_count = fields.Integer(
        string="Created",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    skipped_count = fields.Integer(
        string="Left as They Were",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    failed_count = fields.Integer(string="Left Out", readonly=True, copy=False)
    date_done = fields.Datetime(string="Imported on", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")

    @api.depends("filename")
    def _compute_name(self):
        for register in self:
            register.name = register.filename or self._description

    def _get_options(self):
        """Return what the check depends on: changed afterwards, it is made again."""
        return {"file", "filename", "company_id", "platform_id", "column_ids"}

    @api.depends("file_cipher")
    def _compute_file(self):
        # What was uploaded is not handed out again: it holds ID numbers.
        self.file = False

    @api.depends("file_cipher")
    def _compute_has_file(self):
        for register in self.with_context(bin_size=True):
            register.has_file = bool(register.file_cipher)

    @api.depends("problem_ids")
    def _compute_problem_count(self):
        counts = dict(
            self.problem_ids.browse()._read_group(
                [("import_id", "in", self.ids)], ["import_id"], ["__count"]
            )
        )
        for register in self:
            register.problem_count = counts.get(register, 0)

    @api.depends("done_count", "row_count", "state")
    def _compute_progress(self):
        for register in self:
            if register.state == "done":
                register.progress = 100
            else:
                register.progress = (
                    100 * register.done_count / register.row_count
                    if register.row_count
                    else 0
                )

    @api.model_create_multi
    def create(self, vals_list):
        registers = super().create(vals_list)
        registers._check_may_import()
        return registers

    def write(self, vals):
        changed = self._get_options() & set(vals)
        if changed and not self.env.su:
            self._check_not_begun()
        result = super().write(vals)
        if changed and not self.env.su:
            # Once more: the unit may be another one now.
            self.check_access("write")
            self._check_may_import()
            self.sudo()._forget_check_sudo()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_running(self):
        if any(register.state == "running" for register in self):
            raise UserError(self.env._("This import is running."))

    def _check_not_begun(self):
        """:raise UserError: rows of a file were imported: it is that file's for good"""
        if any(
            register.state in ("running", "done") or register.last_row
            for register in self
        ):
            raise UserError(
                self.env._("This import has begun. Start a new one instead.")
            )

    def _check_may_import(self):
        """:raise AccessError: neither of the volunteer office nor allowed otherwise"""
        if not self.env.su and not self.env.user.has_group(
            "volunteer_base.group_officer"
        ):
            raise AccessError(self.env._("Only the volunteer office imports files."))

    def _forget_check_sudo(self):
        """Have files checked again, after something they depend on has changed."""
        stale = self.filtered(lambda register: register.state in ("checked", "failed"))
        stale.write({"state": "draft", "preview": False, "message": False})

    def action_check(self):
        """Read files and say what importing them would do; nothing is imported.

        :raise AccessError: neither of the volunteer office nor in charge of the team
        :raise UserError: no file, or an import that has begun
        """
        self.check_access("write")
        self._check_may_import()
        self._check_not_begun()
        for register in self:
            if not register.has_file:
                raise UserError(self.env._("Please choose a file first."))
        for register in self:
            register.sudo()._check_sudo()
        return True

    def action_run(self):
        """Import checked files: up to 500 rows at once, more in the background.

        An import that was stopped goes on after the last row that was dealt with.

        :raise AccessError: neither of the volunteer office nor in charge of the team
        :raise UserError: not checked, nothing to import, or mistakes that were neither
            corrected nor left out on purpose
        """
        self.check_access("write")
        self._check_may_import()
        for register in self:
            if register.state == "failed" and register.last_row:
                continue
            if register.state != "checked":
                raise UserError(self.env._("Please check the file first."))
            if register.bad_row_count and not register.good_rows_only:
                raise UserError(
                    self.env._(
                        "%(count)s rows have a mistake. Correct the file, or tick "
                        "“Import the good rows only”.",
                        count=register.bad_row_count,
                    )
                )
            if register.row_count <= register.bad_row_count:
                raise UserError(self.env._("No row of this file can be imported."))
        registers = self.sudo()
        registers.write(
            {"state": "running", "run_by_id": self.env.uid, "message": False}
        )
        registers._remember_columns_sudo()
        for register in registers:
            if not register.last_row:
                register.failed_count = register.bad_row_count
            if register.row_count <= ROWS_IN_REQUEST:
                register._run_sudo()
            else:
                self.env.ref(self._import_cron)._trigger()
        return True

    def action_stop(self):
        """Stop running imports; what was imported stays, and they can go on.

        :raise AccessError: neither of the volunteer office nor in charge of the team
        :raise UserError: an import is not running
        """
        self.check_access("write")
        self._check_may_import()
        for register in self.sudo():
            if register.state != "running":
                raise UserError(self.env._("This import is not running."))
            register._stop_sudo(
                self.env._("Stopped by %(user)s.", user=self.env.user.name)
            )
        return True

    def action_open_problems(self):
        """Open what is wrong with the file, by row and column."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(self._problem_action)
        return {**action, "domain": [("import_id", "=", self.id)]}

    def action_download_problems(self):
        """Download the rows that have a mistake, with the reasons in a last column."""
        self.ensure_one()
        self._check_may_download()
        return {
            "type": "ir.actions.act_url",
            "url": f"{self._download_path}/{self.id}/mistakes",
            "target": "download",
        }
