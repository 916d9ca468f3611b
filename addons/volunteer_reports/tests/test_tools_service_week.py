from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.dashboard import change, share, years_of
from ..tools.service_week import (
    DAYS,
    HOURS,
    SECONDS_AN_HOUR,
    WEEK,
    Span,
    fixed_offset,
    spread_week,
)

HOUR = SECONDS_AN_HOUR


def to_span(begin, end, worth):
    """Return the span of one line: seconds from Monday, and what it is worth."""
    weight = worth / (end - begin)
    return Span(
        begin // HOUR,
        end // HOUR - begin // HOUR,
        weight,
        weight * (begin % HOUR),
        weight * (end % HOUR),
    )


def spread_slowly(lines):
    """Spread lines hour by hour, as one would by hand."""
    week = [[0.0] * HOURS for _day in range(DAYS)]
    for begin, end, worth in lines:
        for hour in range(begin // HOUR, end // HOUR + 1):
            inside = min(end, (hour + 1) * HOUR) - max(begin, hour * HOUR)
            if inside > 0:
                day, clock = divmod(hour % WEEK, HOURS)
                week[day][clock] += worth * inside / (end - begin)
    return week


@tagged("post_install", "-at_install")
class TestServiceWeek(BaseCase):
    def assert_spread(self, lines):
        found = spread_week(to_span(*line) for line in lines)
        for day, (mine, slow) in enumerate(
            zip(found, spread_slowly(lines), strict=True)
        ):
            for hour, (value, wanted) in enumerate(zip(mine, slow, strict=True)):
                self.assertAlmostEqual(value, wanted, 6, f"day {day}, hour {hour}")
        return found

    def test_of_nothing(self):
        self.assertEqual(sum(map(sum, spread_week([]))), 0)

    def test_parts_of_hours(self):
        week = self.assert_spread([(8 * HOUR + 1800, 11 * HOUR, 150)])
        self.assertEqual(
            [round(minutes, 6) for minutes in week[0][7:12]], [0, 30, 60, 60, 0]
        )

    def test_within_one_hour(self):
        week = self.assert_spread([(9 * HOUR + 600, 9 * HOUR + 1200, 10)])
        self.assertAlmostEqual(week[0][9], 10)

    def test_over_midnight_and_sunday(self):
        week = self.assert_spread(
            [
                (23 * HOUR, 26 * HOUR, 180),
                (6 * HOURS * HOUR + 23 * HOUR, WEEK * HOUR + 2 * HOUR, 180),
            ]
        )
        self.assertAlmostEqual(week[1][0], 60, msg="Tuesday, after midnight")
        self.assertAlmostEqual(week[0][1], 60, msg="Monday, after a Sunday")

    def test_many(self):
        """Whatever they are, all of it is somewhere, and where it was."""
        lines = [
            (
                (number * 7919) % (WEEK * HOUR),
                (number * 7919) % (WEEK * HOUR) + 60 + number * 137 % (14 * HOUR),
                30 + number % 400,
            )
            for number in range(500)
        ]
        week = self.assert_spread(lines)
        self.assertAlmostEqual(
            sum(map(sum, week)), sum(worth for _b, _e, worth in lines), 4
        )

    def test_time_that_never_changes(self):
        year = datetime(2026, 1, 1), datetime(2026, 12, 31)
        shanghai = ["Asia/Shanghai", "Asia/Chongqing"]
        self.assertEqual(fixed_offset(shanghai, *year), 8 * HOUR)
        self.assertIsNone(fixed_offset([*shanghai, "Asia/Urumqi"], *year))
        self.assertIsNone(fixed_offset(["Europe/Berlin"], *year))
        # China had summer time then.
        summer = datetime(1988, 1, 1), datetime(1988, 12, 31)
        self.assertIsNone(fixed_offset(["Asia/Shanghai"], *summer))

    def test_years(self):
        leap = years_of(2024, date(2024, 2, 29))
        self.assertEqual(leap.until, date(2024, 2, 29))
        self.assertEqual(leap.before_until, date(2023, 2, 28))
        past = years_of(2024, date(2025, 6, 1))
        self.assertEqual(past.until, date(2024, 12, 31))
        self.assertEqual(past.before_until, date(2023, 12, 31))
        coming = years_of(2026, date(2025, 6, 1))
        self.assertEqual(coming.until, date(2026, 1, 1))

    def test_of_nothing_is_no_share(self):
        self.assertIsNone(change(5, 0))
        self.assertIsNone(share(0, 0))
        self.assertEqual(change(50, 100), -50)
        self.assertEqual(share(1, 4), 25)
