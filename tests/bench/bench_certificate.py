"""Certificates of a ceremony: all in one PDF beside one PDF each."""

import subprocess
from datetime import date
from types import SimpleNamespace

import ledger
import report
from measure import Case

ISSUED, TOGETHER, SINGLE = (
    "certificates issued at once",
    "certificates in one PDF, read back",
    "certificates, a PDF each",
)
ROWS = {ISSUED: 500, TOGETHER: 500, SINGLE: 10}
SMOKE_ROWS = {ISSUED: 20, TOGETHER: 20, SINGLE: 2}
#: Services on each, so that every certificate has two pages.
LINES = 12
PAPER = "volunteer_reports.certificate"
FIRST = date(1980, 1, 1)


def checks(results):
    """Return what was promised of these results; a row is a certificate.

    Singles are a sample: nobody waits for five hundred.
    """
    issued, together = results[ISSUED], results[TOGETHER]

    def total(result):
        return result.queries * result.rows

    return [
        report.times_as_fast(
            "certificates: one PDF, of single ones", together, results[SINGLE], 10
        ),
        # Lines are inserted a hundred at a time, and read a thousand at a time.
        report.at_most("certificates: queries to issue all", total(issued), 150),
        report.at_most("certificates: queries to print all", total(together), 100),
    ]


def cases(env, hospital, rows):
    """Return the sides; the people and their hours are made once, and committed."""
    people = _make_people(env, hospital, max(rows.values()))
    officer = hospital.officer.id

    def choose(_env, count):
        return people[:count].ids

    def issue(env, ids):
        Certificate = env(user=officer)["volunteer.certificate"]
        answer = Certificate.action_issue_many(ids, FIRST, None, None, "masked")
        assert len(answer["certificate_ids"]) == len(ids), answer["without_hours"]
        return Certificate.browse(answer["certificate_ids"])

    def prepare(env, count):
        return issue(env, choose(env, count))

    def print_together(_env, certificates):
        pdf = _print(certificates)
        _read_back(pdf, certificates)

    def print_each(_env, certificates):
        for certificate in certificates:
            _print(certificate)

    return [
        Case(ISSUED, rows[ISSUED], choose, issue, ("volunteer_certificate",)),
        Case(TOGETHER, rows[TOGETHER], prepare, print_together),
        Case(SINGLE, rows[SINGLE], prepare, print_each),
    ]


def _make_people(env, hospital, count):
    people = env["volunteer.volunteer"].create(
        [
            {"name": f"表彰{n:04d}", "kind": "community", "state": "registered"}
            for n in range(count)
        ]
    )
    env["volunteer.team.member"].create(
        [
            {
                "team_id": hospital.team.id,
                "volunteer_id": person.id,
                "date_from": FIRST,
            }
            for person in people
        ]
    )
    env.flush_all()
    ceremony = SimpleNamespace(
        volunteers=people,
        project=hospital.project,
        leader=hospital.leader,
        officer=hospital.officer,
    )
    ledger.record(env, ceremony, LINES * count, FIRST)
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_volunteer")
    env.cr.commit()
    return people


def _print(certificates):
    reports = certificates.env["ir.actions.report"]
    pdf, _kind = reports._render_qweb_pdf(PAPER, certificates.ids)
    assert pdf.startswith(b"%PDF-")
    return pdf


def _read_back(pdf, certificates):
    """Read names, numbers and pages from the PDF's own text."""
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    pages = ["".join(page.split()) for page in text.split("\f") if page.strip()]
    assert len(pages) == 2 * len(certificates), len(pages)
    for certificate, page in zip(certificates, pages[::2], strict=True):
        assert certificate.name in page, certificate.name
        assert certificate.volunteer_name in page, certificate.volunteer_name
