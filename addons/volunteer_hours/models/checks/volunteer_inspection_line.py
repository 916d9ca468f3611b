import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.volunteer_base.tools.upload import UploadError, check_file

MAX_EVIDENCE = 10 * 1024 * 1024
#: What an inspector may write; methods set the rest.
INPUT_FIELDS = frozenset(("result", "finding", "evidence", "evidence_name"))


class VolunteerInspectionLine(models.Model):
    """One drawn line of the ledger: whether it is right, and what came of it."""

    _name = "volunteer.inspection.line"
    _description = "Drawn Service Hours"
    _inherit = ["volunteer.guard.mixin"]
    _order = "inspection_id desc, ledger_no"

    _guarded_fields = (
        "inspection_id",
        "company_id",
        "hour_id",
        "ledger_no",
        "state",
        "checked_by",
        "date_checked",
        "decided_by",
        "date_decided",
        "decision_note",
        "reversal_id",
    )

    inspection_id = fields.Many2one(
        "volunteer.inspection",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True, precompute=True
    )
    inspection_state = fields.Selection(
        related="inspection_id.state", string="State of the Inspection"
    )
    hour_id = fields.Many2one(
        "volunteer.hour",
        string="Service Hours",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    ledger_no = fields.Integer(
        string="Ledger No.", required=True, readonly=True, aggregator=None
    )
    # For inspectors, who need not read hours otherwise.
    volunteer_name = fields.Char(string="Volunteer", compute="_compute_service")
    date = fields.Date(compute="_compute_service")
    period = fields.Char(string="From – Until", compute="_compute_service")
    hours = fields.Float(digits=(16, 2), compute="_compute_service", aggregator=None)
    service = fields.Char(compute="_compute_service")
    team_name = fields.Char(string="Team", compute="_compute_service")
    department_name = fields.Char(string="Department", compute="_compute_service")
    proof = fields.Char(string="Proven by", compute="_compute_service")
    description = fields.Text(compute="_compute_service")
    result = fields.Selection(
        [("ok", "Correct"), ("doubt", "Doubtful"), ("wrong", "Not correct")]
    )
    finding = fields.Text(help="What is doubtful or not correct, and how you know.")
    evidence = fields.Binary(attachment=True)
    evidence_name = fields.Char()
    state = fields.Selection(
        [
            ("open", "To be checked"),
            ("checked", "Checked"),
            ("upheld", "Upheld"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    checked_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_checked = fields.Datetime(string="Checked on", readonly=True)
    decided_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_decided = fields.Datetime(string="Decided on", readonly=True)
    decision_note = fields.Text(string="Decision", readonly=True)
    reversal_id = fields.Many2one(
        "volunteer.hour",
        string="Taken Back by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_state = fields.Selection(
        related="reversal_id.state", string="Reversal", related_sudo=True
    )

    _drawn_once = models.UniqueIndex(
        "(inspection_id, hour_id)", "These hours were drawn already."
    )

    @api.depends("hour_id")
    def _compute_service(self):
        """Show inspectors what they check, whatever else they may read."""
        methods = dict(
            self.env["volunteer.hour"]
            ._fields["method"]
            ._description_selection(self.env)
        )
        for line in self:
            hour = line.sudo().hour_id
            line.volunteer_name = hour.volunteer_id.name
            line.date = hour.date
            line.period = hour.period
            line.hours = hour.hours
            line.service = hour.activity_id.display_name or hour.project_id.name
            line.team_name = hour.team_id.name
            line.department_name = hour.department_id.name
            line.proof = methods.get(hour.method) if hour.proven else False
            line.description = hour.description

    @api.depends("ledger_no", "hour_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "Ledger No. %(number)s", number=line.ledger_no
            )

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals.keys() & INPUT_FIELDS:
            self._check_may_note()
        vals = self._check_evidence(vals)
        result = super().write(vals)
        if "result" in vals:
            lines = self.sudo()
            for noted, group in lines.grouped(lambda line: bool(line.result)).items():
                group.write(
                    {
                        "state": "checked" if noted else "open",
                        "checked_by": self.env.uid if noted else False,
                        "date_checked": noted and fields.Datetime.now(),
                    }
                )
        self._check_finding()
        return result

    def _check_may_note(self):
        """:raise UserError: decided or published already, or one's own hours"""
        lines = self.sudo()
        if any(line.inspection_id.state != "running" for line in lines):
            raise UserError(self.env._("This inspection is not under way (any more)."))
        if any(line.state in ("upheld", "dismissed") for line in lines):
            raise UserError(self.env._("This finding was decided already."))
        lines._check_not_own(self.env.user)

    def _check_not_own(self, user):
        """:raise AccessError: nobody inspects their own hours"""
        own = self.filtered(lambda line: line.hour_id._is_own_of(user))
        if own:
            raise AccessError(
                self.env._(
                    "These are your own hours (%(lines)s); somebody else checks them.",
                    lines=own.mapped("display_name"),
                )
            )

    def _check_finding(self):
        """:raise UserError: what is not correct is said in words"""
        silent = self.filtered(
            lambda line: (
                line.result in ("doubt", "wrong") and not (line.finding or "").strip()
            )
        )
        if silent:
            raise UserError(
                self.env._(
                    "%(lines)s: write down what is doubtful or not correct.",
                    lines=silent[:5].mapped("display_name"),
                )
            )

    @api.model
    def _check_evidence(self, vals):
        """Return ``vals`` with a clean name for the file.

        :raise UserError: neither PDF, JPEG nor PNG, or too large
        """
        if not vals.get("evidence"):
            return vals
        try:
            name, _content, _mimetype = check_file(
                vals.get("evidence_name") or "",
                base64.b64decode(vals["evidence"]),
                MAX_EVIDENCE,
            )
        except (UploadError, binascii.Error, TypeError, ValueError) as error:
            raise UserError(
                self.env._("Evidence is a PDF, JPEG or PNG file of up to 10 MB.")
            ) from error
        return {**vals, "evidence_name": name}

    def action_note_correct(self):
        """Note that these lines are correct; what was noted before is replaced.

        :raise AccessError: neither an inspector nor of the office, or own hours
        :raise UserError: the inspection is not under way, or a finding was decided
        """
        self.check_access("write")
        self.write({"result": "ok", "finding": False})
        return True

    def action_open_hour(self):
        """Open the drawn hours in the ledger."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_hour_action"
        )
        return {
            **action,
            "domain": [("id", "=", self.hour_id.id)],
            "context": {},
        }
