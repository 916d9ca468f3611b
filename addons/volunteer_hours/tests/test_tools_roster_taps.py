from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.roster_taps import group_taps, read_taps, typed_stay

NOW = datetime(2026, 11, 23, 4, 0)
CLOCK = 1_795_000_000_000
UUID = "00000000-0000-4000-8000-00000000000%d"


def raw(number=1, minutes_ago=0, kind="in", **more):
    return {
        "uuid": UUID % number,
        "kind": kind,
        "at": CLOCK - minutes_ago * 60_000,
        "signup_id": number,
        **more,
    }


@tagged("post_install", "-at_install")
class TestRosterTaps(BaseCase):
    def test_a_wrong_clock_of_the_phone_does_not_matter(self):
        """A phone hours ahead: only how long ago the tap was made counts."""
        [tap] = read_taps([raw(minutes_ago=30)], CLOCK, NOW)
        self.assertEqual(tap.when, NOW - timedelta(minutes=30))

    def test_nothing_is_tapped_in_the_future(self):
        [tap] = read_taps([raw(minutes_ago=-5)], CLOCK, NOW)
        self.assertEqual(tap.when, NOW)

    def test_order_is_that_of_the_fingers(self):
        taps = read_taps([raw(1, 5, "out"), raw(2, 40), raw(3, 5, "undo")], CLOCK, NOW)
        self.assertEqual([tap.signup_id for tap in taps], [2, 1, 3])

    def test_what_no_page_sends(self):
        for wrong in (
            None,
            [None],
            [raw(kind="delete")],
            [{**raw(), "uuid": "1"}],
            [{**raw(), "at": None}],
            [{**raw(), "at": float("nan")}],
            [{**raw(), "at": -1}],
            [{**raw(), "at": 1e30}],
            [raw(signup_id="1")],
            [raw(signup_id=True)],
            [raw(quality=2**40)],
            [raw(note=["x"])],
            [raw(code="a\0b")],
            [raw(1), raw(1, kind="out")],
        ):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                read_taps(wrong, CLOCK, NOW)
        with self.assertRaises(ValueError):
            read_taps([], "now", NOW)

    def test_all_here_is_one_group(self):
        taps = read_taps(
            [raw(1), raw(2), raw(3, kind="undo"), raw(4, kind="undo")], CLOCK, NOW
        )
        groups = [[tap.signup_id for tap in group] for group in group_taps(taps)]
        self.assertEqual(groups, [[1, 2], [3], [4]])

    def test_nobody_is_twice_in_a_group(self):
        taps = read_taps([raw(1), {**raw(2), "signup_id": 1}], CLOCK, NOW)
        self.assertEqual(len(group_taps(taps)), 2)

    def test_typed_times(self):
        zone, day = "Asia/Shanghai", date(2026, 12, 31)
        self.assertEqual(
            typed_stay(day, "22:00", "1:30", zone),
            (datetime(2026, 12, 31, 14, 0), datetime(2026, 12, 31, 17, 30)),
        )
        self.assertEqual(
            typed_stay(day, "", "00:00", zone), (None, datetime(2026, 12, 30, 16, 0))
        )
        self.assertEqual(typed_stay(day, "", "", zone), (None, None))
        # Who came in the evening left after midnight.
        self.assertEqual(
            typed_stay(day, "", "0:30", zone, datetime(2026, 12, 31, 14, 0)),
            (None, datetime(2026, 12, 31, 16, 30)),
        )
        for wrong in ("24:00", "8", "8:60", "８:00", "a"):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                typed_stay(day, wrong, "", zone)
