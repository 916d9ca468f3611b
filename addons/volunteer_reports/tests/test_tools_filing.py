import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import filing
from ..tools.filing import Rule, due_on, listed_from, periods_to_list

MONTHLY = Rule("monthly", day=5)
PLAN = Rule("yearly", day=30, month=5)
SUMMARY = Rule("yearly", day=15, month=1, years_after=1)


class TestToolsFiling(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(filing).failed)

    def test_a_month_is_asked_for_when_it_is_over(self):
        self.assertEqual(listed_from(MONTHLY, date(2026, 2, 1)), date(2026, 3, 1))
        self.assertEqual(
            periods_to_list(MONTHLY, date(2026, 3, 1))[-1:], [date(2026, 2, 1)]
        )
        self.assertNotIn(date(2026, 2, 1), periods_to_list(MONTHLY, date(2026, 2, 28)))

    def test_a_late_start_does_not_ask_for_what_is_long_over(self):
        self.assertEqual(
            periods_to_list(MONTHLY, date(2026, 11, 22)), [date(2026, 10, 1)]
        )
        self.assertEqual(periods_to_list(PLAN, date(2026, 11, 22)), [])

    def test_years(self):
        self.assertEqual(due_on(PLAN, date(2026, 1, 1)), date(2026, 5, 30))
        self.assertEqual(periods_to_list(PLAN, date(2026, 5, 1)), [date(2026, 1, 1)])
        self.assertEqual(
            periods_to_list(SUMMARY, date(2026, 12, 20)), [date(2026, 1, 1)]
        )
        self.assertEqual(
            periods_to_list(SUMMARY, date(2027, 1, 20)), [date(2026, 1, 1)]
        )

    def test_once(self):
        once = Rule("once", once_on=date(2026, 3, 5), lead=10)
        self.assertEqual(periods_to_list(once, date(2026, 2, 22)), [])
        self.assertEqual(periods_to_list(once, date(2026, 2, 23)), [date(2026, 3, 5)])

    def test_short_months(self):
        late = Rule("monthly", day=31)
        self.assertEqual(due_on(late, date(2026, 1, 1)), date(2026, 2, 28))
