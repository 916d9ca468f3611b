from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from ..tools.claims import (
    ClaimTimeError,
    Service,
    claimed_period,
    is_same_service,
    last_claim_day,
)
from ..tools.working_days import WorkingDays

DAY = date(2026, 11, 20)
SHANGHAI = "Asia/Shanghai"


@tagged("post_install", "-at_install")
class TestClaims(BaseCase):
    def test_last_day(self):
        """Weekends and holidays do not count; make-up days do; 0 is no limit."""
        plain = WorkingDays()
        self.assertEqual(last_claim_day(DAY, 3, plain), date(2026, 11, 25))
        table = WorkingDays({date(2026, 11, 22): True, date(2026, 11, 23): False})
        self.assertEqual(last_claim_day(DAY, 3, table), date(2026, 11, 25))
        self.assertEqual(
            last_claim_day(DAY, 1, WorkingDays({date(2026, 11, 21): True})),
            date(2026, 11, 21),
        )
        self.assertIsNone(last_claim_day(DAY, 0, plain))
        # Over the end of a year.
        self.assertEqual(last_claim_day(date(2026, 12, 30), 3, plain), date(2027, 1, 4))

    def test_period(self):
        self.assertEqual(
            claimed_period(DAY, "08:00", 90, SHANGHAI),
            (datetime(2026, 11, 20, 0, 0), datetime(2026, 11, 20, 1, 30)),
        )
        # A full-width colon comes out of Chinese keyboards.
        self.assertEqual(
            claimed_period(DAY, "22：30", 90, SHANGHAI),
            (datetime(2026, 11, 20, 14, 30), datetime(2026, 11, 20, 16, 0)),
        )
        self.assertIsNone(claimed_period(DAY, None, 90, SHANGHAI))
        self.assertIsNone(claimed_period(DAY, "", 90, SHANGHAI))

    def test_no_period(self):
        for start, minutes, reason in (
            ("25:00", 60, "clock"),
            ("noon", 60, "clock"),
            (800, 60, "clock"),
            ("23:30", 60, "midnight"),
        ):
            with self.subTest(start), self.assertRaises(ClaimTimeError) as refused:
                claimed_period(DAY, start, minutes, SHANGHAI)
            self.assertEqual(refused.exception.reason, reason)

    def test_same_service(self):
        eight, ten = datetime(2026, 11, 20, 0), datetime(2026, 11, 20, 2)
        one = Service(1, None, 120, None, "门诊导医")
        for other, same in (
            (one, True),
            # Same project and length, whatever the words.
            (one._replace(text="带路"), True),
            (one._replace(start=eight), True),
            # Other length and other words: another service.
            (one._replace(minutes=60, text="带路"), False),
            # Other length, but the same words: one of the two is a mistake.
            (one._replace(minutes=60, text="在门诊导医。"), True),
            (one._replace(minutes=60, start=eight), False),
            # Another project.
            (one._replace(project=2), False),
            # Neither names a project: the words decide.
            (one._replace(project=None), True),
            (one._replace(project=None, text="带路"), False),
            # Of one project, but of two activities.
            (one._replace(activity=5), True),
        ):
            with self.subTest(other=other):
                self.assertEqual(is_same_service(one, other), same)
                self.assertEqual(is_same_service(other, one), same)
        first, second = (one._replace(activity=number, start=None) for number in (5, 6))
        self.assertFalse(is_same_service(first, second))
        # Both say when: overlaps are held by the database.
        self.assertFalse(
            is_same_service(one._replace(start=eight), one._replace(start=ten))
        )
        self.assertFalse(
            is_same_service(
                Service(None, None, 60, None, ""), Service(None, None, 60, None, None)
            )
        )
