from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.annual import KEYS, METRICS, PARTS, SUMMARY, show, utc_bounds


@tagged("post_install", "-at_install")
class TestAnnual(BaseCase):
    def test_shown(self):
        self.assertEqual(show(None, "integer"), "—")
        self.assertEqual(show(3.0, "integer"), "3")
        self.assertEqual(show(0.05, "hours"), "0.05")
        self.assertEqual(show(1200.5, "hours"), "1200.5")
        self.assertEqual(show(99.96, "percent"), "100.0 %")

    def test_bounds_are_the_units_days(self):
        since, until = utc_bounds(date(2025, 1, 1), date(2025, 12, 31), "UTC")
        self.assertEqual(since, datetime(2025, 1, 1))
        self.assertEqual(until, datetime(2026, 1, 1))

    def test_parts_and_aims_are_figures(self):
        known = {key for figures in KEYS.values() for key in figures}
        self.assertLessEqual(PARTS, known)
        self.assertLessEqual(set(METRICS.values()), set(SUMMARY))
