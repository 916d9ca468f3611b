from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HoursCase

# A Wednesday, 17:00 in Shanghai.
WEDNESDAY = datetime(2026, 3, 4, 9, 0)


@tagged("post_install", "-at_install")
class TestUndoDecision(HoursCase):
    def test_what_was_rewritten_since_is_submitted_again(self):
        """The leader agreed to other hours than those the volunteer has written now."""
        line = self.claim(minutes=60)
        line.action_submit()
        line.with_user(self.leader_user).action_approve()
        line.with_user(self.officer).action_refuse("Which day was it?")
        own = line.with_user(self.member_user)
        self.assertTrue(line.with_user(self.officer).can_undo)
        own.action_correct_claim(
            line.date - timedelta(days=1), 60, "Another day", self.project.id
        )
        self.env.invalidate_all()
        self.assertFalse(line.with_user(self.officer).can_undo)
        with self.assertRaisesRegex(UserError, "no decision of yours"):
            line.with_user(self.officer).action_undo_decision()
        self.assertEqual(line.state, "refused")
        titles = [entry["kind"] for entry in line.get_trail()[line.id]]
        self.assertIn("changed", titles)

    def test_a_refusal_of_the_next_round_is_taken_back(self):
        line = self.claim(date="2026-03-03")
        with freeze_time(WEDNESDAY):
            line.action_submit()
            line.with_user(self.leader_user).action_refuse("Which day was it?")
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            line.with_user(self.officer).write({"description": "The day of the fair"})
            line.action_submit()
        with freeze_time(WEDNESDAY + timedelta(hours=2)):
            line.with_user(self.leader_user).action_refuse("No")
            line.with_user(self.leader_user).action_undo_decision()
        self.assertEqual(line.approver_id, self.leader_user)

    def test_who_takes_back_has_time_to_decide(self):
        self.company.volunteer_executive_id = self.stranger
        line = self.claim(date="2026-03-03")
        with freeze_time(WEDNESDAY):
            line.action_submit()
            line.with_user(self.leader_user).action_refuse("Which day was it?")
        with (
            freeze_time(WEDNESDAY + timedelta(days=5)),
            self.enter_registry_test_mode(),
        ):
            line.with_user(self.leader_user).action_undo_decision()
            self.env.ref(
                "volunteer_hours.volunteer_hour_cron_turns"
            ).method_direct_trigger()
        self.assertEqual(line.approver_id, self.leader_user)


@tagged("post_install", "-at_install")
class TestGrantedMinutes(HoursCase):
    def test_not_more_than_the_clock_says(self):
        line = self.claim(
            start=self.start, stop=self.start + timedelta(hours=2), minutes=120
        )
        line.action_submit()
        with self.assertRaisesRegex(UserError, "from beginning to end"):
            line.with_user(self.leader_user).action_approve(minutes=180)
        line.with_user(self.leader_user).action_approve(minutes=60)
        # Who comes next may see it otherwise, within those hours.
        line.with_user(self.officer).action_approve(minutes=120)
        self.assertEqual(line.minutes, 120)

    def test_presence_proves_no_more_than_the_stay(self):
        signup = self.activity.signup_ids[:1]
        signup.with_user(self.leader_user).action_check_in("roster", when=self.start)
        signup.with_user(self.leader_user).action_check_out(when=self.stop)
        line = self.Hour.search([("signup_id", "=", signup.id)])
        if line.state == "draft":
            line.action_submit()
        with self.assertRaisesRegex(UserError, "from beginning to end"):
            line.with_user(self.leader_user).action_approve(minutes=480)

    def test_minutes_are_a_number(self):
        line = self.claim()
        line.action_submit()
        for minutes in ("60", True, 60.0, [60]):
            with self.assertRaisesRegex(UserError, "multiple of"):
                line.with_user(self.leader_user).action_approve(minutes=minutes)
