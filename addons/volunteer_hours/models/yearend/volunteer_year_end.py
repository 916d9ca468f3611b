from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...tools.periods import period
from ...tools.year_end import year_to_close


class VolunteerYearEnd(models.Model):
    """The closing of an assessment year (年终结账): what is open, and who closed it.

    What is open is counted anew whenever the page is opened, see ``_get_check_rows``;
    a closed year takes no claims but by the volunteer office with a reason.
    """

    _name = "volunteer.year.end"
    _description = "Year End"
    _inherit = ["volunteer.guard.mixin"]
    _order = "year desc, company_id, id"
    _rec_name = "year"

    _guarded_fields = (
        "date_from",
        "date_to",
        "state",
        "closed_on",
        "closed_by_id",
        "closing_note",
    )

    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self._default_year(),
        help="The assessment year; a year that starts in July or later is named after "
        "the one in which it ends.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(string="From", readonly=True, copy=False)
    date_to = fields.Date(string="Until", readonly=True, copy=False)
    cutoff_on = fields.Date(
        string="Claims until",
        compute="_compute_cutoff_on",
        help="Later ones are entered by the volunteer office, with a reason.",
    )
    state = fields.Selection(
        [("open", "To Be Closed"), ("closed", "Year Closed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users",
        string="Closed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closing_note = fields.Text(
        string="Why although Something Was Open", readonly=True, copy=False
    )
    checks = fields.Json(string="Still Open", compute="_compute_checks")
    open_count = fields.Integer(string="Matters Open", compute="_compute_checks")
    is_over = fields.Boolean(
        compute="_compute_is_over", help="The last day of the year has passed."
    )
    takes_claims = fields.Boolean(
        compute="_compute_is_over",
        help="Volunteers still claim hours of this year themselves.",
    )
    event_ids = fields.One2many(
        "volunteer.year.end.event", "year_end_id", string="History", readonly=True
    )

    _one_a_year = models.UniqueIndex(
        "(company_id, year)", "This year of the unit has a page already."
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2200)", "A year has four digits, like 2026."
    )

    @api.model
    def _default_year(self):
        company = self.env.company
        return year_to_close(
            company._get_volunteer_today(), int(company.sudo().volunteer_year_start)
        ).year

    @api.depends("date_to", "company_id")
    def _compute_cutoff_on(self):
        for page in self:
            company = page.company_id.sudo()
            page.cutoff_on = page.date_to and company._get_volunteer_cutoff(
                page.date_to
            )

    @api.depends("date_to", "company_id")
    def _compute_is_over(self):
        for page in self:
            today = page.company_id.sudo()._get_volunteer_today()
            page.is_over = bool(page.date_to) and page.date_to < today
            page.takes_claims = not page.is_over or bool(
                page.cutoff_on and page.cutoff_on >= today
            )

    @api.depends("year", "company_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = f"{page.year} {page.company_id.sudo().name or ''}"

    @api.depends("date_from", "date_to", "company_id", "state")
    @api.depends_context("uid", "lang")
    def _compute_checks(self):
        for page in self:
            rows = page._count_checks_sudo() if page.date_to else []
            page.checks = [
                {
                    "key": row["key"],
                    "title": row["title"],
                    "hint": row["hint"],
                    "count": row["count"],
                    "needed": row["needed"],
                    "opens": page._may_open(row),
                }
                for row in rows
            ]
            page.open_count = sum(bool(row["count"] and row["needed"]) for row in rows)

    # ------------------------------------------------------------------

    @api.model
    def _complete_create_vals(self, vals_list):
        """Fill in the days of the year as the unit's setting is now."""
        vals_list = super()._complete_create_vals(vals_list)
        for vals in vals_list:
            year = vals.setdefault("year", self._default_year())
            company = self.env["res.company"].sudo()
            company = company.browse(vals.get("company_id") or self.env.company.id)
            try:
                found = period(
                    "year", year, start_month=int(company.sudo().volunteer_year_start)
                )
            except (OverflowError, TypeError, ValueError) as error:
                raise UserError(
                    self.env._("A year has four digits, like 2026.")
                ) from error
            vals.update(date_from=found.date_from, date_to=found.date_to)
        return vals_list

    def write(self, vals):
        if {"year", "company_id"} & vals.keys() and self:
            raise UserError(
                self.env._("Year and unit stay; make another page for another year.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if self.event_ids:
            raise UserError(
                self.env._("What has been closed once stays on record; reopen it.")
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_close(self, reason=None):
        """Close the year; with a reason although something is open.

        :param str reason: why; needed where a matter that is needed is open
        :raise AccessError: neither of the volunteer office nor of HR
        :raise UserError: not over yet, closed already, or what is open, by name and
            number
        """
        self._check_may_close()
        reason = reason.strip() if isinstance(reason, str) else ""
        for page in self.sudo():
            if page.state == "closed":
                raise UserError(
                    self.env._("%(year)s is closed already.", year=page.year)
                )
            if not page.is_over:
                raise UserError(
                    self.env._(
                        "%(year)s goes on until %(date)s. Close it after that day.",
                        year=page.year,
                        date=format_date(self.env, page.date_to),
                    )
                )
            still_open = page._describe_open_sudo()
            if still_open and not reason:
                raise UserError(
                    self.env._(
                        "Still open in %(year)s: %(matters)s. Settle them first, or "
                        "close the year with a reason.",
                        year=page.year,
                        matters=still_open,
                    )
                )
            note = reason if still_open else False
            page.write(
                {
                    "state": "closed",
                    "closed_on": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                    "closing_note": note,
                }
            )
            page._log_sudo("closed", reason, still_open)
        return True

    def action_reopen(self, reason):
        """Open a closed year again, until it is closed once more.

        :param str reason: why; stays on record
        :raise AccessError: neither of the volunteer office nor of HR
        :raise UserError: no reason, or not closed
        """
        self._check_may_close()
        reason = self._clean_reason(reason)
        for page in self.sudo():
            if page.state != "closed":
                raise UserError(
                    self.env._("%(year)s has not been closed.", year=page.year)
                )
            page.write(
                {
                    "state": "open",
                    "closed_on": False,
                    "closed_by_id": False,
                    "closing_note": False,
                }
            )
            page._log_sudo("reopened", reason)
        return True

    def _check_may_close(self):
        user = self.env.user
        if not (
            self.env.su
            or user.has_group("volunteer_base.group_officer")
            or user.has_group("volunteer_hours.group_hr")
        ):
            raise AccessError(
                self.env._("The volunteer office and Human Resources close a year.")
            )
        self.check_access("write")

    def _log_sudo(self, deed, reason, still_open=None):
        self.env["volunteer.year.end.event"].sudo().create(
            [
                {
                    "year_end_id": page.id,
                    "deed": deed,
                    "user_id": self.env.uid,
                    "reason": reason or False,
                    "still_open": still_open or False,
                }
                for page in self
            ]
        )

    # ------------------------------------------------------------------
    # For the lines
    # ------------------------------------------------------------------

    @api.model
    def _get_closed_sudo(self, company_ids):
        """Return ``{company id: [(first day, last day, closed on)]}``, in one query."""
        closed = {}
        for page in self.sudo().search_fetch(
            [("company_id", "in", list(company_ids)), ("state", "=", "closed")],
            ["company_id", "date_from", "date_to", "closed_on"],
        ):
            closed.setdefault(page.company_id.id, []).append(
                (page.date_from, page.date_to, page.closed_on)
            )
        return closed
