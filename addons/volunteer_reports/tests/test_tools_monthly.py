import doctest
import io
from datetime import date

import openpyxl

from odoo.tests import BaseCase, tagged

from odoo.addons.volunteer_base.tools.table_file import TableError, read_table

from ..tools import monthly
from ..tools.monthly import BY_KEY, COLUMNS, KEYS, Handed, told_spans
from ..tools.monthly_file import WORDS, Form, read_monthly, write_monthly

FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
LABELS = {
    code: f"Label of {code}"
    for code in (
        *KEYS,
        *WORDS,
        "title",
        "sheet",
        "activities_sheet",
        "unit",
        "credit_code",
        "month",
        "columns",
        "month_column",
        "year_column",
        "last_year_column",
    )
}


@tagged("post_install", "-at_install")
class TestMonthlyTools(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(monthly)
        self.assertGreater(result.attempted, 10)
        self.assertFalse(result.failed)

    def test_parts_stand_below_their_whole(self):
        for index, key in enumerate(KEYS):
            part_of = BY_KEY[key].part_of
            if part_of:
                before = KEYS[index - 1]
                self.assertIn(part_of, (before, BY_KEY[before].part_of))

    def test_nothing_told_yet(self):
        self.assertEqual(told_spans(MARCH, []), [])
        self.assertEqual(told_spans(MARCH, [Handed(MARCH, 9)]), [])

    def test_what_a_later_report_told_is_not_told_again(self):
        """March was handed in before February: its supplement told of January."""
        spans = told_spans(FEBRUARY, [Handed(date(2026, 1, 1), 10), Handed(MARCH, 30)])
        self.assertEqual(
            [tuple(span) for span in spans],
            [(date(1, 1, 1), date(2026, 1, 31), 30)],
        )

    def test_a_month_without_report_waits_for_its_own(self):
        spans = told_spans(APRIL, [Handed(FEBRUARY, 20)])
        self.assertEqual(spans[-1].date_to, date(2026, 2, 28))

    def test_each_line_is_told_once(self):
        """Whatever the order of handing in, no line is in two reports."""
        months = [monthly.add_months(date(2026, 1, 1), index) for index in range(4)]
        # Ledger numbers reached when each month was handed in, out of order.
        order = [(months[1], 10), (months[0], 20), (months[3], 30), (months[2], 40)]
        for number in range(1, 50):
            for index, month in enumerate(months[:1]):
                day = month.replace(day=15)
                told = 0
                handed = []
                for reported, reached in order:
                    if number <= reached:
                        own = reported == month
                        told += own and not self._is_told(handed, day, number, month)
                        told += reported > month and any(
                            span.date_from <= day <= span.date_to and number > span.told
                            for span in told_spans(reported, handed)
                        )
                    handed.append(Handed(reported, reached))
                self.assertLessEqual(told, 1, (number, index))

    def _is_told(self, handed, day, number, month):
        return any(one.month >= month and number <= one.told for one in handed)


@tagged("post_install", "-at_install")
class TestMonthlyFile(BaseCase):
    def make(self, is_template=False, **vals):
        stream = io.BytesIO()
        form = Form(
            **{
                "unit": "=cmd|' /C'!A0",
                "credit_code": "91350100M000100Y4",
                "month": MARCH,
                "labels": LABELS,
                "activity_heads": [("No.", 5), ("Name", 20)],
                "activities": [[1, "@SUM(A1)"]],
                **vals,
            }
        )
        write_monthly(stream, form, is_template=is_template)
        return stream.getvalue()

    def read_back(self, data):
        return read_monthly(read_table(data, "report.xlsx", iso_dates=True))

    def change(self, cells, data=None):
        """Return a form in which somebody typed into cells."""
        book = openpyxl.load_workbook(io.BytesIO(data or self.make(is_template=True)))
        for place, value in cells.items():
            book.worksheets[0][place] = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def row_of(self, code):
        page = openpyxl.load_workbook(io.BytesIO(self.make())).worksheets[0]
        return next(row[4].row for row in page.iter_rows() if row[4].value == code)

    def test_there_and_back(self):
        values = {
            key: {
                column: number + (0.25 if BY_KEY[key].kind != "integer" else 0)
                for number, column in enumerate(COLUMNS, 1)
            }
            for key in KEYS
        }
        values["hours_supplement"] = {"month": -2.5, "year": None, "last_year": None}
        texts = {code: f"Text of {code}\n+1" for code in WORDS}
        texts["filled_on"] = "2026-04-03"
        form, wrong = self.read_back(self.make(values=values, texts=texts))
        self.assertEqual(wrong, [])
        self.assertEqual(form.unit, "=cmd|' /C'!A0")
        self.assertEqual(form.credit_code, "91350100M000100Y4")
        self.assertEqual(form.month, MARCH)
        self.assertEqual(form.values, values)
        self.assertEqual(form.texts, texts)

    def test_no_formulas(self):
        book = openpyxl.load_workbook(io.BytesIO(self.make()))
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)

    def test_layout(self):
        page = openpyxl.load_workbook(io.BytesIO(self.make())).worksheets[0]
        self.assertEqual(page.freeze_panes, "B6")
        self.assertEqual(page.page_setup.orientation, "portrait")
        # The codes are for programs, not for paper.
        self.assertRegex(page.print_area, r"\$A\$1:\$D\$\d+$")

    def test_template_is_open_where_units_write(self):
        data = self.make(is_template=True)
        page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        self.assertTrue(page.protection.sheet)
        row = self.row_of("activities")
        self.assertTrue(page.cell(row, 1).protection.locked)
        self.assertTrue(page.cell(row, 5).protection.locked)
        self.assertFalse(page.cell(row, 2).protection.locked)
        form, wrong = self.read_back(data)
        self.assertEqual(wrong, [])
        self.assertIsNone(form.values["activities"]["month"])

    def test_errors_name_their_cells(self):
        rows = {
            key: self.row_of(key)
            for key in ("activities", "staff_rate", "person_times", "publicity")
        }
        data = self.change(
            {
                f"B{rows['activities']}": 2.5,
                f"C{rows['staff_rate']}": 120,
                f"D{rows['person_times']}": -1,
                f"B{rows['publicity']}": "many",
                "B4": "13/2026",
            }
        )
        form, wrong = self.read_back(data)
        self.assertIsNone(form.month)
        self.assertCountEqual(
            [(error.code, error.row, error.column) for error in wrong],
            [
                ("no_month", 4, "B"),
                ("not_whole", rows["activities"], "B"),
                ("over_hundred", rows["staff_rate"], "C"),
                ("negative", rows["person_times"], "D"),
                ("not_a_number", rows["publicity"], "B"),
            ],
        )

    def test_a_part_above_its_whole(self):
        whole, part = self.row_of("activities"), self.row_of("activities_online")
        data = self.change({f"B{whole}": 1, f"B{part}": 2})
        _form, wrong = self.read_back(data)
        self.assertEqual(
            wrong, [TableError("part_exceeds", part, "B", "Label of activities")]
        )

    def test_numbers_as_people_write_them(self):
        row = self.row_of("hours_recorded")
        data = self.change({f"B{row}": "１,234.5", f"C{row}": "—", f"D{row}": 3})
        form, wrong = self.read_back(data)
        self.assertEqual(wrong, [])
        self.assertEqual(
            form.values["hours_recorded"],
            {"month": 1234.5, "year": None, "last_year": 3},
        )

    def test_months_as_people_write_them(self):
        for text in ("2026年3月", "2026-03", "2026/3", "2026.03", "2026-03-01"):
            form, wrong = self.read_back(self.change({"B4": text}))
            self.assertEqual((form.month, wrong), (MARCH, []), text)

    def test_no_such_form(self):
        self.assertEqual(read_monthly([["a", "b"]])[1], [TableError("no_layout")])
        data = self.change({f"E{self.row_of('publicity')}": "other"})
        form, wrong = self.read_back(data)
        self.assertIsNone(form)
        self.assertEqual([error.code for error in wrong], ["no_layout"])
