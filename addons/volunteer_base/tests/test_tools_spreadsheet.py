import doctest
import io
import tracemalloc
from datetime import date
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.tests import BaseCase

from ..tools import spreadsheet
from ..tools.spreadsheet import Column, Sheet, write_register, write_registers

SHEET = Sheet(name="登记簿", title="志愿服务时长登记簿", caption="甲医院", total="合计")
COLUMNS = [
    Column("登记号", 10, "integer"),
    Column("日期", 12, "date"),
    Column("姓名", 12),
    Column("服务时长", 10, "hours"),
]


class TestToolsSpreadsheet(BaseCase):
    def write_rows(self, rows):
        file = io.BytesIO()
        totals = write_register(file, SHEET, COLUMNS, iter(rows))
        return totals, file

    def test_rows_and_sums(self):
        day = date(2026, 2, 28)
        totals, file = self.write_rows(
            [(1, day, "张𠮷·买买提", 90), (2, day, None, 33), (3, day, "", -90)]
        )
        self.assertEqual(totals, (3, 33))
        page = load_workbook(file)["登记簿"]
        self.assertEqual(page["A1"].value, "志愿服务时长登记簿")
        self.assertEqual([cell.value for cell in page[3]], [c.title for c in COLUMNS])
        self.assertEqual(page["B4"].value.date(), day)
        self.assertEqual(page["C4"].value, "张𠮷·买买提")
        self.assertEqual(
            [page[f"D{row}"].value for row in (4, 5, 6)], [1.5, 0.55, -1.5]
        )
        self.assertEqual(page["C5"].value, None)
        self.assertEqual(page["A7"].value, "合计")
        self.assertEqual(page["D7"].value, "=SUM(D4:D6)")
        self.assertEqual(page["D4"].number_format, "#,##0.00")
        self.assertEqual(page.freeze_panes, "A4")
        self.assertEqual(page.print_area, "'登记簿'!$A$1:$D$7")
        self.assertEqual(page.print_title_rows, "$3:$3")
        values = load_workbook(file, data_only=True)["登记簿"]
        self.assertEqual(values["D7"].value, 0.55)

    def test_text_is_text(self):
        day = date(2026, 1, 1)
        nasty = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "http://example.com",
            '=HYPERLINK("http://example.com")',
            "{=1}",
            "00231",
            "a\x00b",
            "😀<&>\"'",
            "长" * 40_000,
        ]
        _totals, file = self.write_rows((1, day, text, 60) for text in nasty)
        page = load_workbook(file).active
        for row, text in enumerate(nasty, 4):
            cell = page.cell(row, 3)
            self.assertEqual(cell.data_type, "s", text)
            self.assertIsNone(cell.hyperlink)
            if "\x00" not in text:
                self.assertEqual(cell.value, text[:32_767])

    def test_nothing(self):
        totals, file = self.write_rows([])
        self.assertEqual(totals, (0, 0))
        page = load_workbook(file).active
        self.assertEqual((page["A4"].value, page["D4"].value), ("合计", 0))

    def test_examples(self):
        self.assertEqual(doctest.testmod(spreadsheet).failed, 0)

    def test_sums_by_column(self):
        columns = [
            Column("Department", 10),
            Column("Proven", 10, "hours"),
            Column("Claimed", 10, "hours"),
            Column("Services", 10, "integer", True),
            Column("People", 10, "integer"),
            Column("Money", 10, "decimal", True),
            Column("Share", 10, "percent"),
        ]
        rows = [("A", 90, 30, 2, 1, 10.5, 0.75), ("B", 30, 60, 3, 1, None, None)]
        file = io.BytesIO()
        self.assertEqual(write_register(file, SHEET, columns, rows), (2, 210))
        page = load_workbook(file, data_only=True).active
        sums = [page.cell(6, number).value for number in range(1, 8)]
        self.assertEqual(sums, ["合计", 2, 1.5, 5, None, 10.5, None])
        self.assertEqual(page["G4"].number_format, "0.0%")
        self.assertEqual(page["G4"].value, 0.75)

    def test_sheets_notes_and_no_rows(self):
        sheet = SHEET._replace(
            empty="无", notes=("制表人：", "负责人："), landscape=False
        )
        file = io.BytesIO()
        totals = write_registers(
            file, [(sheet, COLUMNS, [(1, None, "甲", 60)]), (sheet, COLUMNS, [])]
        )
        self.assertEqual(totals, [(1, 60), (0, 0)])
        book = load_workbook(file)
        self.assertEqual(book.sheetnames, ["登记簿", "登记簿 (2)"])
        first, second = book.worksheets
        self.assertEqual(
            [first.cell(row, 1).value for row in range(5, 9)],
            ["合计", None, "制表人：", "负责人："],
        )
        self.assertIn("$D$8", first.print_area)
        self.assertEqual(first.page_setup.orientation, "portrait")
        self.assertEqual([second["A4"].value, second["D5"].value], ["无", 0])

    def test_nothing_to_add_up(self):
        """A list of names ends with its rows, not with an empty line of sums."""
        columns = [column._replace(kind="text", summed=False) for column in COLUMNS]
        file = io.BytesIO()
        rows = [("1", "甲", "乙", "丙")]
        write_registers(file, [(SHEET._replace(notes=("制表人：",)), columns, rows)])
        page = load_workbook(file).active
        self.assertEqual(
            [page.cell(row, 1).value for row in range(4, 7)], ["1", None, "制表人："]
        )

    def test_too_much(self):
        row = (1, date(2026, 1, 1), "a", 60)
        with patch.object(spreadsheet, "MAX_ROWS", 2), self.assertRaises(OverflowError):
            self.write_rows([row] * 3)

    def test_memory_does_not_grow(self):
        def peak(count):
            day = date(2026, 1, 1)
            with io.BytesIO() as file:
                tracemalloc.start()
                write_register(
                    file, SHEET, COLUMNS, ((n, day, f"n{n}", 60) for n in range(count))
                )
                size = len(file.getvalue())
                used = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
            # The file itself stands in memory here, twice.
            return used - 2 * size

        peak(10)
        self.assertLess(peak(6_000) - peak(2_000), 300_000)
