import io
import shutil
import subprocess
import unicodedata
from datetime import date

from openpyxl import load_workbook

from odoo.tests import tagged

from .test_bureau import BureauCase


class BureauRegisterCase(BureauCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A rare character, and a name that a spreadsheet would take for a formula.
        cls.first.name = "=𠮷·First Hospital"

    def make(self, model, **vals):
        wizard = self.env[model].with_user(self.officer)
        return wizard.create({"company_id": self.bureau.id, **vals})

    def read_xlsx(self, wizard):
        """Return the cells of the sheet below its header, and the sheet."""
        file = io.BytesIO()
        wizard._write_register_xlsx(file)
        page = load_workbook(file).active
        return [list(row) for row in page.iter_rows(min_row=3, values_only=True)], page

    def read_pdf(self, wizard):
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is not installed")
        pdf = wizard.with_context(force_report_rendering=True)._render_register_pdf()
        text = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        ).stdout.decode()
        return "".join(unicodedata.normalize("NFKC", text).split())


@tagged("post_install", "-at_install")
class TestBureauRegisters(BureauRegisterCase):
    def setUp(self):
        super().setUp()
        filings = self.expect_other().sorted("unit_id")
        self.filing = filings.filtered(lambda one: one.unit_id == self.first)
        self.filing.action_hand_in()
        self.filing.write({"score": 87.5, "opinion": "Good"})
        self.filing.action_accept()
        self.expect()

    def test_the_filing_register(self):
        book = self.make("volunteer.filing.book", date_to="2026-12-31")
        self.assertEqual(book.line_count, 4)
        rows, page = self.read_xlsx(book)
        self.assertEqual(
            rows[0],
            [
                "Unit",
                "Material",
                "Period Reported",
                "Due",
                "Handed in on",
                "Handed in Late",
                "Opinion of the Review",
                "Score",
            ],
        )
        found = {(row[0], row[1]): row[2:] for row in rows[1:5]}
        done = found[self.first.name, "Summary of the Day"]
        self.assertEqual(done[0], "2026-12-01")
        self.assertEqual(
            [cell.date() for cell in done[1:3]], [date(2026, 12, 1), date(2026, 12, 3)]
        )
        self.assertEqual(done[3:], ["Yes", "Accepted: Good", 87.5])
        owed = found[self.second.name, "Summary of the Day"]
        self.assertEqual(owed[2:], [None, "Yes", None, None])
        self.assertEqual(found[self.second.name, "Monthly Report"][3], "No")
        # Text, whatever it begins with.
        self.assertEqual({cell.data_type for cell in page["A"][3:7]}, {"s"})

    def test_who_is_to_be_reminded(self):
        self.second.write({"contact": "Sister 𠮷", "phone": "0591-1234"})
        book = self.make("volunteer.filing.book", kind="missing", date_to="2026-12-04")
        rows, _page = self.read_xlsx(book)
        self.assertEqual(rows[1][0:2], ["Second Hospital", "Summary of the Day"])
        self.assertEqual(rows[1][4:7], [2, "Sister 𠮷", "0591-1234"])
        self.assertEqual(book.line_count, 1)

    def test_on_paper(self):
        text = self.read_pdf(self.make("volunteer.filing.book", date_to="2026-12-31"))
        for part in ("·FirstHospital", "87.5", "2026-12-05", "1/1"):
            self.assertIn(part, text)

    def test_nothing_in_the_period(self):
        book = self.make(
            "volunteer.filing.book", date_from="2020-01-01", date_to="2020-12-31"
        )
        rows, _page = self.read_xlsx(book)
        self.assertIn("no entries", rows[1][0])
        self.assertTrue(self.read_pdf(book))

    def test_asking_by_hand(self):
        ask = self.env["volunteer.filing.ask"].with_user(self.officer)
        ask = ask.create({"material_id": self.monthly.id, "date": "2026-08-20"})
        self.assertEqual((ask.period_name, str(ask.due_on)), ("2026-08", "2026-09-05"))
        action = ask.action_ask()
        made = self.Filing.search(action["domain"])
        self.assertEqual(made.unit_id, self.first | self.second)
        self.assertEqual(set(made.mapped("days_late")), {89})
