import doctest
from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools import monthly_activities
from ..tools.monthly_activities import read_activities

HEADS = ["No.", "Date", "Activity", "Place", "People", "Hours", "Served", "Effect"]
MARCH = date(2026, 3, 1)


@tagged("post_install", "-at_install")
class TestMonthlyActivities(BaseCase):
    """The second sheet of a form that a unit filled in."""

    def _read(self, *rows, heads=HEADS):
        return read_activities([heads, *rows], MARCH, "S")

    def test_examples(self):
        self.assertEqual(doctest.testmod(monthly_activities).failed, 0)

    def test_what_people_type(self):
        found, wrong = self._read(
            ["1", "2026年3月5日", "Guiding", "Hall", "１,200", "2.5", "—", "Fine"],
            ["2"],
            [],
            ["", "20260306", "Singing"],
        )
        self.assertEqual(wrong, [])
        self.assertEqual(
            found,
            [
                [1, "2026-03-05", "Guiding", "Hall", 1200, 2.5, None, "Fine"],
                [2, "2026-03-06", "Singing", "", None, None, None, ""],
            ],
        )

    def test_what_is_wrong_by_cell(self):
        _found, wrong = self._read(
            [],
            ["1", "soon", "Guiding", "", "2.5", "-1", "many", ""],
            ["2", "2026-04-01", ""],
        )
        self.assertEqual(
            [(error.code, f"{error.column}{error.row}") for error in wrong],
            [
                ("not_a_date", "S!B3"),
                ("not_whole", "S!E3"),
                ("negative", "S!F3"),
                ("not_a_number", "S!G3"),
                ("other_month", "S!B4"),
                ("no_name_in_row", "S!C4"),
            ],
        )

    def test_another_sheet_is_none_of_ours(self):
        for heads in ([], HEADS[:5], [*HEADS, "More"]):
            self.assertEqual(self._read(["x", "y"], heads=heads), ([], []))
        self.assertEqual(read_activities([], MARCH, "S"), ([], []))
