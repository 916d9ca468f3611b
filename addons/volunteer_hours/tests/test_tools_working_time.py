from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.working_time import (
    Slot,
    WorkWeek,
    get_days,
    overlaps,
    to_periods,
    week_parity,
    without,
)

SHANGHAI = "Asia/Shanghai"
#: Eight to twelve and two to half past five, Friday afternoon off.
WEEK = WorkWeek(
    [Slot(day, 8.0, 12.0) for day in range(5)]
    + [Slot(day, 14.0, 17.5) for day in range(4)]
)
FULL, SHORT = [(8.0, 12.0), (14.0, 17.5)], [(8.0, 12.0)]


@tagged("post_install", "-at_install", "volunteer_tools")
class TestWorkingTime(BaseCase):
    def test_hours_of_a_day(self):
        for day, working, hours in (
            (date(2026, 3, 2), None, FULL),
            (date(2026, 3, 6), None, SHORT),
            (date(2026, 3, 7), None, []),
            # A public holiday, a make-up Saturday, and a Friday that is one anyway.
            (date(2026, 3, 2), False, []),
            (date(2026, 3, 7), True, FULL),
            (date(2026, 3, 6), True, SHORT),
        ):
            with self.subTest(day=day, working=working):
                self.assertEqual(WEEK.get_hours(day, working), hours)

    def test_flexible_schedule_has_no_hours(self):
        self.assertEqual(WorkWeek().get_hours(date(2026, 3, 2)), [])
        self.assertEqual(WorkWeek().get_hours(date(2026, 3, 7), True), [])

    def test_saturday_duty_on_a_make_up_day(self):
        week = WorkWeek([Slot(0, 8.0, 12.0), Slot(5, 8.0, 18.0)])
        self.assertEqual(week.get_hours(date(2026, 3, 7), True), [(8.0, 18.0)])

    def test_two_weeks_in_turn(self):
        monday = date(2026, 3, 2)
        parity = week_parity(monday)
        self.assertNotEqual(parity, week_parity(date(2026, 3, 9)))
        self.assertEqual(parity, week_parity(date(2026, 3, 8)))
        week = WorkWeek([Slot(0, 8.0, 12.0, parity), Slot(0, 20.0, 24.0, 1 - parity)])
        self.assertEqual(week.get_hours(monday), [(8.0, 12.0)])
        self.assertEqual(week.get_hours(date(2026, 3, 9)), [(20.0, 24.0)])
        self.assertEqual(week.get_hours(date(2026, 3, 16)), [(8.0, 12.0)])

    def test_periods(self):
        self.assertEqual(
            to_periods(date(2026, 3, 2), [(8.0, 12.0), (20.5, 24.0)], SHANGHAI),
            [
                (datetime(2026, 3, 2, 0, 0), datetime(2026, 3, 2, 4, 0)),
                (datetime(2026, 3, 2, 12, 30), datetime(2026, 3, 2, 16, 0)),
            ],
        )
        self.assertEqual(to_periods(date(2026, 3, 2), [(9.0, 9.0)], SHANGHAI), [])

    def test_days(self):
        # Until midnight in Shanghai is one day, a minute more is two.
        evening, midnight = datetime(2026, 3, 2, 14), datetime(2026, 3, 2, 16)
        self.assertEqual(get_days(evening, midnight, SHANGHAI), [date(2026, 3, 2)])
        self.assertEqual(
            get_days(evening, datetime(2026, 3, 2, 16, 1), SHANGHAI),
            [date(2026, 3, 2), date(2026, 3, 3)],
        )

    def test_without(self):
        def at(*hours):
            return tuple(datetime(2026, 3, 2, hour) for hour in hours)

        morning, afternoon = at(0, 4), at(6, 9)
        for absences, left in (
            ([], [morning, afternoon]),
            ([at(0, 9)], []),
            ([at(4, 6)], [morning, afternoon]),
            ([at(2, 7)], [at(0, 2), at(7, 9)]),
            ([at(1, 2), at(3, 4)], [at(0, 1), at(2, 3), afternoon]),
        ):
            with self.subTest(absences=absences):
                self.assertEqual(without([morning, afternoon], absences), left)

    def test_overlaps(self):
        work = [(datetime(2026, 3, 2, 0), datetime(2026, 3, 2, 4))]
        for start, stop, expected in (
            ((3, 59), (6, 0), True),
            ((4, 0), (6, 0), False),
            ((1, 0), (2, 0), True),
        ):
            with self.subTest(start=start):
                moments = (datetime(2026, 3, 2, *clock) for clock in (start, stop))
                self.assertIs(overlaps(*moments, work), expected)
        self.assertFalse(overlaps(*work[0], []))
