from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestDelegation(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_volunteer_today()

    def stand_in(self, user=None, delegate=None, first=0, last=3, **vals):
        return self.env["volunteer.delegation"].create(
            {
                "user_id": (user or self.leader_user).id,
                "delegate_id": (delegate or self.stranger).id,
                "company_id": self.company.id,
                "date_from": self.today + timedelta(days=first),
                "date_to": self.today + timedelta(days=last),
                **vals,
            }
        )

    def test_a_stand_in_gets_the_turn(self):
        self.stand_in()
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_id, self.stranger)
        self.assertEqual(line.approval_ids[0].approver_id, self.leader_user)
        with self.assertRaisesRegex(UserError, "waits for"):
            line.with_user(self.leader_user).action_approve()
        line.with_user(self.stranger).action_approve()
        step = line.approval_ids.filtered("decided_by")
        self.assertEqual(
            (step.decided_by, step.acting_for_id), (self.stranger, self.leader_user)
        )
        self.assertEqual(line.approver_group_id, self.env.ref(OFFICE))
        line.with_user(self.stranger).action_undo_decision()
        self.assertEqual(line.approver_id, self.stranger)
        self.assertFalse(step.acting_for_id)

    def test_what_waits_is_moved_and_comes_back(self):
        line = self.claim()
        line.action_submit()
        delegation = self.stand_in()
        self.assertEqual(line.approver_id, self.stranger)
        delegation.with_user(self.leader_user).action_cancel()
        self.assertEqual(delegation.state, "cancelled")
        self.assertEqual(line.approver_id, self.leader_user)
        with self.assertRaisesRegex(UserError, "over"):
            delegation.with_user(self.leader_user).note = "again"

    def test_only_within_the_period(self):
        self.stand_in(first=1)
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_id, self.leader_user)

    def test_never_ones_own_hours(self):
        self.stand_in(delegate=self.member_user)
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_id, self.leader_user)

    def test_who_agreed_does_not_agree_again_for_another(self):
        self.env["volunteer.approval.route"].create(
            {
                "name": "Two people",
                "sequence": 1,
                "step_ids": [
                    (0, 0, {"kind": "leader", "sequence": 1}),
                    (0, 0, {"kind": "user", "user_id": self.stranger.id}),
                ],
            }
        )
        delegation = self.stand_in(user=self.stranger, delegate=self.leader_user)
        line = self.claim()
        line.action_submit()
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_id, self.stranger)
        delegation.action_cancel()
        # The other way round: who agreed for another is not asked in person again.
        self.stand_in()
        line = self.claim(date="2025-03-03")
        line.action_submit()
        self.assertEqual(line.approver_id, self.stranger)
        line.with_user(self.stranger).action_approve()
        self.assertEqual(line.state, "approved")
        self.assertEqual(line.approval_ids.mapped("state"), ["approved", "skipped"])

    def test_no_chains(self):
        self.stand_in()
        with self.assertRaisesRegex(ValidationError, "stands in for"):
            self.stand_in(user=self.stranger, delegate=self.officer)
        with self.assertRaisesRegex(ValidationError, "stands in for"):
            self.stand_in(user=self.officer, delegate=self.leader_user)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
        ):
            self.stand_in(delegate=self.officer, first=2, last=9)

    def test_a_stand_in_does_not_hand_back(self):
        self.stand_in()
        line = self.claim()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "stand in for"):
            line.with_user(self.stranger).action_forward(self.leader_user.id, "Yours")
        line.with_user(self.stranger).action_forward(self.officer.id, "Please")
        step = line.approval_ids.filtered("decided_by")
        self.assertEqual(
            (step.state, step.acting_for_id), ("forwarded", self.leader_user)
        )

    def test_only_colleagues(self):
        with self.assertRaisesRegex(ValidationError, "cannot decide"):
            self.stand_in(delegate=self.portal_user)

    def test_for_oneself_or_by_the_office(self):
        vals = {
            "delegate_id": self.stranger.id,
            "company_id": self.company.id,
            "date_to": fields.Date.today() + timedelta(days=3),
        }
        Delegation = self.env["volunteer.delegation"]
        own = Delegation.with_user(self.leader_user).create(vals)
        self.assertEqual(own.user_id, self.leader_user)
        with self.assertRaises(AccessError):
            Delegation.with_user(self.member_user).create(
                {**vals, "user_id": self.officer.id}
            )
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).action_cancel()
        with self.assertRaises(AccessError):
            own.with_user(self.stranger).unlink()
        with self.assertRaises(AccessError):
            own.with_user(self.member_user).read(["note"])
        own.with_user(self.officer).action_cancel()
        self.assertTrue(own.cancelled)
