import doctest
from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools import weekdays
from ..tools.weekdays import format_weekdays, matching_days


@tagged("post_install", "-at_install", "volunteer_tools")
class TestWeekdays(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(weekdays).failed)

    def test_limits(self):
        first, last = date(2026, 12, 30), date(2027, 1, 3)
        self.assertEqual(len(matching_days(first, last, frozenset(), 99)), 5)
        self.assertEqual(
            matching_days(first, last, frozenset((5,)), 99), [date(2027, 1, 2)]
        )
        self.assertEqual(len(matching_days(first, last, frozenset(), 2)), 2)
        self.assertEqual(matching_days(last, first, frozenset(), 9), [])

    def test_unknown_language(self):
        self.assertEqual(format_weekdays((6,), "xx_XX"), "Sun")
        self.assertEqual(format_weekdays((), "zh_CN"), "")
