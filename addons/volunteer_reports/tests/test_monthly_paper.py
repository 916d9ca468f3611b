import io

import openpyxl

from odoo.tests import HttpCase, tagged

from ..tools.monthly import KEYS
from .test_monthly import FEBRUARY, MonthlyCase

PAPER = "volunteer_reports.volunteer_monthly_report_report"


@tagged("post_install", "-at_install")
class TestMonthlyPaper(MonthlyCase):
    def render(self, report):
        pdf, kind = (
            report.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(PAPER, report.ids)
        )
        self.assertEqual(kind, "pdf")
        return pdf

    def test_paper(self):
        self.hold("2026-02-03", effect="𠮷祥·满意 " * 60, people_served=1234)
        days = [f"2026-02-{day:02}" for day in range(3, 10)]
        self.claim_recorded(dates=days, minutes=150)
        report = self.make_report(experience="First\nSecond", problems="None met")
        report.action_submit()
        pages = self.read_pdf(self.render(report))
        text = "".join(pages)
        self.assertIn("2026-02", text)
        self.assertIn("TestHospital", text)
        self.assertIn("17.517.50", text)
        self.assertIn("1,234", text)
        self.assertIn("First", text)
        self.assertIn("Nonemet", text)
        self.assertIn("·满意", text)
        self.assertTrue(pages[-1].endswith(f"{len(pages)}/{len(pages)}"))

    def test_a_month_without_anything(self):
        company = self.env["res.company"].create({"name": "Empty Hospital"})
        report = self.Report.create({"company_id": company.id, "month": FEBRUARY})
        text = "".join(self.read_pdf(self.render(report)))
        self.assertIn("EmptyHospital", text)

    def test_many_activities_on_pages(self):
        for day in range(1, 28):
            self.hold(f"2026-02-{day:02}", effect="Guided patients " * 12)
        pages = self.read_pdf(self.render(self.make_report()))
        self.assertGreater(len(pages), 2)
        text = "".join(pages)
        for day in range(1, 28):
            self.assertIn(f"02-{day:02}", text)


@tagged("post_install", "-at_install")
class TestMonthlySpreadsheet(MonthlyCase):
    def load(self, report):
        stream = io.BytesIO()
        report.with_user(self.officer)._write_file(stream)
        return openpyxl.load_workbook(stream)

    def get_rows(self, book):
        return {row[4]: row[:4] for row in book.worksheets[0].values if row[4]}

    def test_against_the_ledger(self):
        lines = self.claim_recorded(dates=["2026-02-03", "2026-02-04", "2026-01-20"])
        self.hold("2026-02-03", effect="=1+1", people_served=12)
        report = self.make_report()
        rows = self.get_rows(self.load(report))
        self.assertEqual(
            [key for key in rows if key in KEYS],
            list(KEYS),
        )
        self.assertEqual(rows["hours_recorded"][1], 4)
        self.assertEqual(rows["hours_recorded"][2], sum(lines.mapped("hours")))
        self.assertEqual(rows["hours_recorded"][3], 0)
        self.assertIsNone(rows["hours_supplement"][2])
        self.assertEqual(rows["people_served"][1], 12)
        self.assertEqual(rows["unit"][1], "Test Hospital")
        self.assertEqual(rows["month"][1], "2026-02")
        activities = list(self.load(report).worksheets[1].values)
        self.assertEqual(activities[1][1], "2026-02-03")
        self.assertEqual(activities[1][7], "=1+1")

    def test_as_handed_in(self):
        self.claim_recorded(dates=["2026-02-03"])
        report = self.make_report()
        report.action_submit()
        self.claim_recorded(self.citizen, dates=["2026-02-04"])
        self.assertEqual(self.get_rows(self.load(report))["hours_recorded"][1], 2)


@tagged("post_install", "-at_install")
class TestMonthlyDownload(MonthlyCase, HttpCase):
    def test_download(self):
        report = self.make_report()
        url = report.action_download()["url"]
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        openpyxl.load_workbook(io.BytesIO(response.content))
        self.authenticate("test_member", "test_member")
        self.assertEqual(self.url_open(url).status_code, 404)
