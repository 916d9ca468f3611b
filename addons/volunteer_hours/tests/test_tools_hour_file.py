import doctest
from datetime import date, datetime

from odoo.tests import BaseCase

from ..tools import hour_file
from ..tools.hour_file import HourRules, parse_hours
from ..tools.hour_headings import BY_HEADING, HEADINGS

TODAY = date(2026, 3, 10)
TARGETS = ["code", "date", "start", "stop", "hours", "minutes", "description"]


class TestHourFile(BaseCase):
    def _parse(self, *cells, **rules):
        """Return ``(values of the only row, None)`` or ``(None, [(column, code)])``."""
        rows = [TARGETS, ["0001", *cells]]
        good, errors = parse_hours(
            rows, 0, TARGETS, {}, HourRules(**{"today": TODAY, **rules})
        )
        if good:
            return good[0].values, None
        return None, [(error.column, error.code) for error in errors]

    def _code(self, *cells, **rules):
        values, errors = self._parse(*cells, **rules)
        self.assertIsNone(values)
        return errors[0][1]

    def test_doctests(self):
        failed, tried = doctest.testmod(hour_file)
        self.assertFalse(failed)
        self.assertTrue(tried)

    def test_times_give_the_hours(self):
        values, _errors = self._parse("2026-03-01", "08:00", "11:30", "", "", "x")
        self.assertEqual(values["minutes"], 210)
        self.assertEqual(values["start"], datetime(2026, 3, 1, 8))
        self.assertEqual(values["stop"], datetime(2026, 3, 1, 11, 30))

    def test_a_start_with_hours_gives_the_end(self):
        values, _errors = self._parse("2026-03-01", "22:00", "", "2", "", "x")
        self.assertEqual(values["stop"], datetime(2026, 3, 2))
        values, _errors = self._parse("2026-03-01", "", "11:30", "1.5", "", "x")
        self.assertEqual(values["start"], datetime(2026, 3, 1, 10))

    def test_stamps_bring_their_date(self):
        values, _errors = self._parse(
            "", "2026-03-01 08:00:00", "2026-03-01 10:00:00", "", "", "x"
        )
        self.assertEqual(values["date"], date(2026, 3, 1))
        self.assertEqual(values["minutes"], 120)

    def test_pauses_are_allowed_and_more_is_not(self):
        values, _errors = self._parse("2026-03-01", "08:00", "12:00", "3", "", "x")
        self.assertEqual(values["minutes"], 180)
        self.assertEqual(
            self._code("2026-03-01", "08:00", "12:00", "5", "", "x"),
            "longer_than_stay",
        )

    def test_mistakes(self):
        day = "2026-03-01"
        for cells, code in (
            (("", "", "", "2", "", "x"), "no_date"),
            (("2026-03-11", "", "", "2", "", "x"), "future_date"),
            ((day, "", "", "", "", "x"), "no_hours"),
            ((day, "", "", "0", "", "x"), "no_hours"),
            ((day, "", "", "2", "", ""), "no_service"),
            ((day, "", "", "90", "", "x"), "over_day"),
            ((day, "", "", "2", "100", "x"), "two_durations"),
            ((day, "", "", "1.7", "", "x"), "not_unit"),
            ((day, "25:00", "", "1", "", "x"), "not_a_clock"),
            ((day, "22:00", "02:00", "", "", "x"), "stop_before_start"),
            ((day, "23:00", "", "2", "", "x"), "stop_before_start"),
            ((day, "", "", "two", "", "x"), "not_hours"),
            ((day, "", "", "=2+2", "", "x"), "formula"),
        ):
            self.assertEqual(self._code(*cells), code, cells)

    def test_rounding_down_on_request(self):
        cells = ("2026-03-01", "", "", "1.7", "", "x")
        values, _errors = self._parse(*cells, round_down=True)
        self.assertEqual(values["minutes"], 90)
        cells = ("2026-03-01", "", "", "0.3", "", "x")
        self.assertEqual(self._code(*cells, round_down=True), "too_short")

    def test_opening_sums_have_no_day_and_no_limit(self):
        values, _errors = self._parse(
            "", "", "", "1,234.5", "", "", opening=True, day=date(2026, 1, 1)
        )
        self.assertEqual(values["minutes"], 74070)
        self.assertEqual(values["date"], date(2026, 1, 1))
        self.assertEqual(
            self._code("", "", "", "1.01", "", "", opening=True), "not_exact"
        )

    def test_no_heading_means_two_things(self):
        count = sum(len(headings) for headings in HEADINGS.values())
        self.assertEqual(count, len(BY_HEADING))
