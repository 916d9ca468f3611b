from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.day_file import DayRow, read_days
from ..tools.table_file import TableError
from ..tools.table_rows import find_columns, parse_clock, parse_day


@tagged("post_install", "-at_install", "volunteer_tools")
class TestDayFile(BaseCase):
    def test_days(self):
        good, wrong = read_days(
            [
                ["2027年放假安排", "", ""],
                ["日期", "名称", "休/班"],
                ["2027-01-01", "元旦", "休"],
                [],
                ["2027年2月13日", "春节调休", "上班"],
            ]
        )
        self.assertEqual(wrong, [])
        self.assertEqual(
            good,
            [
                DayRow(3, date(2027, 1, 1), "rest", "元旦"),
                DayRow(5, date(2027, 2, 13), "work", "春节调休"),
            ],
        )

    def test_without_headings(self):
        good, wrong = read_days([["20270101", "休"], ["2027/1/2", "班", "Made up"]])
        self.assertEqual(wrong, [])
        self.assertEqual([row.working for row in good], ["rest", "work"])
        self.assertEqual([row.name for row in good], ["", "Made up"])

    def test_mistakes(self):
        for rows, error in (
            ([["one", "two"]], TableError("no_header")),
            ([["日期", "名称"], ["2027-01-01", "元旦"]], TableError("no_header")),
            (
                [["日期", "date", "休/班"]],
                TableError("header_duplicate", 1, "date"),
            ),
            (
                [["日期", "休班"], ["2027-02-30", "休"]],
                TableError("not_a_date", 2, "日期", "2027-02-30"),
            ),
            (
                [["日期", "休班"], ["2027-02-03", "半天"]],
                TableError("unknown_day_kind", 2, "休班", "半天"),
            ),
            (
                [["日期", "休班"], ["2027-02-03", ""]],
                TableError("blank_cell", 2, "休班"),
            ),
            (
                [["日期", "休班"], ["2027-02-03", "休"], ["2027/2/3", "班"]],
                TableError("twice", 3, "日期", "2"),
            ),
        ):
            with self.subTest(error=error.code):
                self.assertEqual(read_days(rows)[1], [error])

    def test_cells(self):
        self.assertEqual(find_columns([["a", "b"]], {"c": "c"}), (-1, {}))
        for text in ("", "soon", "0000-01-01", "9999-12-31", "2027-1"):
            self.assertIsNone(parse_day(text), text)
        self.assertEqual(parse_day("2027-01-01 00:00:00"), date(2027, 1, 1))
        for text in ("", "8:60", "24:01", "morning", "-8:00"):
            self.assertIsNone(parse_clock(text), text)
        for text, hours in (("8", 8), ("08:00:00", 8), ("1730", 17.5), ("+2:00", 26)):
            self.assertEqual(parse_clock(text), timedelta(hours=hours), text)
