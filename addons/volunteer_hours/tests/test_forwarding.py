from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestForwarding(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.claim()
        cls.line.action_submit()

    def forward(self, user, colleague, note="Was there"):
        return self.line.with_user(user).action_forward(colleague.id, note)

    def test_a_colleague_decides_and_the_route_goes_on(self):
        self.forward(self.leader_user, self.stranger)
        self.assertEqual(self.line.approver_id, self.stranger)
        steps = self.line.approval_ids.sorted(lambda step: (step.sequence, step.id))
        self.assertEqual(steps.mapped("state"), ["forwarded", "pending", "waiting"])
        self.assertEqual(steps[0].decided_by, self.leader_user)
        self.assertEqual(steps[0].note, "Was there")
        # Who handed on still reads what becomes of it.
        self.line.with_user(self.leader_user).read(["state"])
        self.line.with_user(self.stranger).action_approve()
        self.assertEqual(self.line.approver_group_id, self.env.ref(OFFICE))
        self.line.with_user(self.stranger).action_undo_decision()
        self.assertEqual(self.line.approver_id, self.stranger)
        self.line.with_user(self.stranger).action_approve()
        self.line.with_user(self.officer).action_approve()
        self.assertEqual(self.line.state, "approved")

    def test_to_whom_not(self):
        for colleague, words in (
            (self.leader_user, "wait for you"),
            (self.member_user, "own"),
            (self.portal_user, "cannot decide"),
            (self.env["res.users"], "Choose"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.forward(self.leader_user, colleague)
        with self.assertRaisesRegex(UserError, "colleague is to know"):
            self.forward(self.leader_user, self.stranger, " ")
        with self.assertRaisesRegex(UserError, "waits for"):
            self.forward(self.officer, self.stranger)
        with self.assertRaises(AccessError):
            self.forward(self.stranger, self.officer)
        self.line.with_user(self.leader_user).action_approve()
        with self.assertRaisesRegex(UserError, "agreed"):
            self.forward(self.officer, self.leader_user)

    def test_refused_by_the_colleague(self):
        self.forward(self.leader_user, self.stranger)
        self.line.with_user(self.stranger).action_refuse("Not there")
        self.assertEqual(self.line.state, "refused")
        self.line.action_submit()
        self.assertEqual(self.line.approver_id, self.leader_user)
