from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.recurrence import (
    LAST,
    Pattern,
    collisions,
    local_hour,
    local_period,
    occurrences,
    shift_weekdays,
)

MONDAYS = frozenset({0})
SATURDAYS = frozenset({5})
EVERY_DAY = frozenset(range(7))


@tagged("post_install", "-at_install")
class TestRecurrence(BaseCase):
    def _days(self, pattern, since="2026-10-01", until="2026-10-31", **exceptions):
        days = occurrences(
            pattern, date.fromisoformat(since), date.fromisoformat(until), **exceptions
        )
        return [day.day for day in days]

    def test_weekly(self):
        pattern = Pattern(frozenset({1, 3}), date(2026, 10, 6), date(2026, 10, 20))
        self.assertEqual(self._days(pattern), [6, 8, 13, 15, 20])

    def test_every_second_week_counts_from_the_first(self):
        pattern = Pattern(MONDAYS, date(2026, 9, 30), every=2)
        self.assertEqual(self._days(pattern), [12, 26])
        # The turn of the year changes nothing.
        self.assertEqual(
            self._days(pattern, "2026-12-20", "2027-01-10"),
            [21, 4],
        )

    def test_of_the_month(self):
        for nth, expected in ((1, [3]), (2, [10]), (4, [24]), (LAST, [31])):
            pattern = Pattern(SATURDAYS, date(2026, 10, 1), nth=nth)
            self.assertEqual(self._days(pattern), expected)

    def test_holidays(self):
        table = {date(2026, 10, day): False for day in range(1, 8)}
        table[date(2026, 10, 10)] = True  # a Saturday that makes up for one of them
        first = date(2026, 10, 1)
        for rule, expected in (
            ("all", list(range(1, 13))),
            ("no_holidays", [8, 9, 10, 11, 12]),
            ("working", [8, 9, 10, 12]),
        ):
            pattern = Pattern(EVERY_DAY, first, day_rule=rule)
            self.assertEqual(
                self._days(pattern, until="2026-10-12", table=table), expected, rule
            )

    def test_exceptions(self):
        pattern = Pattern(
            MONDAYS, date(2026, 10, 1), date(2026, 10, 31), day_rule="no_holidays"
        )
        table = {date(2026, 10, 7): False}
        self.assertEqual(
            self._days(
                pattern,
                table=table,
                skipped=[date(2026, 10, 12)],
                # On a holiday too; outside the period not.
                added=[date(2026, 10, 7), date(2026, 11, 1)],
            ),
            [5, 7, 19, 26],
        )

    def test_local_times(self):
        day = date(2026, 12, 31)
        self.assertEqual(
            local_period(day, 7.5, 24, "Asia/Shanghai"),
            (datetime(2026, 12, 30, 23, 30), datetime(2026, 12, 31, 16, 0)),
        )
        # A night shift ends on the next day, in the next year.
        start, stop = local_period(day, 22, 6, "Asia/Shanghai")
        self.assertEqual(stop, datetime(2026, 12, 31, 22, 0))
        self.assertEqual(local_hour(start, "Asia/Shanghai"), 22)

    def test_shift_weekdays(self):
        self.assertEqual(shift_weekdays({0, 6}, 1), {1, 0})
        self.assertEqual(shift_weekdays({0}, -1), {6})

    def test_collisions(self):
        eight, nine, ten = (datetime(2026, 11, 24, hour) for hour in (8, 9, 10))
        self.assertEqual(
            collisions(
                [("a", eight, ten, "moved"), ("b", eight, nine, "moved")],
                [("a", nine, ten, "other"), ("b", nine, ten, "other")],
            ),
            [("a", "moved", "other")],
        )
        # Two that were both moved can collide with each other.
        self.assertEqual(
            collisions([("a", eight, ten, "one"), ("a", nine, ten, "two")], []),
            [("a", "two", "one")],
        )
