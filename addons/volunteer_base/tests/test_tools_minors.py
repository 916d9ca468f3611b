from datetime import datetime

from odoo.tests import BaseCase, tagged

from ..tools.minors import clock, exceeds_daily_hours, is_within_hours


@tagged("post_install", "-at_install", "volunteer_tools")
class TestMinors(BaseCase):
    def test_clock(self):
        for hours, text in ((7, "07:00"), (20.5, "20:30"), (0, "00:00"), (24, "24:00")):
            self.assertEqual(clock(hours), text)

    def test_hours_of_the_day(self):
        day = datetime(2026, 7, 1)
        for start, stop, allowed in (
            ((7, 0), (11, 0), True),
            ((6, 59), (9, 0), False),
            ((18, 0), (20, 0), True),
            ((18, 0), (20, 1), False),
        ):
            with self.subTest(start=start, stop=stop):
                self.assertEqual(
                    is_within_hours(
                        day.replace(hour=start[0], minute=start[1]),
                        day.replace(hour=stop[0], minute=stop[1]),
                        7,
                        20,
                    ),
                    allowed,
                )

    def test_over_midnight(self):
        start = datetime(2026, 7, 1, 22)
        self.assertFalse(is_within_hours(start, datetime(2026, 7, 2, 8), 7, 20))
        self.assertTrue(is_within_hours(start, datetime(2026, 7, 2), 7, 24))
        self.assertFalse(is_within_hours(start, datetime(2026, 7, 2, 0, 1), 0, 24))

    def test_hours_a_day(self):
        morning = (datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 10))
        noon = (datetime(2026, 7, 1, 12), datetime(2026, 7, 1, 14, 1))
        self.assertFalse(exceeds_daily_hours([morning, morning], 4))
        self.assertTrue(exceeds_daily_hours([morning, noon], 4))
        self.assertFalse(exceeds_daily_hours([], 0))
