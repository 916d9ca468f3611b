from odoo.tests import tagged

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestApprovalExecutive(HoursCase):
    """The last one who is asked leaves, or is the only one there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.executive = cls.make_user("test_executive", "base.group_user")
        cls.next_executive = cls.make_user("test_executive_2", "base.group_user")
        cls.company.volunteer_executive_id = cls.executive
        cls.office = cls.env.ref(OFFICE)

    def test_the_executive_leaves(self):
        own = self.claim(self.make_volunteer("Officer", self.officer))
        own.action_submit()
        own.with_user(self.leader_user).action_approve()
        self.assertEqual(own.approver_id, self.executive)
        self.executive.active = False
        self.assertEqual(own.approver_id, self.executive, "nobody else may")
        self.company.volunteer_executive_id = self.next_executive
        self.assertEqual(own.approver_id, self.next_executive)
        own.with_user(self.next_executive).action_approve()
        self.assertEqual(own.state, "approved")

    def test_what_went_up_comes_back_to_the_office(self):
        line = self.claim()
        line.action_submit()
        line.with_user(self.leader_user).action_approve()
        line.sudo()._escalate_sudo()
        self.assertEqual(line.approver_id, self.executive)
        self.executive.active = False
        self.assertEqual(line.approver_group_id, self.office)

    def test_a_new_executive_takes_nothing_from_the_old_one(self):
        own = self.claim(self.make_volunteer("Officer", self.officer))
        own.action_submit()
        own.with_user(self.leader_user).action_approve()
        self.company.volunteer_executive_id = self.next_executive
        self.assertEqual(own.approver_id, self.executive, "frozen when submitted")

    def test_a_unit_without_an_office(self):
        line = self.claim()
        (self.officer | self.other_officer).group_ids -= self.office
        line.action_submit()
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_id, self.executive)
