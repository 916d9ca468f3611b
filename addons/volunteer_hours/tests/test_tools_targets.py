import doctest
from datetime import date
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..tools import service_time, targets
from ..tools.service_time import Version, count_days, prorate, spans_of_service

YEAR = date(2026, 1, 1), date(2026, 12, 31)
EVER = date.min, date.max


@tagged("post_install", "-at_install", "volunteer_tools")
class TestServiceTime(BaseCase):
    def test_examples(self):
        for module in (service_time, targets):
            self.assertFalse(doctest.testmod(module).failed)

    def _days(self, *versions, holes=()):
        spans = [span[:2] for span in spans_of_service(versions)]
        return count_days(spans, *YEAR, holes)

    def test_a_first_version_of_the_day_of_typing_says_nothing(self):
        typed = date(2026, 11, 20)
        self.assertEqual(self._days(Version(typed, typed_on=typed)), 365)
        self.assertEqual(
            self._days(Version(date(2026, 7, 1), typed_on=typed)), 184, "typed later"
        )

    def test_a_contract_says_when_service_began(self):
        typed = date(2026, 11, 20)
        version = Version(typed, None, date(2026, 4, 1), None, None, typed)
        self.assertEqual(self._days(version), 275)

    def test_two_contracts_left_and_came_back(self):
        first = Version(date(2020, 1, 1), None, date(2020, 1, 1), date(2026, 3, 31))
        # The second was typed after it had begun.
        second = Version(date(2026, 11, 2), None, date(2026, 10, 1))
        self.assertEqual(self._days(first, second), 90 + 92)

    def test_who_left_and_came_back_without_contracts(self):
        left = Version(date(2020, 1, 1), date(2026, 1, 31))
        back = Version(date(2026, 12, 1))
        self.assertEqual(self._days(left, back), 31 + 31)

    def test_departments_follow_each_other(self):
        spans = spans_of_service(
            [
                Version(date(2026, 7, 1), department=2),
                Version(date(2026, 1, 1), department=1, typed_on=date(2026, 1, 1)),
            ]
        )
        self.assertEqual(
            spans,
            [
                (date.min, date(2026, 6, 30), 1),
                (date(2026, 7, 1), date.max, 2),
            ],
        )

    def test_exempt_days_count_once_and_only_while_in_service(self):
        version = Version(date(2020, 1, 1), date(2026, 6, 30))
        holes = [
            (date(2026, 6, 1), date(2026, 8, 31)),
            (date(2026, 6, 15), date(2026, 6, 20)),
            (date(2025, 12, 1), date(2026, 1, 10)),
        ]
        self.assertEqual(self._days(version, holes=holes), 181 - 30 - 10)

    def test_employments_that_overlap_count_once(self):
        spans = [(date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 6, 1), date.max)]
        self.assertEqual(count_days(spans, *YEAR), 365)

    def test_aims_by_hand(self):
        # 25 h × 182/365 = 12.465… and 25 × 1/8 of half a year.
        self.assertEqual(prorate(25, 182, *YEAR), 12.47)
        self.assertEqual(prorate(25, 181, date(2026, 1, 1), date(2026, 6, 30)), 12.5)
        self.assertEqual(prorate(25, 0, *YEAR), 0)
        # A year from April, of 366 days with a leap day in it.
        leap = date(2027, 4, 1), date(2028, 3, 31)
        self.assertEqual(prorate(25, 366, *leap), 25)
        self.assertEqual(prorate(25, 183, *leap), 12.5)
        self.assertEqual(service_time.to_cents(Fraction(-1005, 1000)), -1.01)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestCourse(BaseCase):
    def test_pace(self):
        # On day 100 of 365 a quarter of the hours is there.
        course = targets.course(1000, 4000, *YEAR, date(2026, 4, 10))
        self.assertEqual(course.attainment, 25)
        self.assertEqual(course.aim_to_date, 1095.89)
        self.assertEqual(course.forecast, 3650)
        self.assertEqual(course.expected_on, date(2027, 2, 4), "day 400")
        self.assertEqual(course.status, "behind")

    def test_states_of_a_year(self):
        def status(actual, today, **more):
            return targets.course(actual, 100, *YEAR, today, **more).status

        self.assertEqual(status(0, date(2025, 12, 31)), "coming")
        self.assertEqual(status(99, date(2026, 7, 1)), "on_course")
        self.assertEqual(status(100, date(2026, 7, 1)), "reached")
        self.assertEqual(status(1, date(2026, 7, 1)), "behind")
        self.assertEqual(status(99.99, date(2027, 1, 1)), "missed")
        self.assertEqual(status(60, date(2026, 7, 1), grows=False), "behind")

    def test_the_last_day_of_the_year_is_in_it(self):
        course = targets.course(99, 100, *YEAR, date(2026, 12, 31))
        self.assertEqual((course.status, course.aim_to_date), ("behind", 100))

    def test_nothing_yet_and_debts(self):
        for actual in (0, -3):
            course = targets.course(actual, 100, *YEAR, date(2026, 7, 1))
            self.assertIsNone(course.expected_on)
        self.assertIsNone(targets.course(0.01, 100, *YEAR, date(2026, 7, 1))[3])

    def test_a_share_has_no_pace(self):
        course = targets.course(60, 100, *YEAR, date(2026, 2, 1), grows=False)
        self.assertEqual((course.aim_to_date, course.forecast), (100, 60))
        self.assertIsNone(course.expected_on)
