from freezegun import freeze_time

from odoo.tests import tagged

from ..tools.points import expired_hundredths
from .test_point_account import PointCase


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPointExpiry(PointCase):
    def credit(self, day, points, volunteer=None, kind="event"):
        account = self.Account._get_accounts_sudo(volunteer or self.member)
        return account._move_sudo(kind, points, reason="Test", date=day)

    def switch_on(self, day="2024-06-01 04:00:00"):
        with freeze_time(day):
            self.company.volunteer_point_expiry = "next_year"

    def expire(self, moment):
        with freeze_time(moment):
            return self.Account._expire_sudo(self.company)

    def test_the_oldest_are_used_first(self):
        for gains, used, last_year, expired in (
            ({}, 0, 2024, 0),
            ({2024: 500, 2025: 300}, 0, 2024, 500),
            ({2024: 500, 2025: 300}, 200, 2024, 300),
            ({2024: 500, 2025: 300}, 500, 2024, 0),
            ({2024: 500, 2025: 300}, 700, 2024, 0),
            ({2023: 100, 2024: 500, 2025: 300}, 150, 2024, 450),
            ({2025: 300}, 0, 2024, 0),
        ):
            with self.subTest(gains=gains, used=used):
                self.assertEqual(expired_hundredths(gains, used, last_year), expired)

    def test_off_unless_switched_on(self):
        self.credit("2020-05-01", 500)
        self.assertFalse(self.expire("2030-01-01 04:00:00"))
        self.assertEqual(self.balance(), 500)

    def test_at_the_end_of_the_next_year_in_the_units_time(self):
        self.switch_on()
        self.credit("2024-05-01", 500)
        self.credit("2025-05-01", 300)
        self.credit("2025-06-01", -200, kind="spend")
        # 23:30 on New Year's Eve in Shanghai, and half an hour into the new year.
        self.assertFalse(self.expire("2025-12-31 15:30:00"))
        moves = self.expire("2025-12-31 16:30:00")
        self.assertEqual(moves.mapped("hundredths"), [-300])
        self.assertEqual(self.balance(), 300)
        self.assertFalse(self.expire("2026-06-01 04:00:00"))
        self.assertEqual(self.expire("2027-01-01 04:00:00").hundredths, -300)
        self.assertEqual(self.balance(), 0)

    def test_nothing_in_the_year_in_which_it_is_switched_on(self):
        self.credit("2020-05-01", 500)
        self.switch_on("2026-06-01 04:00:00")
        self.assertFalse(self.expire("2026-12-31 04:00:00"))
        self.assertTrue(self.expire("2027-01-01 04:00:00"))

    def test_what_was_given_back_is_as_old_as_it_was(self):
        self.switch_on()
        self.credit("2024-05-01", 500)
        self.credit("2024-06-01", -500, kind="spend")
        self.credit("2025-06-01", 500, kind="refund")
        self.assertEqual(self.expire("2026-01-01 04:00:00").hundredths, -500)

    def test_hours_count_from_when_they_were_recorded(self):
        self.switch_on("2015-06-01 04:00:00")
        line = self.earn(date="2015-01-05")
        year = line.notice_id.closed_on.year
        self.assertFalse(self.expire(f"{year + 1}-06-01 04:00:00"))
        self.assertEqual(self.expire(f"{year + 2}-06-01 04:00:00").hundredths, -300)

    def test_reversed_hours_expire_no_second_time(self):
        self.switch_on("2015-06-01 04:00:00")
        line = self.earn()
        year = line.notice_id.closed_on.year
        self.reverse(line)
        self.assertFalse(self.expire(f"{year + 2}-06-01 04:00:00"))
        self.assertEqual(self.balance(), 0)

    def test_people_hear_of_it_in_december_once(self):
        self.switch_on()
        self.credit("2024-05-01", 500)
        self.credit("2025-05-01", 300, self.citizen)
        for day in ("2025-11-30", "2025-12-01", "2025-12-02"):
            with freeze_time(f"{day} 04:00:00"):
                self.Account._tell_expiring_sudo(self.company)
        told = self.env["volunteer.message"].search(
            [("key", "=", "points-expire-2025")]
        )
        self.assertEqual(told.volunteer_id, self.member)
        self.assertIn("5 of your points", told.body)

    def test_every_night(self):
        self.switch_on("2020-06-01 04:00:00")
        self.credit("2020-05-01", 500)
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_point_account_cron_expire"
            ).method_direct_trigger()
        self.assertEqual(self.balance(), 0)

    def test_queries_do_not_grow(self):
        self.switch_on()

        def count(people):
            for person in people:
                self.credit("2024-05-01", 500, person)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.expire("2026-01-01 04:00:00")), len(people))
            return self.env.cr.sql_log_count - before

        people = [self.make_volunteer(f"Other {number}") for number in range(22)]
        count(people[:1])
        one = count(people[1:2])
        self.assertLessEqual(count(people[2:]), one)
