"""The ledger as XLSX: our export beside Odoo's list export and a bare cursor."""

import json
import tempfile
from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace

import report
import xlsxwriter
from measure import Case

from odoo import http

from odoo.addons.web.controllers.export import ExcelExport

OURS, OURS_SMALL, BARE, LIST_EXPORT = (
    "our ledger export",
    "our ledger export, a tenth",
    "bare xlsxwriter over a cursor",
    "Odoo's list export",
)
ROWS = {OURS: 100_000, BARE: 100_000, LIST_EXPORT: 50_000, OURS_SMALL: 10_000}
SMOKE_ROWS = {OURS: 5_000, BARE: 5_000, LIST_EXPORT: 500, OURS_SMALL: 500}
# Noise of the allocator; fifty thousand lines kept in memory take over a hundred.
FLAT_MEGABYTES = 8
# Of a hundred thousand lines, file and all.
MOST_MEGABYTES = 20

# The columns of our export, as paths of Odoo's list export and as plain SQL.
PATHS = (
    "ledger_no",
    "date",
    "volunteer_id/code",
    "volunteer_id/name",
    "department_id/name",
    "team_id/name",
    "project_id/name",
    "activity_id/name",
    "hours",
    "source",
    "proven",
    "organiser",
    "reverses_id/ledger_no",
    "notice_id/name",
    "digest",
)
BARE_SQL = """
    SELECT h.ledger_no, h.date, v.code, v.name, d.name->>'en_US', t.name, p.name,
           a.name, h.minutes / 60.0, h.source, h.proven, h.organiser, r.ledger_no,
           n.name, left(h.digest, 12)
      FROM volunteer_hour h
      JOIN volunteer_volunteer v ON v.id = h.volunteer_id
 LEFT JOIN hr_department d ON d.id = h.department_id
 LEFT JOIN volunteer_team t ON t.id = h.team_id
 LEFT JOIN volunteer_project p ON p.id = h.project_id
 LEFT JOIN volunteer_activity a ON a.id = h.activity_id
 LEFT JOIN volunteer_hour r ON r.id = h.reverses_id
 LEFT JOIN volunteer_notice n ON n.id = h.notice_id
     WHERE h.state = 'recorded' AND h.company_id = %s AND h.date BETWEEN %s AND %s
  ORDER BY h.ledger_no
"""


def checks(results):
    """Return what was promised of these results."""
    ours, small, bare = results[OURS], results[OURS_SMALL], results[BARE]
    more = (ours.growth - small.growth) / report.MEGABYTE
    return [
        report.Check(
            "XLSX: time, of a bare cursor's",
            1 / ours.times_as_fast_as(bare),
            1.3,
            at_least=False,
            timed=True,
        ),
        report.times_as_fast(
            "XLSX: as fast as Odoo's list export", ours, results[LIST_EXPORT], 1.5
        ),
        report.Check(
            "XLSX: MB more for ten times the lines", more, FLAT_MEGABYTES, False
        ),
        report.Check(
            "XLSX: MB more than before",
            ours.growth / report.MEGABYTE,
            MOST_MEGABYTES,
            at_least=False,
        ),
        report.queries("XLSX: queries a line", ours, 0.02),
    ]


def cases(env, hospital, rows):
    """Return the sides; each number of lines is a period of the ledger."""
    company = env.company.id

    def period(count):
        first = date(hospital.ledger[count], 1, 1)
        return first, first + timedelta(days=count // len(hospital.volunteers))

    officer = hospital.officer.id
    sides = {
        OURS: _export_ours,
        BARE: _export_bare,
        LIST_EXPORT: _export_list,
        OURS_SMALL: _export_ours,
    }
    return [
        Case(
            name,
            rows[name],
            lambda env, count: (company, *period(count)),
            lambda env, given, export=export: export(env(user=officer), *given),
        )
        for name, export in sides.items()
    ]


def _export_ours(env, company, first, last):
    export = env["volunteer.ledger.export"].create(
        {"company_id": company, "date_from": first, "date_to": last}
    )
    with tempfile.TemporaryFile() as file:
        export._write_file(file)


def _export_bare(env, company, first, last):
    """What no export can do without: a server-side cursor and a streamed sheet."""
    with (
        env.cr._cnx.cursor("bench_bare") as rows,
        tempfile.TemporaryFile() as file,
        xlsxwriter.Workbook(
            file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        ) as book,
    ):
        page = book.add_worksheet()
        rows.execute(BARE_SQL, (company, first, last))
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def _export_list(env, company, first, last):
    """What the list view's export button does, without HTTP around it."""
    data = {
        "model": "volunteer.hour",
        "fields": [{"name": path, "label": path, "type": ""} for path in PATHS],
        "ids": False,
        "domain": [
            ("state", "=", "recorded"),
            ("company_id", "=", company),
            ("date", ">=", str(first)),
            ("date", "<=", str(last)),
        ],
        "import_compat": False,
    }
    with _request(env), tempfile.TemporaryFile() as file:
        file.write(ExcelExport().base(json.dumps(data)))


@contextmanager
def _request(env):
    """Put the little of a request in place that the export asks for."""
    http._request_stack.push(
        SimpleNamespace(
            env=env,
            httprequest=SimpleNamespace(environ={"REMOTE_ADDR": "127.0.0.1"}),
            make_response=lambda data, headers: data,
        )
    )
    try:
        yield
    finally:
        http._request_stack.pop()
