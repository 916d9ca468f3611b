from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.date_window import WINDOWS, window


@tagged("post_install", "-at_install")
class TestDateWindow(BaseCase):
    def test_seen_from_a_wednesday(self):
        today = date(2026, 11, 25)
        for name, days in {
            "today": (25, 25),
            "tomorrow": (26, 26),
            "week": (25, 29),
            "weekend": (28, 29),
            "month": (25, 30),
        }.items():
            expected = tuple(date(2026, 11, day) for day in days)
            self.assertEqual(window(name, today), expected, name)

    def test_weekend_on_the_weekend(self):
        saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
        self.assertEqual(window("weekend", saturday), (saturday, sunday))
        self.assertEqual(window("weekend", sunday), (sunday, sunday))
        self.assertEqual(window("week", sunday), (sunday, sunday))

    def test_turn_of_the_year(self):
        today = date(2026, 12, 31)
        self.assertEqual(window("tomorrow", today), (date(2027, 1, 1),) * 2)
        self.assertEqual(window("month", today), (today, today))
        self.assertEqual(window("week", today), (today, date(2027, 1, 3)))

    def test_never_before_today(self):
        for day in range(1, 31):
            today = date(2026, 11, day)
            for name in WINDOWS:
                first, last = window(name, today)
                self.assertTrue(today <= first <= last, (name, today))

    def test_anything_else(self):
        for name in ("", "yesterday", None):
            self.assertIsNone(window(name, date(2026, 11, 25)))
