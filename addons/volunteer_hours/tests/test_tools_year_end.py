import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import year_end
from ..tools.working_days import WorkingDays


class TestYearEndTools(BaseCase):
    def test_examples(self):
        result = doctest.testmod(year_end)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_ten_working_days_with_a_holiday(self):
        """New Year's Day 2027 is a Friday off; the Saturday after it is worked."""
        days = WorkingDays({date(2027, 1, 1): False, date(2027, 1, 2): True})
        self.assertEqual(
            year_end.cutoff_day(date(2026, 12, 31), 10, days), date(2027, 1, 14)
        )

    def test_no_limit(self):
        self.assertIsNone(year_end.cutoff_day(date(2026, 12, 31), 0, WorkingDays()))
        self.assertFalse(
            year_end.is_prior_year(date(2020, 1, 1), date(2026, 1, 1), 1, None)
        )

    def test_a_year_that_starts_in_december(self):
        # December 2026 belongs to 2027 there, and is no former year in January.
        cutoff = date(2026, 12, 14)
        self.assertFalse(
            year_end.is_prior_year(date(2026, 12, 1), date(2027, 1, 31), 12, cutoff)
        )
        self.assertTrue(
            year_end.is_prior_year(date(2026, 11, 30), date(2026, 12, 15), 12, cutoff)
        )
        self.assertEqual(year_end.year_to_close(date(2026, 12, 5), 12).year, 2026)
        self.assertEqual(year_end.year_to_close(date(2027, 7, 5), 12).year, 2027)
