from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.escalation import escalation_cutoff
from ..tools.working_days import WorkingDays


@tagged("post_install", "-at_install")
class TestEscalation(BaseCase):
    def cutoff(self, day, days=2, **exceptions):
        calendar = WorkingDays(
            {date(2026, 3, int(key[1:])): value for key, value in exceptions.items()}
        )
        return escalation_cutoff(datetime(2026, 3, day, 15, 0), days, calendar)

    def test_within_the_week(self):
        # 2026-03-05 is a Thursday.
        self.assertEqual(self.cutoff(5), datetime(2026, 3, 3, 15, 0))
        self.assertEqual(self.cutoff(5, days=1), datetime(2026, 3, 4, 15, 0))

    def test_over_the_weekend(self):
        # Tuesday: what arrived on Friday at three, and nothing of the weekend.
        self.assertEqual(self.cutoff(10), datetime(2026, 3, 6, 15, 0))
        # Wednesday: with the weekend, whose time began on Monday.
        self.assertEqual(self.cutoff(11), datetime(2026, 3, 9, 15, 0))

    def test_nothing_goes_up_on_a_day_off(self):
        self.assertIsNone(self.cutoff(7))
        self.assertIsNone(self.cutoff(5, d5=False))

    def test_make_up_days_and_holidays(self):
        self.assertEqual(self.cutoff(7, d7=True), datetime(2026, 3, 5, 15, 0))
        self.assertEqual(self.cutoff(10, d9=False), datetime(2026, 3, 5, 15, 0))

    def test_at_least_a_day(self):
        with self.assertRaises(ValueError):
            self.cutoff(5, days=0)
