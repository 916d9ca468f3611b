from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.paper import format_day
from odoo.addons.volunteer_base.tools.spreadsheet import Column

#: Rows fetched from the database at a time.
PAGE = 2_000
#: Characters of a digest that are shown; the ledger has them all.
DIGEST_SHOWN = 12


class VolunteerLedgerExport(models.TransientModel):
    """时长登记簿: the ledger of one unit, of a year or another period, line by line."""

    _name = "volunteer.ledger.export"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "Ledger Export"

    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    company_id = fields.Many2one(string="Recording Unit")
    date_from = fields.Date(
        required=False,
        default=None,
        compute="_compute_date_from",
        store=True,
        readonly=False,
    )
    date_to = fields.Date(
        required=False,
        default=None,
        compute="_compute_date_to",
        store=True,
        readonly=False,
    )
    department_id = fields.Many2one(
        "hr.department", domain="[('company_id', 'in', (company_id, False))]"
    )
    team_id = fields.Many2one(
        "volunteer.team", domain="[('company_id', 'in', (company_id, False))]"
    )
    project_id = fields.Many2one(
        "volunteer.project", domain="[('company_id', '=', company_id)]"
    )

    @api.depends("year")
    def _compute_date_from(self):
        for export in self:
            known = 1900 <= export.year <= 9998
            export.date_from = date(export.year, 1, 1) if known else False

    @api.depends("year")
    def _compute_date_to(self):
        for export in self:
            known = 1900 <= export.year <= 9998
            export.date_to = date(export.year, 12, 31) if known else False

    @api.depends("department_id", "team_id", "project_id")
    def _compute_line_count(self):
        return super()._compute_line_count()

    def action_download(self):
        """Fetch the file.

        :raise UserError: the period has no recorded hours
        """
        self.ensure_one()
        if not self.line_count:
            raise UserError(
                self.env._(
                    "The ledger of %(unit)s has no line in %(year)s.",
                    unit=self.company_id.name,
                    year=self._get_register_period() or self.year,
                )
            )
        return self.action_xlsx()

    # ------------------------------------------------------------------
    # The register
    # ------------------------------------------------------------------

    def _get_domain(self):
        self.ensure_one()
        if not self._is_period_valid():
            return Domain.FALSE
        domain = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "recorded")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        if self.team_id:
            domain &= Domain("team_id", "child_of", self.team_id.id)
        if self.project_id:
            domain &= Domain("project_id", "=", self.project_id.id)
        return domain

    def _get_register_totals(self):
        [totals] = self.env["volunteer.hour"]._read_group(
            self._get_domain(), [], ["__count", "minutes:sum"]
        )
        return totals

    def _is_whole_year(self):
        first, last = self.date_from, self.date_to
        return (first, last) == (
            date(first.year, 1, 1),
            date(first.year, 12, 31),
        )

    def _get_register_period(self):
        if not self._is_period_valid():
            return ""
        if self._is_whole_year():
            return str(self.date_from.year)
        return super()._get_register_period()

    def _get_register_title(self):
        if self._is_period_valid() and self._is_whole_year():
            return self.env._(
                "Ledger of Service Hours, %(year)s", year=self.date_from.year
            )
        return self.env._("Ledger of Service Hours")

    def _get_register_name(self):
        return self.env._("Ledger")

    def _get_register_caption(self):
        chosen = (self.department_id, self.team_id, self.project_id)
        return "    ".join(
            [
                self.env._(
                    "Recording unit: %(unit)s    Exported on %(date)s by %(user)s",
                    unit=self.company_id.name,
                    date=format_day(fields.Date.context_today(self), self.env.lang),
                    user=self.env.user.name,
                ),
                *([] if self._is_whole_year() else [self._get_register_period()]),
                *(record.display_name for record in chosen if record),
            ]
        )

    def _get_register_filename(self, extension):
        name = self.env._("Ledger of Service Hours")
        unit = self.company_id.name
        return f"{name} {self._get_register_period()} {unit}.{extension}".replace(
            "/", "-"
        )

    def _get_filename(self):
        """Return the name of the spreadsheet."""
        return self._get_register_filename("xlsx")

    def _write_file(self, file):
        """Write the ledger that this wizard was asked for.

        Lines are chosen through the record rules and then read by one server-side
        cursor, so memory does not grow with them.

        :param file: a binary file opened for writing
        :return: ``(number of lines, minutes)``
        """
        [totals] = self._write_register_xlsx(file)
        return totals

    def _get_register_columns(self):
        return self._get_columns()

    def _get_register_notes(self):
        """Say of what the sum is made: proven and claimed hours are never one figure.

        Nor are opening balances, which stand in the period of their date, and what
        other bodies organised.
        """
        own, proven, opening = 0, 0, 0
        total = 0
        for organiser, is_proven, is_opening, minutes in self.env[
            "volunteer.hour"
        ]._read_group(
            self._get_domain(),
            ["organiser", "proven", "is_opening"],
            ["minutes:sum"],
        ):
            total += minutes
            own += 0 if organiser else minutes
            proven += minutes if is_proven else 0
            opening += minutes if is_opening else 0
        if not total:
            return ()
        notes = [
            self.env._(
                "Of these proven by attendance %(proven).2f hours, claimed "
                "%(claimed).2f hours; organised by this unit %(own).2f hours, by "
                "others %(others).2f hours.",
                proven=proven / 60,
                claimed=(total - proven) / 60,
                own=own / 60,
                others=(total - own) / 60,
            )
        ]
        if opening:
            notes.append(
                self.env._(
                    "Carried over from before, in no figure of a month or year: "
                    "%(hours).2f hours.",
                    hours=opening / 60,
                )
            )
        return tuple(notes)

    def _iter_register_rows(self):
        return self._iter_rows(self._get_domain())

    @api.model
    def _get_columns(self):
        """Return the columns, in the order of ``_get_row_sql``."""
        return [
            Column(self.env._("Ledger No."), 10, "integer"),
            Column(self.env._("Date"), 12, "date"),
            Column(self.env._("Volunteer No."), 13),
            Column(self.env._("Name"), 12),
            Column(self.env._("Department"), 16),
            Column(self.env._("Team"), 18),
            Column(self.env._("Project"), 22),
            Column(self.env._("Activity"), 24),
            Column(self.env._("Hours (h)"), 14, "hours"),
            Column(self.env._("Source"), 10),
            Column(self.env._("Presence Proven"), 10),
            Column(self.env._("Organiser"), 16),
            Column(self.env._("Reverses No."), 10, "integer"),
            Column(self.env._("Public Notice"), 24),
            Column(self.env._("Digest"), 14),
        ]

    @api.model
    def _get_row_sql(self, domain):
        """Return the query of the rows; labels are put in by the database."""
        Hour = self.env["volunteer.hour"]
        lines = Hour._search(Domain(domain) & Domain("state", "=", "recorded"))
        sources = dict(Hour._fields["source"]._description_selection(self.env))
        return SQL(
            """
            SELECT h.ledger_no, h.date, v.code, v.name, %(department)s, t.name, p.name,
                   a.name, h.minutes, %(source)s,
                   CASE WHEN h.proven THEN %(yes)s ELSE %(no)s END,
                   COALESCE(NULLIF(h.organiser, ''), c.name), r.ledger_no,
                   n.name, left(h.digest, %(shown)s)
              FROM volunteer_hour h
              JOIN volunteer_volunteer v ON v.id = h.volunteer_id
              JOIN res_company c ON c.id = h.company_id
         LEFT JOIN hr_department d ON d.id = h.department_id
         LEFT JOIN volunteer_team t ON t.id = h.team_id
         LEFT JOIN volunteer_project p ON p.id = h.project_id
         LEFT JOIN volunteer_activity a ON a.id = h.activity_id
         LEFT JOIN volunteer_hour r ON r.id = h.reverses_id
         LEFT JOIN volunteer_notice n ON n.id = h.notice_id
             WHERE h.id IN %(lines)s
          ORDER BY h.company_id, h.ledger_no
            """,
            department=self.env["hr.department"]._field_to_sql("d", "name"),
            source=SQL(
                "CASE h.source %s END",
                SQL(" ").join(
                    SQL("WHEN %s THEN %s", key, label) for key, label in sources.items()
                ),
            ),
            yes=self.env._("Yes"),
            no=self.env._("No"),
            shown=DIGEST_SHOWN,
            lines=lines.subselect(),
        )

    @api.model
    def _iter_rows(self, domain):
        """Yield rows in ledger order, a page in memory at a time."""
        query = self._get_row_sql(domain)
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DECLARE volunteer_ledger NO SCROLL CURSOR FOR %s", query)
        )
        fetch = SQL("FETCH %s FROM volunteer_ledger", PAGE)
        try:
            while rows := self.env.execute_query(fetch):
                yield from rows
        finally:
            self.env.cr.execute("CLOSE volunteer_ledger")
