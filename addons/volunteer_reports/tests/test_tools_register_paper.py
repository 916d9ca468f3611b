import doctest
from datetime import date

from odoo.tests import BaseCase

from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..tools import register_paper
from ..tools.register_paper import (
    PADDING,
    SIZE,
    UPRIGHT,
    cut,
    lay_out,
    share_widths,
    wrap,
)

COLUMNS = [
    Column("No.", 6, "integer"),
    Column("Date", 11, "date"),
    Column("Name", 20),
    Column("Hours", 10, "hours"),
    Column("Served", 10, "integer", True),
]


class TestToolsRegisterPaper(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(register_paper).failed, 0)

    def test_sums(self):
        rows = [(n, date(2026, 1, n), "甲", 90, n) for n in range(1, 5)]
        laid = lay_out(COLUMNS, [*rows, (5, None, None, -30, None)], across=False)
        self.assertEqual(laid.sums, ["", "", "", "5.5", "10"])
        self.assertEqual(laid.pages[0][0], ["1", "2026-01-01", "甲", "1.5", "1"])
        self.assertEqual(laid.pages[0][4], ["5", "", "", "-0.5", ""])
        self.assertAlmostEqual(sum(laid.shares), 100)

    def test_every_row_once_and_in_order(self):
        rows = [(n, date(2026, 1, 1), "门诊导医" * (n % 90), 60, 1) for n in range(300)]
        for across in (True, False):
            laid = lay_out(COLUMNS, rows, across=across, tail=40)
            numbers = [int(row[0]) for page in laid.pages for row in page]
            self.assertEqual(numbers, list(range(300)))
            self.assertGreater(len(laid.pages), 5)

    def test_no_cell_is_higher_than_a_page(self):
        text = cut("长" * 9_000 + "\n" + "a" * 9_000, 10)
        self.assertLess(len(text), 400)
        self.assertTrue(text.endswith("…"))
        self.assertEqual(cut("短\n文", 10), "短\n文")

    def test_dates_have_what_they_need(self):
        shares = share_widths(COLUMNS, UPRIGHT[0])
        self.assertGreaterEqual(shares[1] * UPRIGHT[0] / 100, 18.9)
        room = (shares[1] * UPRIGHT[0] / 100 - PADDING) / SIZE
        self.assertEqual(wrap("2026-10-28", room), ["2026-10-28"])
