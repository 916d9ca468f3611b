from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_claim_rules import DAY, NOW, ClaimCase


@tagged("post_install", "-at_install")
class TestClaimsAgain(ClaimCase):
    """What was right when it was claimed need not be when it comes again."""

    def _refuse(self, line):
        line.action_submit()
        line.with_user(self.leader_user).action_refuse("Please say more")
        return line

    def test_a_refused_claim_does_not_come_twice(self):
        first = self._refuse(self.claim_own())
        self.claim_own().with_user(self.portal_user).action_submit()
        with freeze_time(NOW), self.assertRaisesRegex(UserError, "claimed already"):
            first.with_user(self.portal_user).action_submit()

    def test_a_refused_claim_counts_for_its_day_again(self):
        first = self._refuse(self.claim_own(DAY, 480, "Ward 3"))
        self.claim_own(DAY, 450, "Ward 4")
        with freeze_time(NOW), self.assertRaisesRegex(UserError, "limit is"):
            first.with_user(self.portal_user).action_submit()

    def test_an_old_draft_does_not_stand_for_a_later_day(self):
        line = self.claim_own()
        late = NOW + timedelta(days=60)
        with freeze_time(late), self.assertRaisesRegex(UserError, "until"):
            line.with_user(self.portal_user).action_correct_claim(
                "2026-12-20", 60, "Read to children"
            )

    def test_the_reason_for_being_late_is_of_its_day(self):
        late = datetime(2026, 12, 1, 4, 0)
        line = self.enter(when=late, late_reason="Was in hospital")
        with freeze_time(late), self.assertRaisesRegex(UserError, "said why"):
            line.with_user(self.portal_user).action_correct_claim(
                "2026-10-20", 60, "Read to children"
            )

    def test_the_reason_for_a_second_claim_is_of_its_length(self):
        self.claim_own()
        line = self.enter(override_reason="Two times")
        with freeze_time(NOW), self.assertRaisesRegex(UserError, "said why"):
            line.with_user(self.portal_user).action_correct_claim(
                DAY, 90, "Read to children"
            )

    def test_the_office_enters_no_day_to_come(self):
        with self.assertRaises(UserError):
            self.enter(date="2026-11-25")

    def test_clock_times_are_of_the_day(self):
        with self.assertRaises(UserError):
            self.enter(start="2026-11-10 00:00:00", stop="2026-11-10 01:00:00")

    def test_no_more_hours_than_from_beginning_to_end(self):
        with self.assertRaises(UserError):
            self.enter(
                minutes=600, start="2026-11-20 00:00:00", stop="2026-11-20 01:00:00"
            )

    def test_both_times_or_none(self):
        with self.assertRaises(UserError):
            self.enter(start="2026-11-20 00:00:00")

    def test_a_claim_does_not_become_an_import(self):
        line = self.claim_own()
        with self.assertRaises(UserError):
            line.with_user(self.officer).write({"source": "import"})

    def test_values_that_are_none(self):
        for odd in (
            {"project_id": "abc"},
            {"project_id": 2**70},
            {"activity_id": [1]},
            {"activity_id": 2**70},
            {"attachments": [1]},
        ):
            with self.assertRaises(UserError, msg=odd):
                self.claim_own(DAY, 60, "Ward 3", **odd)

    def test_hours_of_a_duplicate_are_own_hours(self):
        """Who was merged decides on no line of the record that went, and owns it."""
        self.company.volunteer_claim_days = 0
        duplicate = self.make_volunteer("Member once more")
        boss = self.make_user("test_boss", "base.group_user")
        kept = self.make_volunteer("Member", boss)
        self.team.leader_id = self.activity.leader_id = kept
        here = {"activity_id": self.activity.id}
        waiting = self.claim(duplicate, **here)
        draft = self.claim(duplicate, minutes=60, description="Ward 3", **here)
        waiting.action_submit()
        self.assertEqual(waiting.approver_id, boss)
        duplicate.with_user(self.officer).sudo()._merge_into_sudo(kept)
        self.env.invalidate_all()
        self.assertNotEqual(waiting.approver_id, boss, "nothing is ever stuck")
        waiting.approver_id, waiting.approver_group_id = boss, False
        seen = waiting.with_user(boss)
        self.assertFalse(seen.my_turn)
        with self.assertRaisesRegex(UserError, "own hours"):
            seen.action_approve()
        own = draft.with_user(boss)
        own.action_submit()
        self.assertNotEqual(draft.approver_id, boss)
        own.action_withdraw()

    def test_no_more_is_granted_than_the_stay(self):
        """An approver corrects hours; presence proves no more than its stamps."""
        [signup] = self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        signup.with_user(self.officer).action_check_in(when=self.start)
        signup.with_user(self.officer).action_check_out(when=self.stop)
        line = self.Hour.search([("signup_id", "=", signup.id)])
        line.with_user(self.officer).action_submit()
        seen = line.with_user(self.leader_user)
        with self.assertRaisesRegex(UserError, "beginning to end"):
            seen.action_approve(minutes=480)
        seen.action_approve(minutes=180)
        self.assertEqual(line.minutes, 180)
