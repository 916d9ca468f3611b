from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.models.importing.volunteer_import_mixin import (
    IMPORT_STATES,
)


class VolunteerHourImport(models.Model):
    """Service hours from another system, or carried over when this one starts.

    The lines it makes are drafts that nobody has proven; they pass approval and public
    notice like any.
    """

    _name = "volunteer.hour.import"
    _description = "Import of Service Hours"
    _inherit = ["volunteer.import.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    _import_cron = "volunteer_hours.volunteer_hour_import_cron"
    _problem_action = "volunteer_hours.volunteer_hour_import_problem_action"
    _download_path = "/volunteer/hours/import"

    purpose = fields.Selection(
        [("hours", "Hours from another system"), ("opening", "Opening balances")],
        required=True,
        default="hours",
        help="Opening balances (期初历史时长): what each person had before this system "
        "started, one sum a person. It has no due date, and a certificate shows it "
        "only where this unit organised the service.",
    )
    platform_id = fields.Many2one(
        string="From System",
        help="Where the file comes from, for rows that do not say. Numbers of persons "
        "and records in the file are this system's.",
    )
    organiser = fields.Char(
        help="Who organised the service, for rows that do not say. Empty: this unit.",
    )
    opening_date = fields.Date(
        string="Dated",
        default=lambda self: self.env.company._get_volunteer_today(),
        help="The day this system starts: opening balances are dated so, where the "
        "file gives no date.",
    )
    round_down = fields.Boolean(
        string="Round down to the unit",
        help="Hours that are no multiple of the rounding unit are rounded down; "
        "otherwise they are a mistake.",
    )
    file = fields.Binary(
        help="A .xlsx or .csv file with one row a service and a row of headings."
    )
    state = fields.Selection(
        selection_add=[*IMPORT_STATES, ("undone", "Undone")],
        ondelete={"undone": "set default"},
        tracking=True,
    )
    column_ids = fields.One2many(
        "volunteer.hour.import.column", "import_id", string="Columns"
    )
    problem_ids = fields.One2many(
        "volunteer.hour.import.problem", "import_id", string="Rows Left Out"
    )
    new_count = fields.Integer(string="New Lines", readonly=True, copy=False)
    known_count = fields.Integer(
        string="Already Here",
        readonly=True,
        copy=False,
        help="Rows of hours that are here already; they are left out.",
    )
    new_hours = fields.Float(digits=(16, 2), readonly=True, copy=False)
    hour_ids = fields.One2many("volunteer.hour", "import_id", string="Service Hours")
    hour_count = fields.Integer(compute="_compute_hours")
    draft_count = fields.Integer(string="Drafts", compute="_compute_hours")
    hour_total = fields.Float(
        string="Imported Hours", digits=(16, 2), compute="_compute_hours"
    )
    submit_asked_id = fields.Many2one(
        "res.users",
        string="Being Submitted by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "new_count",
            "known_count",
            "new_hours",
            "submit_asked_id",
        )

    def _get_options(self):
        return {
            *super()._get_options(),
            "purpose",
            "organiser",
            "opening_date",
            "round_down",
        }

    @api.depends("hour_ids.state", "hour_ids.hours")
    def _compute_hours(self):
        counts = dict.fromkeys(self.ids, (0, 0, 0.0))
        for imported, state, count, hours in self.env["volunteer.hour"]._read_group(
            [("import_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["import_id", "state"],
            ["__count", "hours:sum"],
        ):
            lines, drafts, total = counts[imported.id]
            counts[imported.id] = (
                lines + count,
                drafts + (count if state == "draft" else 0),
                total + hours,
            )
        for imported in self:
            imported.hour_count, imported.draft_count, imported.hour_total = counts.get(
                imported.id, (0, 0, 0.0)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_without_lines(self):
        # Cancelled ones name it, too.
        if (
            self.env["volunteer.hour"]
            .sudo()
            .search_count([("import_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._(
                    "Service hours came from this import. Undo it first, or keep it."
                )
            )

    def action_open_hours(self):
        """Open the lines that this import has made."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)], "context": {}}
