from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestApproval(HoursCase):
    def test_leader_then_office(self):
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        self.assertEqual(
            (line.state, line.approver_id), ("submitted", self.leader_user)
        )
        self.assertFalse(line.approver_group_id)
        line.with_user(self.leader_user).action_approve("seen there")
        self.assertEqual(line.state, "submitted")
        self.assertEqual(line.approver_group_id, self.env.ref(OFFICE))
        self.assertFalse(line.approver_id)
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")
        self.assertFalse(line.approver_id or line.approver_group_id)
        trail = line.approval_ids.sorted("sequence")
        self.assertEqual(trail.decided_by, self.leader_user | self.officer)
        self.assertEqual(trail.mapped("state"), ["approved", "approved"])
        self.assertEqual(trail[0].note, "seen there")

    def test_my_turn(self):
        line = self.claim()
        line.action_submit()
        domain = [("my_turn", "=", True)]
        self.assertIn(line, self.Hour.with_user(self.leader_user).search(domain))
        self.assertNotIn(line, self.Hour.with_user(self.officer).search(domain))
        line.with_user(self.leader_user).action_approve()
        self.assertNotIn(line, self.Hour.with_user(self.leader_user).search(domain))
        self.assertIn(line, self.Hour.with_user(self.officer).search(domain))
        self.assertTrue(line.with_user(self.officer).my_turn)

    def test_only_whose_turn_it_is(self):
        line = self.claim()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "waits for"):
            line.with_user(self.officer).action_approve()
        with self.assertRaises(AccessError):
            line.with_user(self.stranger).action_approve()
        line.with_user(self.leader_user).action_approve()
        with self.assertRaisesRegex(UserError, "waits for"):
            line.with_user(self.leader_user).action_approve()

    def test_nobody_approves_their_own(self):
        """The leader's own claim skips to the office; the office's to the executive."""
        own = self.claim(self.leader)
        own.with_user(self.leader_user).action_submit()
        self.assertEqual(own.approver_group_id, self.env.ref(OFFICE))
        self.assertEqual(len(own.approval_ids), 1)
        officer = self.make_volunteer("Officer", self.officer)
        claim = self.claim(officer)
        with self.assertRaisesRegex(UserError, "executive in charge"):
            claim.action_submit()
        self.company.volunteer_executive_id = self.stranger
        claim.action_submit()
        claim.with_user(self.leader_user).action_approve()
        self.assertEqual(claim.approver_id, self.stranger)
        with self.assertRaisesRegex(UserError, "own hours"):
            claim.with_user(self.officer).action_approve()
        claim.with_user(self.stranger).action_approve()
        self.assertEqual(claim.state, "approved")

    def test_a_step_without_approver_falls_to_the_office(self):
        self.team.leader_id = False
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_group_id, self.env.ref(OFFICE))
        self.leader_user.active = False
        self.team.leader_id = self.leader
        other = self.claim()
        other.action_submit()
        self.assertEqual(other.approver_group_id, self.env.ref(OFFICE))

    def test_steps_are_frozen(self):
        """Changing or deleting the route does not touch lines under way."""
        line = self.claim()
        line.action_submit()
        routes = self.env["volunteer.approval.route"].search([])
        routes.unlink()
        line.with_user(self.leader_user).action_approve()
        self.assertEqual(line.approver_group_id, self.env.ref(OFFICE))
        later = self.claim()
        later.action_submit()
        self.assertEqual(later.approver_group_id, self.env.ref(OFFICE), "never stuck")

    def test_routes_are_matched_in_order(self):
        self.env["volunteer.approval.route"].create(
            {
                "name": "Long claims",
                "sequence": 1,
                "source": "claim",
                "hours_from": 4,
                "team_id": self.team.id,
                "step_ids": [(0, 0, {"kind": "user", "user_id": self.stranger.id})],
            }
        )
        short, long = self.claim(), self.claim(minutes=300)
        (short | long).action_submit()
        self.assertEqual(short.approver_id, self.leader_user)
        self.assertEqual(long.approver_id, self.stranger)

    def test_proven_hours_may_pass_at_once(self):
        self.env["volunteer.approval.route"].create(
            {"name": "Proven", "sequence": 1, "auto_approve": True}
        )
        claim = self.claim(date="2025-03-03")
        self.activity.action_confirm_all_present()
        (claim | self.activity.hour_ids).action_submit()
        self.assertEqual(set(self.activity.hour_ids.mapped("state")), {"approved"})
        self.assertEqual(
            claim.state, "submitted", "claims are never approved by themselves"
        )

    def test_corrected_while_approving(self):
        line = self.claim(minutes=240)
        line.action_submit()
        with self.assertRaisesRegex(UserError, "multiple of 30"):
            line.with_user(self.leader_user).action_approve(minutes=100)
        line.with_user(self.leader_user).action_approve("left early", minutes=150)
        self.assertEqual(line.hours, 2.5)
        step = line.approval_ids.filtered("decided_by")
        self.assertEqual((step.old_minutes, step.new_minutes), (240, 150))
        line.with_user(self.officer).action_approve()
        self.assertEqual((line.state, line.hours), ("approved", 2.5))

    def test_refused_corrected_and_submitted_again(self):
        line = self.claim()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "reason"):
            line.with_user(self.leader_user).action_refuse("  ")
        line.with_user(self.leader_user).action_refuse("too long")
        self.assertEqual(line.state, "refused")
        line.with_user(self.officer).minutes = 60
        line.with_user(self.member_user).action_submit()
        self.assertEqual(line.approver_id, self.leader_user)
        line.with_user(self.leader_user).action_approve()
        line.with_user(self.officer).action_approve()
        self.assertEqual(line.state, "approved")
        self.assertIn("too long", line.approval_ids.mapped("note"))

    def test_withdraw(self):
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        with self.assertRaises(AccessError):
            line.with_user(self.officer).action_withdraw()
        line.with_user(self.member_user).action_withdraw()
        self.assertEqual(line.state, "draft")
        with self.assertRaisesRegex(UserError, "not waiting"):
            line.with_user(self.leader_user).action_approve()

    def test_undo_until_published(self):
        line = self.claim(minutes=240)
        line.action_submit()
        line.with_user(self.leader_user).action_approve(minutes=120)
        line.with_user(self.leader_user).action_undo_decision()
        self.assertEqual((line.approver_id, line.minutes), (self.leader_user, 240))
        line.with_user(self.leader_user).action_approve()
        line.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(UserError, "decision of yours"):
            line.with_user(self.leader_user).action_undo_decision()
        line.with_user(self.officer).action_undo_decision()
        self.assertEqual(line.approver_group_id, self.env.ref(OFFICE))
        line.with_user(self.officer).action_approve()
        self.env["volunteer.notice"].create(
            {"company_id": self.company.id}
        ).action_publish()
        with self.assertRaisesRegex(UserError, "decision of yours"):
            line.with_user(self.officer).action_undo_decision()

    def test_submission_is_checked(self):
        line = self.claim()
        with self.assertRaises(AccessError):
            line.with_user(self.stranger).action_submit()
        with self.assertRaises(AccessError):
            line.with_user(self.portal_user).action_submit()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "submitted before"):
            line.with_user(self.member_user).action_submit()

    def test_cost_does_not_grow(self):
        """Submitting and approving 60 lines takes hardly more queries than 6."""
        volunteers = [
            self.make_volunteer(f"Volunteer {number}") for number in range(60)
        ]

        def run(count):
            lines = self.Hour.create(
                [
                    {
                        "volunteer_id": volunteer.id,
                        "project_id": self.project.id,
                        "activity_id": self.activity.id,
                        "date": "2025-03-03",
                        "minutes": 60,
                    }
                    for volunteer in volunteers[:count]
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.approve_all(lines)
            self.env.flush_all()
            self.assertEqual(set(lines.mapped("state")), {"approved"})
            return self.cr.sql_log_count - before

        run(6)
        few, many = run(6), run(60)
        self.assertLessEqual(many, few + 4)
