from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestApprovalOwners(HoursCase):
    """Nobody decides on their own hours, under whichever record they stand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The leader has a second record, which nobody has noticed yet.
        cls.duplicate = cls.make_volunteer("Leader")
        cls.company.volunteer_executive_id = cls.stranger

    def merge(self):
        self.env["volunteer.merge"].with_user(self.officer).create(
            {
                "volunteer_ids": (self.leader | self.duplicate).ids,
                "keep_id": self.leader.id,
            }
        ).action_merge()
        self.env.invalidate_all()

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_hour_cron_turns"
            ).method_direct_trigger()

    def test_hours_of_a_record_merged_into_ones_own(self):
        line = self.claim(self.duplicate)
        line.action_submit()
        self.assertEqual(line.approver_id, self.leader_user)
        self.merge()
        mine = line.with_user(self.leader_user)
        with self.assertRaisesRegex(UserError, "their own hours"):
            mine.action_approve()
        self.assertFalse(mine.my_turn)
        self.assertFalse(
            self.Hour.with_user(self.leader_user).search([("my_turn", "=", True)])
        )
        waiting = self.Hour._read_waiting_sudo(
            self.leader_user, self.env["res.groups"], {}, self.start.date()
        )
        self.assertFalse(waiting)
        # It does not wait for nobody: the office has it.
        self.run_cron()
        self.assertEqual(line.approver_group_id, line._get_office_group())

    def test_a_new_claim_under_the_merged_record(self):
        line = self.claim(self.duplicate)
        self.merge()
        line.action_submit()
        self.assertEqual(line.approver_group_id, line._get_office_group())

    def test_an_employee_turns_out_to_be_the_approver(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Leader",
                "user_id": self.leader_user.id,
                "company_id": self.company.id,
                "volunteer_id": self.duplicate.id,
            }
        )
        line = self.claim(self.duplicate)
        self.assertEqual(line.employee_id, employee)
        employee.user_id = False
        line.action_submit()
        self.assertEqual(line.approver_id, self.leader_user)
        employee.user_id = self.leader_user
        # No longer the leader's, as soon as it is known whose hours these are.
        self.assertEqual(line.approver_group_id, line._get_office_group())

    def test_the_list_has_no_own_hours(self):
        self.env["hr.employee"].create(
            {
                "name": "Officer",
                "user_id": self.officer.id,
                "company_id": self.company.id,
                "volunteer_id": self.duplicate.id,
            }
        )
        line = self.claim(self.duplicate)
        line.action_submit()
        line.with_user(self.leader_user).action_approve()
        steps = line.approval_ids.filtered(lambda step: step.state == "pending")
        self.assertEqual(steps.approver_id, self.stranger, "the executive")
        # As if it had been submitted before the officer was known to be one.
        steps.write({"approver_id": False, "group_id": line._get_office_group().id})
        line._renew_turns_sudo()
        self.assertEqual(line.approver_group_id, line._get_office_group())
        self.assertFalse(line.with_user(self.officer).my_turn)
        self.assertTrue(line.with_user(self.other_officer).my_turn)
        for officer, count in ((self.officer, 0), (self.other_officer, 1)):
            found = self.Hour.with_user(officer).search_count([("my_turn", "=", True)])
            self.assertEqual(found, count)

    def test_an_office_of_one_does_not_wait_for_itself(self):
        self.other_officer.group_ids -= self.env.ref(OFFICE)
        only = self.make_volunteer("Officer", self.officer)
        self.company.volunteer_executive_id = self.officer
        line = self.claim(only)
        with self.assertRaisesRegex(UserError, "executive in charge"):
            line.action_submit()
