from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.periods import period, period_before, period_of


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPeriods(BaseCase):
    def test_calendar_year(self):
        for kind, number, first, last in (
            ("year", 1, date(2026, 1, 1), date(2026, 12, 31)),
            ("half", 2, date(2026, 7, 1), date(2026, 12, 31)),
            ("quarter", 1, date(2026, 1, 1), date(2026, 3, 31)),
            ("quarter", 4, date(2026, 10, 1), date(2026, 12, 31)),
        ):
            with self.subTest(kind=kind, number=number):
                found = period(kind, 2026, number)
                self.assertEqual((found.date_from, found.date_to), (first, last))

    def test_year_that_starts_in_another_month(self):
        self.assertEqual(period("year", 2026, 1, 12).date_from, date(2025, 12, 1))
        self.assertEqual(period("year", 2026, 1, 12).date_to, date(2026, 11, 30))
        self.assertEqual(period("year", 2026, 1, 4).date_from, date(2026, 4, 1))
        self.assertEqual(period("quarter", 2028, 1, 12).date_to, date(2028, 2, 29))

    def test_period_of_a_day(self):
        for month in range(1, 13):
            for day in (date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)):
                for kind in ("year", "half", "quarter"):
                    found = period_of(kind, day, month)
                    self.assertTrue(found.date_from <= day <= found.date_to)
                    self.assertEqual(
                        found, period(kind, found.year, found.number, month)
                    )

    def test_period_before(self):
        third = period("quarter", 2026, 3)
        self.assertEqual(period_before(third), period("quarter", 2026, 2))
        first = period("half", 2026, 1, 12)
        self.assertEqual(period_before(first, 12), period("half", 2025, 2, 12))

    def test_no_such_period(self):
        for arguments in (("year", 2026, 2), ("month", 2026), ("year", 2026, 1, 13)):
            with self.subTest(arguments=arguments), self.assertRaises(ValueError):
                period(*arguments)
