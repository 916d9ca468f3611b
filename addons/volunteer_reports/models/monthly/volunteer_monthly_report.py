from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.monthly import add_months, due_day, first_day

#: What the unit writes itself, until the report is handed in.
WRITTEN = (
    "month",
    "company_id",
    "experience",
    "problems",
    "next_plan",
    "signatory",
    "filled_by",
    "phone",
)
#: States in which the unit works at the report.
AT_WORK = ("draft", "returned")


class VolunteerMonthlyReport(models.Model):
    """The report of a unit on a month (志愿服务月报表), for the bureau or the group.

    Figures are taken from the ledger whenever a draft is opened; what was handed in
    stays as it was, see ``volunteer.monthly.version``. Source: domain rules, section 8.
    """

    _name = "volunteer.monthly.report"
    _description = "Monthly Report"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "month desc, company_id, id"
    _rec_name = "month"

    _guarded_fields = (
        "state",
        "due_on",
        "figures",
        "filled_on",
        "handed_in_on",
        "handed_in_late",
        "told_no",
        "submitted_on",
        "submitted_by_id",
        "decided_on",
        "decided_by_id",
        "return_reason",
        "receipt",
        "receipt_on",
        "reminded_on",
        "version_ids",
    )

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; its first one is kept.",
    )
    month_name = fields.Char(string="Month Reported", compute="_compute_month_name")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Handed In"),
            ("returned", "Sent Back"),
            ("accepted", "Accepted"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
        tracking=True,
    )
    due_on = fields.Date(
        string="Due on", compute="_compute_due_on", store=True, readonly=True
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Handed in after the day it was due, or not handed in by then.",
    )
    figures = fields.Json(string="Figures as Handed In", readonly=True, copy=False)
    experience = fields.Text(string="What Went Well", copy=False)
    problems = fields.Text(string="Problems Met", copy=False)
    next_plan = fields.Text(string="Plan for the Next Month", copy=False)
    signatory = fields.Char(
        string="Head of the Unit",
        default=lambda self: self.env.company.sudo().volunteer_report_signatory,
        help="Signs the report.",
    )
    filled_by = fields.Char(default=lambda self: not self.env.su and self.env.user.name)
    phone = fields.Char(
        string="Telephone", default=lambda self: self.env.company.sudo().phone
    )
    filled_on = fields.Date(readonly=True, copy=False)
    # The first time; a report that was sent back in time does not become late.
    handed_in_on = fields.Date(string="First Handed In on", readonly=True, copy=False)
    handed_in_late = fields.Boolean(readonly=True, copy=False)
    # What is recorded under a higher number is told of as a supplement.
    told_no = fields.Integer(
        string="Ledger No. Reached", readonly=True, copy=False, aggregator=None
    )
    submitted_on = fields.Datetime(string="Handed In at", readonly=True, copy=False)
    submitted_by_id = fields.Many2one(
        "res.users",
        string="Handed In by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    decided_on = fields.Datetime(string="Answered at", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "res.users",
        string="Answered by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    return_reason = fields.Text(string="Why It Came Back", readonly=True, copy=False)
    receipt = fields.Char(
        readonly=True,
        copy=False,
        help="Number or note of the bureau.",
    )
    receipt_on = fields.Date(string="Receipt of", readonly=True, copy=False)
    reminded_on = fields.Date(readonly=True, copy=False)
    version_ids = fields.One2many(
        "volunteer.monthly.version", "report_id", string="As Handed In", copy=False
    )

    _one_a_month = models.UniqueIndex(
        "(company_id, month)", "There is a report of this unit and month already."
    )
    _first_of_month = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is kept by its first day."
    )

    @api.model
    def _default_month(self):
        """Return the month before the unit's today."""
        return add_months(first_day(self.env.company._get_volunteer_today()), -1)

    @api.depends("month", "company_id", "company_id.volunteer_report_due_day")
    def _compute_due_on(self):
        for report in self:
            # What is handed in keeps the day it was due.
            if report.state in ("submitted", "accepted") and report.due_on:
                continue
            day = report.company_id.sudo().volunteer_report_due_day or 5
            report.due_on = report.month and due_day(first_day(report.month), day)

    @api.depends("due_on", "handed_in_on", "handed_in_late", "company_id")
    def _compute_is_late(self):
        for report in self:
            today = report.company_id and report.company_id._get_volunteer_today()
            report.is_late = report.handed_in_late or bool(
                not report.handed_in_on
                and report.due_on
                and today
                and report.due_on < today
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("handed_in_late", "=", True) | (
            Domain("handed_in_on", "=", False)
            & self.env["res.company"]._get_volunteer_day_domain(
                lambda today: Domain("due_on", "<", today)
            )
        )
        result = Domain.FALSE
        if True in value:
            result |= late
        if False in value:
            result |= ~late
        return result

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for report in self:
            name = report.company_id.sudo().name or ""
            report.display_name = f"{report._get_month_code()} {name}".strip()

    @api.depends("month")
    def _compute_month_name(self):
        for report in self:
            report.month_name = report._get_month_code()

    def _get_month_code(self):
        """Return the month as ``2026-10``."""
        return f"{self.month:%Y-%m}" if self.month else ""

    @api.constrains("month", "company_id")
    def _check_month_begun(self):
        for report in self:
            if report.month > report.company_id._get_volunteer_today():
                raise ValidationError(
                    self.env._(
                        "%(month)s has not begun yet; there is nothing to report.",
                        month=report._get_month_code(),
                    )
                )

    # ------------------------------------------------------------------

    @api.model
    def _complete_create_vals(self, vals_list):
        vals_list = super()._complete_create_vals(vals_list)
        for vals in vals_list:
            self._keep_first_day(vals)
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            if company != self.env.company:
                vals.setdefault("signatory", company.sudo().volunteer_report_signatory)
                vals.setdefault("phone", company.sudo().phone)
        return vals_list

    @api.model
    def _keep_first_day(self, vals):
        if vals.get("month"):
            vals["month"] = first_day(fields.Date.to_date(vals["month"]))

    def write(self, vals):
        if not self.env.su and set(vals).intersection(WRITTEN):
            self.check_access("write")
            self._check_at_work()
        if {"month", "company_id"} & set(vals):
            vals = dict(vals)
            self._keep_first_day(vals)
            self._check_never_handed_in()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._check_never_handed_in()

    def _check_at_work(self):
        """:raise UserError: names the reports that are handed in"""
        settled = self.sudo().filtered(lambda report: report.state not in AT_WORK)
        if settled:
            raise UserError(
                self.env._(
                    "%(reports)s: handed in, and stays as it is. The bureau can send "
                    "it back.",
                    reports=", ".join(settled[:5].mapped("display_name")),
                )
            )

    def _check_never_handed_in(self):
        """:raise UserError: names the reports that were handed in"""
        handed_in = self.sudo().filtered("handed_in_on")
        if handed_in:
            raise UserError(
                self.env._(
                    "%(reports)s: was handed in once, and is kept.",
                    reports=", ".join(handed_in[:5].mapped("display_name")),
                )
            )
