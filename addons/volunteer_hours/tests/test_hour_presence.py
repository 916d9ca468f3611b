from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestPresence(HoursCase):
    def signup(self, volunteer, activity=None):
        return (activity or self.activity).signup_ids.filtered(
            lambda signup: signup.volunteer_id == volunteer
        )

    def test_leader_confirms_everybody(self):
        ids = self.activity.with_user(self.leader_user).action_confirm_all_present()
        lines = self.Hour.browse(ids)
        self.assertEqual(lines.volunteer_id, self.member | self.citizen)
        for line in lines:
            self.assertEqual(line.hours, 3.5)
            self.assertTrue(line.proven)
            self.assertEqual((line.source, line.method), ("checkin", "roster"))
            self.assertEqual(
                (line.state, line.start, line.stop), ("draft", self.start, self.stop)
            )
        self.assertEqual(set(self.activity.signup_ids.mapped("state")), {"attended"})

    def test_confirming_twice_gives_no_second_line(self):
        activity = self.activity.with_user(self.leader_user)
        activity.action_confirm_all_present()
        self.activity.signup_ids.with_user(self.leader_user).action_confirm_presence()
        self.assertEqual(len(self.activity.hour_ids), 2)

    def test_stamps_are_kept_and_rounded(self):
        """08:06 counts as 08:00; leaving at 10:50 gives two and a half hours."""
        signup = self.signup(self.member).with_user(self.leader_user)
        stamp = self.start + timedelta(minutes=6, seconds=20)
        [line_id] = signup.action_check_in("roster", stamp)
        line = self.Hour.browse(line_id)
        self.assertEqual(line.state, "open")
        signup.action_check_out(self.start + timedelta(hours=2, minutes=50))
        self.assertEqual((line.state, line.hours), ("draft", 2.5))
        self.assertEqual(line.check_in, stamp)
        self.assertEqual(line.start, self.start)

    def test_who_does_not_serve_is_not_checked_in(self):
        """Suspended or gone by then; who left afterwards keeps what was served."""
        for method in ("action_suspend", "action_leave"):
            getattr(self.member, method)("Moved away")
            signup = self.signup(self.member).with_user(self.leader_user)
            # A step of the life cycle is dated by the clock, the service by the test.
            self.env.cr.execute(
                "UPDATE volunteer_life_event SET date = %s WHERE volunteer_id = %s",
                [self.start - timedelta(days=1), self.member.id],
            )
            with self.assertRaisesRegex(UserError, "Member .*do not|do not .*Member"):
                signup.action_check_in("roster", self.start)
            with self.assertRaisesRegex(UserError, "volunteer office"):
                signup.action_confirm_presence()
        self.assertFalse(self.activity.hour_ids)
        event = self.member.life_event_ids.sorted("id")[-1:]
        self.env.cr.execute(
            "UPDATE volunteer_life_event SET date = %s, state_from = 'registered' "
            "WHERE id = %s",
            [self.stop + timedelta(days=1), event.id],
        )
        self.env.invalidate_all()
        signup.action_confirm_presence()
        self.assertEqual(self.activity.hour_ids.volunteer_id, self.member)

    def test_double_scan(self):
        signup = self.signup(self.member).with_user(self.leader_user)
        first = signup.action_check_in("roster", self.start)
        self.assertEqual(
            signup.action_check_in("roster", self.start + timedelta(hours=1)), first
        )
        self.assertEqual(self.Hour.browse(first).check_in, self.start)

    def test_over_midnight_two_lines(self):
        """From 22:00 to 02:00 in Shanghai: two hours on each of two dates."""
        start = datetime(2025, 3, 3, 14, 0)
        activity = self.make_activity(start, start + timedelta(hours=4), self.member)
        lines = self.Hour.browse(
            activity.with_user(self.leader_user).action_confirm_all_present()
        )
        self.assertEqual(
            sorted((str(line.date), line.hours, line.state) for line in lines),
            [("2025-03-03", 2.0, "draft"), ("2025-03-04", 2.0, "draft")],
        )

    def test_local_date_after_midnight(self):
        """00:30 in Shanghai is still yesterday in UTC; the line is of today."""
        start = datetime(2025, 12, 31, 16, 30)
        activity = self.make_activity(start, start + timedelta(hours=1), self.member)
        lines = self.Hour.browse(
            activity.with_user(self.leader_user).action_confirm_all_present()
        )
        self.assertEqual(str(lines.date), "2026-01-01")
        self.assertEqual(str(activity.date), "2026-01-01")

    def test_only_who_is_in_charge(self):
        signup = self.signup(self.member)
        for user in (self.member_user, self.stranger, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signup.with_user(user).action_check_in()
        with self.assertRaises(AccessError):
            self.activity.with_user(self.member_user).action_confirm_all_present()

    def test_a_code_is_not_claimed_over_rpc(self):
        """The method is no choice of the caller: codes are checked by their pages."""
        with self.assertRaisesRegex(UserError, "own pages"):
            self.signup(self.member).with_user(self.leader_user).action_check_in("qr")

    def test_not_before_it_is_over(self):
        soon = fields.Datetime.now().replace(microsecond=0) + timedelta(hours=1)
        activity = self.make_activity(soon, soon + timedelta(hours=2), self.member)
        with self.assertRaisesRegex(UserError, "not over yet"):
            activity.with_user(self.leader_user).action_confirm_all_present()

    def test_a_cancelled_sign_up_gives_no_hours(self):
        signup = self.signup(self.citizen)
        signup.with_user(self.officer).action_cancel()
        with self.assertRaisesRegex(UserError, "wait for a check-in"):
            signup.with_user(self.leader_user).action_check_in("roster", self.start)

    def test_finishing_submits_hours(self):
        activity = self.activity.with_user(self.leader_user)
        with self.assertRaisesRegex(UserError, "present and who was absent"):
            activity.action_done()
        self.signup(self.citizen).with_user(self.leader_user).action_mark_absent()
        activity.action_confirm_all_present()
        activity.action_done()
        self.assertEqual(self.activity.state, "done")
        self.assertEqual(self.activity.hour_ids.mapped("state"), ["submitted"])
        self.assertEqual(self.activity.hour_ids.volunteer_id, self.member)

    def test_heads_only_activities_give_no_hours(self):
        activity = self.make_activity(
            self.stop, self.stop + timedelta(hours=1), self.member, counts_hours=False
        )
        with self.assertRaisesRegex(UserError, "wait for a check-in"):
            activity.with_user(self.leader_user).action_confirm_all_present()

    def test_who_is_checked_in_is_not_erased(self):
        """The stay would stay open for good: whoever leads ends it first."""
        # In the daytime, since nobody knows whether the citizen is of age.
        self.enterContext(freeze_time(self.start + timedelta(days=7, hours=2)))
        activity = self.make_activity(
            fields.Datetime.now() - timedelta(minutes=30),
            fields.Datetime.now() + timedelta(hours=1),
        )
        signup = activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        signup.with_user(self.leader_user).action_check_in("roster", activity.start)
        erase = self.citizen.with_user(self.officer).action_erase
        with self.assertRaisesRegex(UserError, self.leader_user.login):
            erase("Asked")
        signup.with_user(self.leader_user).action_check_out()
        erase("Asked")
        self.assertTrue(self.citizen.erased_on)
