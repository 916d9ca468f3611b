from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from odoo.tests import BaseCase, tagged

from ..tools.granting import (
    UNITS,
    ClaimMinutesError,
    check_claim_minutes,
    granted_by_date,
    granted_interval,
    hours_from_minutes,
    split_at_midnight,
)

SHANGHAI = "Asia/Shanghai"


def at(clock, day=4):
    """Return a moment of March 2024, from ``HH:MM`` or ``HH:MM:SS``."""
    return datetime.fromisoformat(f"2024-03-{day:02} {clock}")


@tagged("post_install", "-at_install", "volunteer_tools")
class TestGrantedInterval(BaseCase):
    def assert_granted(self, check_in, check_out, expected, **options):
        granted = granted_interval(
            at(check_in), at(check_out), at("09:00"), at("11:00"), **options
        )
        start, stop, minutes = expected
        self.assertEqual(granted, (start and at(start), stop and at(stop), minutes))

    def test_within_tolerance_counts_as_planned(self):
        for check_in in ("08:50", "08:57:31", "09:00", "09:10", "09:10:59"):
            for check_out in ("10:50", "10:59:59", "11:00", "11:10:30"):
                with self.subTest(check_in=check_in, check_out=check_out):
                    self.assert_granted(check_in, check_out, ("09:00", "11:00", 120))

    def test_the_rest_rounds_down(self):
        for check_in, check_out, expected in (
            ("09:11", "11:00", ("09:11", "10:41", 90)),
            ("08:49", "11:00", ("08:49", "10:49", 120)),
            ("08:30", "11:00", ("08:30", "11:00", 150)),
            ("09:00", "10:49", ("09:00", "10:30", 90)),
            ("09:00", "11:11", ("09:00", "11:00", 120)),
            ("09:00", "11:30", ("09:00", "11:30", 150)),
            ("09:45", "10:15", ("09:45", "10:15", 30)),
        ):
            with self.subTest(check_in=check_in, check_out=check_out):
                self.assert_granted(check_in, check_out, expected)

    def test_minimum(self):
        self.assert_granted("09:00", "09:12", ("09:00", "09:12", 30))
        self.assert_granted("09:20", "09:21", ("09:20", "09:21", 30))
        self.assert_granted("09:00", "09:12", (None, None, 0), minimum=0)
        self.assert_granted("09:00", "09:50", ("09:00", "09:50", 60), minimum=60)
        self.assert_granted("09:00", "09:50", ("09:00", "09:30", 30), unit=60)

    def test_no_stay(self):
        for check_in, check_out in (
            ("09:30", "09:30"),
            ("09:30:05", "09:30:55"),
            ("10:00", "09:30"),
            ("08:50", "08:58"),
            ("08:55", "08:55"),
            ("11:05", "11:09"),
        ):
            with self.subTest(check_in=check_in, check_out=check_out):
                self.assert_granted(check_in, check_out, (None, None, 0))

    def test_short_activity(self):
        granted = granted_interval(at("09:05"), at("09:06"), at("09:00"), at("09:15"))
        self.assertEqual(granted, (at("09:00"), at("09:15"), 30))

    def test_without_plan(self):
        granted = granted_interval(at("09:07:40"), at("10:52:10"))
        self.assertEqual(granted, (at("09:07"), at("10:37"), 90))
        granted = granted_interval(at("09:07"), at("10:52"), planned_start=at("09:00"))
        self.assertEqual(granted, (at("09:00"), at("10:30"), 90))

    def test_tolerance_and_units(self):
        self.assert_granted("09:01", "11:00", ("09:01", "10:31", 90), tolerance=0)
        self.assert_granted("09:30", "11:00", ("09:00", "11:00", 120), tolerance=30)
        for unit, minutes in ((60, 60), (30, 90), (15, 105), (6, 108), (3, 108)):
            with self.subTest(unit=unit):
                granted = granted_interval(at("09:00"), at("10:49"), unit=unit)
                self.assertEqual(granted.minutes, minutes)

    def test_refused_settings(self):
        for options in (
            {"unit": 0},
            {"unit": 20},
            {"unit": -30},
            {"tolerance": -1},
            {"minimum": -3},
            {"minimum": 10},
        ):
            with self.subTest(options=options), self.assertRaises(ValueError):
                granted_interval(at("09:00"), at("10:00"), **options)

    def test_laws(self):
        """Whole units, exact hours, and no more than the stay beyond the minimum."""
        for unit, begin, length in product(UNITS, range(-25, 26, 5), range(1, 190, 7)):
            check_in = at("09:00") + timedelta(minutes=begin)
            check_out = check_in + timedelta(minutes=length)
            granted = granted_interval(
                check_in, check_out, at("09:00"), at("11:00"), unit=unit, minimum=0
            )
            hours_from_minutes(granted.minutes)
            self.assertEqual(granted.minutes % unit, 0)
            if granted.minutes:
                span = granted.stop - granted.start
                self.assertEqual(span, timedelta(minutes=granted.minutes))
                self.assertLessEqual(granted.minutes, length + 20)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestMidnight(BaseCase):
    def test_one_day(self):
        pieces = split_at_midnight(at("01:00"), at("03:00"), SHANGHAI)
        self.assertEqual(pieces, [(date(2024, 3, 4), at("01:00"), at("03:00"))])

    def test_over_midnight(self):
        for tz in (SHANGHAI, ZoneInfo(SHANGHAI)):
            pieces = split_at_midnight(at("14:00"), at("18:00"), tz)
            self.assertEqual(
                pieces,
                [
                    (date(2024, 3, 4), at("14:00"), at("16:00")),
                    (date(2024, 3, 5), at("16:00"), at("18:00")),
                ],
            )
        three = split_at_midnight(at("12:00"), at("12:00", 6), "UTC")
        self.assertEqual([piece[0].day for piece in three], [4, 5, 6])

    def test_borders(self):
        midnight = at("16:00")
        before, after = date(2024, 3, 4), date(2024, 3, 5)
        for start, stop, days in (
            (at("15:00"), midnight, [before]),
            (midnight, at("17:00"), [after]),
            (midnight - timedelta(seconds=1), midnight + timedelta(seconds=1), None),
        ):
            found = [piece[0] for piece in split_at_midnight(start, stop, SHANGHAI)]
            self.assertEqual(found, days or [before, after])

    def test_empty(self):
        self.assertEqual(split_at_midnight(at("09:00"), at("09:00"), SHANGHAI), [])
        self.assertEqual(split_at_midnight(at("09:00"), at("08:00"), SHANGHAI), [])

    def test_unknown_zone(self):
        with self.assertRaises(ZoneInfoNotFoundError):
            split_at_midnight(at("09:00"), at("10:00"), "Asia/Nowhere")

    def test_days_on_which_clocks_change(self):
        for tz, day, hours in (
            ("Europe/Berlin", date(2024, 3, 31), 23),
            ("Europe/Berlin", date(2024, 10, 27), 25),
            ("Asia/Beirut", date(2024, 3, 31), 23),  # 00:00 does not exist
            ("America/Havana", date(2024, 11, 3), 25),  # 00:00 comes twice
            ("America/Sao_Paulo", date(2018, 2, 17), 25),  # 23:00 comes twice
            ("America/Sao_Paulo", date(2018, 11, 4), 23),
            (SHANGHAI, date(1986, 5, 4), 23),
        ):
            noon = datetime(day.year, day.month, day.day, 12)
            first, last = noon - timedelta(days=3), noon + timedelta(days=3)
            pieces = split_at_midnight(first, last, tz)
            with self.subTest(tz=tz, day=day):
                self.assertEqual((pieces[0][1], pieces[-1][2]), (first, last))
                for before, after in zip(pieces, pieces[1:], strict=False):
                    self.assertEqual(before[2], after[1])
                    self.assertEqual(before[0] + timedelta(days=1), after[0])
                ((start, stop),) = [piece[1:] for piece in pieces if piece[0] == day]
                self.assertEqual(stop - start, timedelta(hours=hours))
                local = start.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(tz))
                self.assertEqual(local.date(), day)

    def test_granted_by_date(self):
        rows = granted_by_date(at("14:00"), at("17:20"), tz=SHANGHAI)
        self.assertEqual(
            rows,
            [
                (date(2024, 3, 4), at("14:00"), at("16:00"), 120),
                (date(2024, 3, 5), at("16:00"), at("17:00"), 60),
            ],
        )
        self.assertEqual(granted_by_date(at("14:00"), at("14:00"), tz=SHANGHAI), [])
        rows = granted_by_date(
            at("13:55"), at("18:05"), at("14:00"), at("18:00"), tz=SHANGHAI
        )
        self.assertEqual([row.minutes for row in rows], [120, 120])

    def test_a_unit_over_midnight(self):
        rows = granted_by_date(at("15:50"), at("17:00"), tz=SHANGHAI)
        self.assertEqual(rows, [(date(2024, 3, 5), at("16:00"), at("16:50"), 60)])
        rows = granted_by_date(at("15:15"), at("16:15"), tz=SHANGHAI)
        self.assertEqual([row.minutes for row in rows], [30, 30])

    def test_minimum_over_midnight_is_given_once(self):
        rows = granted_by_date(at("15:50"), at("16:05"), tz=SHANGHAI)
        self.assertEqual(rows, [(date(2024, 3, 4), at("15:50"), at("16:00"), 30)])
        rows = granted_by_date(at("15:55"), at("16:20"), tz=SHANGHAI)
        self.assertEqual(rows, [(date(2024, 3, 5), at("16:00"), at("16:20"), 30)])

    def test_dates_add_up(self):
        for begin, length, unit in product(
            range(0, 120, 7), range(1, 300, 11), (30, 6)
        ):
            check_in = at("14:30") + timedelta(minutes=begin)
            check_out = check_in + timedelta(minutes=length)
            whole = granted_interval(check_in, check_out, unit=unit)
            rows = granted_by_date(check_in, check_out, tz=SHANGHAI, unit=unit)
            self.assertEqual(sum(row.minutes for row in rows), whole.minutes)
            for row in rows:
                self.assertLess(row.start, row.stop)
                self.assertGreater(row.minutes, 0)
                self.assertEqual(row.minutes % unit, 0)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestMinutes(BaseCase):
    def test_hours_are_exact(self):
        for minutes in range(-600, 601, 3):
            hours = hours_from_minutes(minutes)
            self.assertEqual(hours * 60, minutes)
            self.assertEqual(hours.as_tuple().exponent, -2)
        self.assertEqual(str(hours_from_minutes(90)), "1.50")
        self.assertEqual(hours_from_minutes(-30), Decimal("-0.5"))
        for minutes in (1, 10, -4):
            with self.assertRaises(ValueError):
                hours_from_minutes(minutes)

    def test_claims(self):
        for minutes, unit in ((30, 30), (480, 30), (60, 60), (3, 3), (1440, 30)):
            self.assertEqual(check_claim_minutes(minutes, unit), minutes)
        for reason, minutes, unit in (
            ("not_positive", 0, 30),
            ("not_positive", -30, 30),
            ("not_unit", 45, 30),
            ("not_unit", 30, 60),
            ("over_day", 1470, 30),
        ):
            with self.subTest(minutes=minutes):
                with self.assertRaises(ClaimMinutesError) as caught:
                    check_claim_minutes(minutes, unit)
                self.assertEqual(caught.exception.reason, reason)
        with self.assertRaises(ValueError):
            check_claim_minutes(30, 7)
