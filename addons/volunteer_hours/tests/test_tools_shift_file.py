from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.volunteer_base.tools.table_file import TableError

from ..tools.shift_file import ShiftRow, read_shifts

HEADER = ["工号", "姓名", "日期", "起", "止", "班次"]
DAY = date(2026, 3, 3)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestShiftFile(BaseCase):
    def parse(self, *cells):
        return read_shifts([HEADER, list(cells)])

    def test_shifts(self):
        for cells, start, stop, kind in (
            (("08:00", "16:00", "白班"), 8, 16, "白班"),
            # Over midnight, said or not.
            (("20:00", "8:00", "夜"), 20, 32, "夜"),
            (("20:00", "次日8:00", ""), 20, 32, ""),
            (("0800", "24:00", ""), 8, 24, ""),
        ):
            with self.subTest(cells=cells):
                good, wrong = self.parse("1001", "", "2026-03-03", *cells)
                self.assertEqual(wrong, [])
                times = [timedelta(hours=hour) for hour in (start, stop)]
                self.assertEqual(good, [ShiftRow(2, "1001", "", DAY, *times, kind)])

    def test_day_off(self):
        for cells in (("", "", "休"), ("休", "", ""), ("休息", "休息", "轮休")):
            with self.subTest(cells=cells):
                good, wrong = self.parse("", "Somebody", "2026/3/3", *cells)
                self.assertEqual(wrong, [])
                self.assertEqual((good[0].start, good[0].stop), (None, None))

    def test_mistakes(self):
        for cells, error in (
            (["", "", "2026-03-03", "8:00", "9:00", ""], ("no_person", "工号", "")),
            (["1", "", "", "8:00", "9:00", ""], ("blank_cell", "日期", "")),
            (["1", "", "3.3.", "8:00", "9:00", ""], ("not_a_date", "日期", "3.3.")),
            (["1", "", "2026-03-03", "8", "early", ""], ("not_a_clock", "止", "early")),
            (["1", "", "2026-03-03", "", "9:00", ""], ("blank_cell", "起", "")),
            (["1", "", "2026-03-03", "", "", "白班"], ("no_times", "起", "")),
            (["1", "", "2026-03-03", "9", "9:00", ""], ("same_times", "止", "9:00")),
        ):
            with self.subTest(error=error):
                code, column, value = error
                self.assertEqual(
                    self.parse(*cells), ([], [TableError(code, 2, column, value)])
                )

    def test_header(self):
        for rows in ([["日期", "起", "止"]], [["a", "b"]], [["姓名", "日期", "起"]]):
            self.assertEqual(read_shifts(rows), ([], [TableError("no_header")]))

    def test_same_row_twice_is_one_shift(self):
        row = ["1001", "", "2026-03-03", "8:00", "9:00", ""]
        good, wrong = read_shifts([HEADER, row, [], row])
        self.assertEqual((len(good), wrong), (1, []))
