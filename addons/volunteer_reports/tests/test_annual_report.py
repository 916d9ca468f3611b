import io
import re
import shutil
from datetime import date
from unittest import skipUnless

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportsCase

PAPER = "volunteer_reports.volunteer_annual_report_paper"


@tagged("post_install", "-at_install")
class TestAnnualReport(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.start.year - 1

    def make(self, kind="recording", **vals):
        return (
            self.env["volunteer.annual.report"]
            .with_user(self.officer)
            .create({"kind": kind, "year": self.year, **vals})
        )

    def figures(self, report, place=0):
        found = report._get_current_figures()
        return {key: values[place] for key, values in found.items()}

    def test_figures_are_the_ledgers(self):
        lines = self.claim_recorded(self.citizen, count=3)
        self.claim_recorded(self.member, count=1, organiser="红十字会")
        self.claim_recorded(
            self.citizen, dates=[date(self.year - 1, 12, 31), date(self.year, 12, 31)]
        )
        self.reverse(lines[0])
        self.issue(self.officer, self.citizen.id)
        gone = self.issue(self.officer, self.citizen.id, id_number="masked")
        gone.with_user(self.officer).action_revoke("Lost")
        self.claim(self.member, date=date(self.year, 6, 1), minutes=90)
        report = self.make()
        figures = self.figures(report)
        expected = {
            "lines": 5,
            "people": 2,
            "hours": 8,
            "hours_proven": 0,
            "hours_claimed": 8,
            "hours_outside": 2,
            "reversals": 1,
            "hours_reversed": 2,
            "pending": 1,
            "hours_pending": 1.5,
        }
        self.assertEqual({key: figures[key] for key in expected}, expected)
        self.assertEqual(self.figures(report, 1)["lines"], 1)
        self.assertEqual(self.figures(report, 1)["hours"], 2)
        # Papers count by their own date: these were issued this year.
        self.assertEqual(figures["certificates_service"], 0)
        issued = self.figures(self.make(year=gone.issue_date.year))
        self.assertEqual(issued["certificates_service"], 2)
        self.assertEqual(issued["certificates_revoked"], 1)

    def test_late_lines_and_people_of_merged_records(self):
        lines = self.claim_recorded(self.citizen) | self.claim_recorded(self.member)
        # Recorded today, and due in January of last year.
        self.assertTrue(all(lines.mapped("due_date")))
        self.assertEqual(self.figures(self.make())["late"], 2)

    def test_an_empty_year_and_other_units(self):
        self.claim_recorded(self.citizen)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        Report = self.env(user=elsewhere, context={})["volunteer.annual.report"]
        for kind in ("recording", "summary"):
            report = Report.create({"kind": kind, "year": self.year})
            self.assertEqual(report.company_id, other)
            figures = self.figures(report)
            self.assertFalse(figures.get("lines") or figures.get("hours_recorded"))
            self.assertTrue(report.table_html)
        report = self.make()
        with self.assertRaises(AccessError):
            report.with_user(elsewhere).with_context(
                allowed_company_ids=other.ids
            ).read(["title"])

    def test_confirmed_stays(self):
        self.claim_recorded(self.citizen)
        report = self.make()
        report.action_confirm()
        self.claim_recorded(self.member)
        self.assertEqual(self.figures(report)["lines"], 1)
        section = report.section_ids[:1]
        for attempt in (
            lambda: section.write({"body": "Other"}),
            lambda: section.unlink(),
            lambda: report.unlink(),
            lambda: report.write({"section_ids": [(0, 0, {"title": "More"})]}),
            lambda: report.action_draft(),
            lambda: report.action_confirm(),
        ):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaises(AccessError):
            report.write({"figures": {}})
        with self.assertRaises(AccessError):
            report.write({"state": "draft"})
        report.action_reopen()
        self.assertEqual(self.figures(report)["lines"], 2)

    def test_what_somebody_wrote_stays(self):
        report = self.make()
        first, second = report.section_ids[:2]
        first.body = "写好的概述"
        before = second.body
        self.claim_recorded(self.citizen)
        report.section_ids.create(
            {"report_id": report.id, "title": "附言", "body": "谢"}
        )
        report.action_draft()
        self.assertEqual(first.body, "写好的概述")
        self.claim(self.member, date=date(self.year, 6, 1))
        report.action_draft()
        self.assertNotEqual(second.body, before)
        self.assertIn("附言", report.section_ids.mapped("title"))

    def test_summary_is_drafted_from_the_records(self):
        self.claim_recorded(self.citizen, count=2)
        day = self.start.replace(year=self.year, month=5, day=4)
        activity = self.make_activity(
            day, day.replace(hour=3), volunteers=self.env["volunteer.volunteer"]
        )
        activity.write({"people_served": 80, "effect": "排队时间缩短一半"})
        activity.action_done()
        plan = self.env["volunteer.plan"].create(
            {
                "name": "明年计划",
                "year": self.year + 1,
                "company_id": self.company.id,
                "line_ids": [
                    (0, 0, {"name": "夏季义诊", "content": "量血压", "period": "7-8月"})
                ],
            }
        )
        self.env["volunteer.target"].create(
            {
                "company_id": self.company.id,
                "year": self.year,
                "scope": "company",
                "metric": "person_hours",
                "value": 8,
            }
        )
        self.env["volunteer.rectification"].create(
            {
                "name": "缺签到表",
                "company_id": self.company.id,
                "owner_id": self.officer.id,
                "date": date(self.year, 7, 1),
            }
        )
        report = self.make("summary")
        texts = {section.key: section.body or "" for section in report.section_ids}
        self.assertIn("50.0", texts["overview"])
        self.assertIn("排队时间缩短一半", texts["highlights"])
        self.assertIn("缺签到表", texts["problems"])
        self.assertIn("缺签到表", texts["rectification"])
        self.assertIn(plan.line_ids.name, texts["plan"])
        self.assertIn("量血压", texts["plan"])
        figures = report._get_current_figures()
        self.assertEqual(figures["hours_recorded"], [4, 0, 8])
        self.assertEqual(figures["people_served"][0], 80)
        self.assertEqual(figures["activities"][0], 1)

    def test_who_may(self):
        report = self.make()
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                report.with_user(user).read(["title"])
            for method in ("action_confirm", "action_reopen", "action_draft"):
                with self.assertRaises(AccessError):
                    getattr(report.with_user(user), method)()
            with self.assertRaises(AccessError):
                report.with_user(user).action_pdf()
        with self.assertRaises(UserError):
            report.write({"year": self.year - 1})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make()

    def test_queries(self):
        for kind, most in (("recording", 28), ("summary", 30)):
            report = self.make(kind)
            report._get_current_figures()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report._get_current_figures()
            count = self.env.cr.sql_log_count - before
            self.assertLessEqual(count, most, f"{kind} {count}")

    def test_spreadsheet(self):
        self.claim_recorded(self.citizen, count=2)
        report = self.make()
        report.action_xlsx()
        file = io.BytesIO()
        report._write_register_xlsx(file)
        page = load_workbook(file).active
        # Figures of many kinds have no sum below them.
        firsts = [page.cell(row, 1).value for row in range(1, page.max_row + 1)]
        self.assertNotIn("Total", firsts)
        rows = {row[0]: row[1:] for row in page.iter_rows(min_row=4, values_only=True)}
        labels = report._get_annual_labels()
        self.assertEqual([cell.value for cell in page[3]], list(report._get_heads()))
        self.assertEqual(rows[labels["lines"]][:2], (2, 0))
        self.assertEqual(rows[labels["hours"]][:2], (4, 0))
        ledger = self.env["volunteer.hour"]._read_group(
            [("company_id", "=", self.company.id), ("state", "=", "recorded")],
            [],
            ["hours:sum"],
        )
        self.assertEqual(rows[labels["hours"]][0], ledger[0][0])

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_paper(self):
        self.claim_recorded(self.citizen, count=2)
        report = self.make()
        report.section_ids[:1].body = "全院志愿者共同努力。" * 200
        pdf, kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(PAPER, report.ids)
        )
        self.assertEqual(kind, "pdf")
        # Without the page feet: a sentence goes on over the page.
        text = re.sub(r"\d/\d", "", "".join(self.read_pdf(pdf)))
        self.assertEqual(text.count("全院志愿者共同努力"), 200)
        self.assertIn("Test", text)
        zh = report.with_context(lang="zh_CN")
        for label in ("lines", "certificates_revoked", "not_entered"):
            # A long label goes over two lines of its cell.
            self.assertIn(zh._get_annual_labels()[label][:4], text)
