from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OFFICE, HoursCase

# A Wednesday, 17:00 in Shanghai.
WEDNESDAY = datetime(2026, 3, 4, 9, 0)


@tagged("post_install", "-at_install")
class TestEscalation(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.upper_user = cls.make_user("test_upper", "volunteer_base.group_leader")
        cls.upper = cls.make_volunteer("Upper", cls.upper_user)
        cls.above = cls.env["volunteer.team"].create(
            {
                "name": "All Guides",
                "company_id": cls.company.id,
                "leader_id": cls.upper.id,
            }
        )
        cls.team.parent_id = cls.above
        cls.company.volunteer_executive_id = cls.stranger
        cls.office = cls.env.ref(OFFICE)

    def submit(self, **vals):
        line = self.claim(**vals)
        with freeze_time(WEDNESDAY):
            line.action_submit()
        return line

    def run_cron(self, **later):
        with (
            freeze_time(WEDNESDAY + timedelta(**later)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(
                "volunteer_hours.volunteer_hour_cron_turns"
            ).method_direct_trigger()

    def test_step_by_step_up(self):
        line = self.submit()
        self.run_cron(days=1, hours=23)
        self.assertEqual(line.approver_id, self.leader_user)
        self.run_cron(days=2)
        self.assertEqual(line.approver_id, self.upper_user)
        # Over the weekend to Tuesday; then once more; the office's step is not doubled.
        self.run_cron(days=5)
        self.assertEqual(line.approver_id, self.upper_user)
        self.run_cron(days=6)
        self.assertEqual(line.approver_group_id, self.office)
        steps = line.approval_ids.sorted(lambda step: (step.sequence, step.id))
        self.assertEqual(
            steps.mapped("state"), ["escalated", "escalated", "pending", "skipped"]
        )
        self.run_cron(days=8)
        self.assertEqual(line.approver_id, self.stranger)
        self.run_cron(days=20)
        self.assertEqual(line.approver_id, self.stranger, "nobody is above")
        line.with_user(self.stranger).action_approve()
        self.assertEqual(line.state, "approved")

    def test_who_decides_after_all_moves_on(self):
        line = self.submit()
        self.run_cron(days=2)
        line.with_user(self.upper_user).action_approve()
        self.assertEqual(line.approver_group_id, self.office)
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")

    def test_a_decision_after_it_went_up_is_taken_back(self):
        self.above.leader_id = False
        line = self.submit()
        self.run_cron(days=2)
        self.assertEqual(line.approver_group_id, self.office)
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")
        line.with_user(self.officer).action_undo_decision()
        self.assertEqual(
            (line.state, line.approver_group_id), ("submitted", self.office)
        )
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")

    def test_off(self):
        self.company.volunteer_escalation_days = 0
        line = self.submit()
        self.run_cron(days=30)
        self.assertEqual(line.approver_id, self.leader_user)

    def test_never_to_whom_the_hours_belong(self):
        self.above.leader_id = self.member
        line = self.submit()
        self.run_cron(days=2)
        self.assertEqual(line.approver_group_id, self.office)

    def test_periods_of_stand_ins(self):
        line = self.submit()
        with freeze_time(WEDNESDAY):
            self.env["volunteer.delegation"].create(
                {
                    "user_id": self.leader_user.id,
                    "delegate_id": self.other_officer.id,
                    "company_id": self.company.id,
                    "date_from": "2026-03-05",
                    "date_to": "2026-03-05",
                }
            )
        self.assertEqual(line.approver_id, self.leader_user)
        self.run_cron(days=1)
        self.assertEqual(line.approver_id, self.other_officer)
        self.run_cron(days=1, hours=8)
        self.assertEqual(line.approver_id, self.leader_user)

    def test_an_approver_leaves(self):
        line, other = self.submit(), self.submit(date="2025-03-03")
        other.with_user(self.leader_user).action_forward(self.stranger.id, "Please")
        self.leader_user.active = False
        self.assertEqual(line.approver_id, self.upper_user)
        self.assertEqual(other.approver_id, self.stranger)
        self.stranger.company_ids |= self.env.company
        self.upper_user.write({"group_ids": [(6, 0, self.portal_user.group_ids.ids)]})
        self.assertEqual(line.approver_group_id, self.office)

    def test_an_employee_leaves(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Leader",
                "user_id": self.leader_user.id,
                "company_id": self.company.id,
            }
        )
        line = self.submit()
        self.assertEqual(line.approver_id, self.leader_user)
        employee.active = False
        self.assertEqual(line.approver_id, self.upper_user)

    def test_a_later_approver_leaves_before_the_turn(self):
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
        line = self.submit()
        self.stranger.active = False
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_group_id, self.office)

    def test_a_group_without_members_is_not_asked(self):
        group = self.env["res.groups"].create({"name": "Nobody"})
        self.env["volunteer.approval.route"].create(
            {
                "name": "Nobody",
                "sequence": 1,
                "step_ids": [(0, 0, {"kind": "group", "group_id": group.id})],
            }
        )
        line = self.submit()
        self.assertEqual(line.approver_group_id, self.office)
        group.user_ids = self.stranger
        other = self.submit(date="2025-03-03")
        self.assertEqual(other.approver_group_id, group)
        group.user_ids = False
        self.assertEqual(other.approver_group_id, self.office)

    def test_as_many_queries_for_many(self):
        def run(count, day):
            lines = self.Hour.concat(
                *(self.submit(date=f"2025-{day:02}-{n + 1:02}") for n in range(count))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines.sudo()._escalate_sudo()
            self.env.flush_all()
            self.assertEqual(lines.approver_id, self.upper_user)
            return self.cr.sql_log_count - before

        run(2, 1)
        few, many = run(2, 2), run(20, 3)
        self.assertLessEqual(many, few + 2)

    def test_what_was_decided_cannot_be_decided_again(self):
        line = self.submit()
        self.run_cron(days=2)
        with self.assertRaisesRegex(UserError, "waits for"):
            line.with_user(self.leader_user).action_approve()
