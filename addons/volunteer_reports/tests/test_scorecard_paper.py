import base64
import csv
import io
from datetime import date

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_indicators import IndicatorCase


@tagged("post_install", "-at_install")
class TestScorecardPaper(IndicatorCase):
    def make_card(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.team.name = "导医𠮷·队"
        cards = self.env["volunteer.scorecard"].sudo()
        return cards._draw_up_sudo(
            self.company, "team", self.team, "year", date(2025, 6, 1)
        ).with_user(self.officer)

    def print_pdf(self, register):
        return self.read_pdf(
            register.with_context(force_report_rendering=True)._render_register_pdf()
        )

    def open_xlsx(self, register):
        file = io.BytesIO()
        register._write_register_xlsx(file)
        return openpyxl.load_workbook(file).active

    def test_paper(self):
        card = self.make_card()
        pages = self.print_pdf(card)
        # The rare character prints; the PDF's text has no place for it.
        self.assertIn("导医", pages[0])
        self.assertIn("·队", pages[0])
        self.assertIn(f"{card.score:.1f}", pages[0])
        self.assertIn("25.00", pages[1])
        for number, page in enumerate(pages, start=1):
            self.assertIn(f"{number}/{len(pages)}", page)

    def test_periods_by_name(self):
        cards = self.env["volunteer.scorecard"].sudo()
        periods = self.env["volunteer.period.mixin"]
        for kind, number, sign in (("quarter", "3", "Q3"), ("half", "2", "H2")):
            card = cards._draw_up_sudo(
                self.company, "company", self.company, kind, date(2025, 8, 9)
            ).with_user(self.officer)
            name = periods._name_period(kind, 2025, number)
            self.assertIn(name, self.open_xlsx(card)["A2"].value)
            self.assertNotIn(sign, self.print_pdf(card)[0])
        month = cards._draw_up_sudo(
            self.company, "company", self.company, "month", date(2025, 8, 9)
        )
        self.assertEqual(month._get_register_period(), "2025-08")

    def test_paper_of_nothing(self):
        cards = self.env["volunteer.scorecard"].sudo()
        card = cards._draw_up_sudo(
            self.company, "company", self.company, "month", date(2001, 1, 1)
        )
        pages = self.print_pdf(card.with_user(self.officer))
        self.assertIn(self.company.name.replace(" ", ""), pages[0])
        self.assertIn("2.08", pages[1])

    def test_spreadsheet(self):
        card = self.make_card()
        sheet = self.open_xlsx(card)
        rows = {row[2].value: row for row in sheet.iter_rows(min_row=4)}
        for value in card.value_ids:
            cells = rows[value.name]
            self.assertEqual(cells[7].value, value.value if value.is_known else None)
            self.assertEqual(cells[5].value, value.weight)
        with self.assertRaises(AccessError):
            card.with_user(self.member_user)._write_register_xlsx(io.BytesIO())


@tagged("post_install", "-at_install")
class TestCoverageTable(IndicatorCase):
    def load(self, rows, user=None):
        file = io.StringIO()
        csv.writer(file).writerows(rows)
        return (
            self.env["volunteer.coverage.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "file": base64.b64encode(file.getvalue().encode()),
                    "filename": "visits.csv",
                }
            )
        )

    def test_import_twice_brings_up(self):
        head = ["科室", "月份", "门急诊人次", "床日"]
        self.load([head, ["Surgery", "2025-03", "1000", "200"]]).action_import()
        wizard = self.load(
            [head, ["Surgery", "2025-03", "4000", "200"], ["", "2025", "9000", ""]]
        )
        self.assertFalse(wizard.errors)
        wizard.action_import()
        bases = self.env["volunteer.coverage.base"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            sorted(
                (base.department_id.name or "", base.kind, base.value) for base in bases
            ),
            [
                ("", "visits", 9000),
                ("Surgery", "beds", 200),
                ("Surgery", "visits", 4000),
            ],
        )

    def test_unknown_departments_stop_all(self):
        wizard = self.load(
            [["department", "month", "visits"], ["Nowhere", "2025", "1"]]
        )
        self.assertIn("Nowhere", wizard.errors)
        with self.assertRaises(UserError):
            wizard.action_import()

    def test_report(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.load(
            [["department", "month", "visits"], ["Surgery", "2025-03", "4000"]]
        ).action_import()
        report = (
            self.env["volunteer.coverage.report"]
            .with_user(self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": "2025-01-01",
                    "date_to": "2025-12-31",
                }
            )
        )
        action = report.action_show()
        line = self.env["volunteer.coverage.line"].search(action["domain"])
        self.assertEqual(line.department_id, self.department)
        self.assertEqual(
            (line.hours, line.visits, line.per_visits, line.staff, line.per_head),
            (2, 4000, 0.5, 1, 2),
        )
        file = io.BytesIO()
        report._write_register_xlsx(file)
        sheet = openpyxl.load_workbook(file).active
        self.assertEqual(
            [cell.value for cell in sheet[4]],
            [1, "Surgery", 2, 4000, 0.5, None, None, 1, 2],
        )
        pdf = report.with_context(force_report_rendering=True)._render_register_pdf()
        self.assertIn("Surgery", self.read_pdf(pdf)[0])
        self.department.parent_id = self.env["hr.department"].create(
            {"name": "Clinic", "company_id": self.company.id}
        )
        report.invalidate_recordset()
        self.assertEqual((report.line_count, report.hours), (2, 0), "rows overlap")
        with self.assertRaises(AccessError):
            report.with_user(self.leader_user).action_show()

    def test_report_counts_in_constant_queries(self):
        report = self.env["volunteer.coverage.report"].create(
            {
                "company_id": self.company.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        counts = []
        for number in (1, 20):
            self.env["hr.department"].create(
                [
                    {"name": f"D{number}-{one}", "company_id": self.company.id}
                    for one in range(number)
                ]
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report._count_sudo()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_overlapping_figures_are_refused_with_a_sentence(self):
        Base = self.env["volunteer.coverage.base"].with_user(self.officer)
        form = {"company_id": self.company.id, "value": 1}
        base = Base.create({**form, "date_from": "2025-02-01"})
        self.assertEqual(base.date_to, fields.Date.to_date("2025-02-28"))
