from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.spreadsheet import (
    MAX_ROWS,
    Column,
    Sheet,
    write_register,
)

#: Rows fetched from the database at a time.
PAGE = 2_000
#: Characters of a digest that are shown; the ledger has them all.
DIGEST_SHOWN = 12


class VolunteerLedgerExport(models.TransientModel):
    """时长登记簿: a year's ledger of one unit as a spreadsheet."""

    _name = "volunteer.ledger.export"
    _description = "Ledger Export"

    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    line_count = fields.Integer(string="Lines", compute="_compute_totals")
    hours = fields.Float(digits=(16, 2), compute="_compute_totals")

    @api.depends("year", "company_id")
    def _compute_totals(self):
        for export in self:
            [(count, minutes)] = self.env["volunteer.hour"]._read_group(
                export._get_domain(), [], ["__count", "minutes:sum"]
            )
            export.line_count = count
            export.hours = (minutes or 0) / 60

    def action_download(self):
        """Fetch the file.

        :raise UserError: the year has no recorded hours
        """
        self.ensure_one()
        if not self.line_count:
            raise UserError(
                self.env._(
                    "The ledger of %(unit)s has no line in %(year)s.",
                    unit=self.company_id.name,
                    year=self.year,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/ledger/{self.id}.xlsx",
            "target": "download",
        }

    def _get_domain(self):
        self.ensure_one()
        if not 1900 <= self.year <= 9998:
            return Domain.FALSE
        return Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "recorded"),
                ("date", ">=", date(self.year, 1, 1)),
                ("date", "<=", date(self.year, 12, 31)),
            ]
        )

    def _get_filename(self):
        self.ensure_one()
        return self.env._(
            "Ledger of service hours %(year)s %(unit)s.xlsx",
            year=self.year,
            unit=self.company_id.name,
        )

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    @api.model
    def _write_xlsx(self, file, domain, title=None, caption=None):
        """Write the recorded lines of a domain that the user may read.

        Lines are chosen through the record rules and then read by one server-side
        cursor, so memory does not grow with them.

        :param file: a binary file opened for writing
        :param domain: on ``volunteer.hour``; recorded lines only are written
        :return: ``(number of lines, minutes)``
        :raise UserError: more lines than a sheet can hold
        """
        sheet = Sheet(
            name=self.env._("Ledger"),
            title=title or self.env._("Ledger of Service Hours"),
            caption=caption or "",
            total=self.env._("Total"),
            footer=self.env._("&CPage &P of &N"),
        )
        try:
            return write_register(
                file, sheet, self._get_columns(), self._iter_rows(domain)
            )
        except OverflowError as error:
            raise UserError(
                self.env._(
                    "A sheet holds %(count)s lines at most. Choose a shorter period.",
                    count=MAX_ROWS,
                )
            ) from error

    def _write_file(self, file):
        """Write the ledger that this wizard was asked for."""
        self.ensure_one()
        return self._write_xlsx(
            file,
            self._get_domain(),
            title=self.env._("Ledger of Service Hours, %(year)s", year=self.year),
            caption=self.env._(
                "Recording unit: %(unit)s    Exported on %(date)s by %(user)s",
                unit=self.company_id.name,
                date=fields.Date.context_today(self),
                user=self.env.user.name,
            ),
        )

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
                   h.organiser, r.ledger_no, n.name, left(h.digest, %(shown)s)
              FROM volunteer_hour h
              JOIN volunteer_volunteer v ON v.id = h.volunteer_id
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
