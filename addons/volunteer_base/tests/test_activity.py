from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestActivity(VolunteerCommon):
    def test_defaults_from_project(self):
        activity = self._new_activity(publish=False)
        self.assertEqual(activity.name, "Project")
        self.assertEqual(activity.team_id, self.team)
        self.assertEqual(activity.leader_id, self.leader_volunteer)

    def test_leader_plans(self):
        activity = (
            self.env["volunteer.activity"]
            .with_user(self.leader)
            .create(
                {
                    "project_id": self.project.id,
                    "start": self._from_now(24),
                    "stop": self._from_now(27),
                }
            )
        )
        with self.assertRaisesRegex(UserError, "how many seats"):
            activity.action_publish()
        activity.slot_ids = [
            (0, 0, {"post_id": self.post.id, "seats": 2}),
            (0, 0, {"post_id": self.second_post.id, "seats": 1}),
        ]
        activity.action_publish()
        self.assertEqual(activity.state, "published")
        self.assertEqual(activity.seats, 3)
        self.assertEqual(self.project.state, "running")
        with self.assertRaisesRegex(UserError, "not a draft"):
            activity.action_publish()
        with self.assertRaises(UserError):
            activity.unlink()

    def test_leader_serves_in_the_unit(self):
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        activity = self._new_activity(publish=False).with_user(self.leader)
        with self.assertRaisesRegex(ValidationError, "must serve in its unit"):
            activity.leader_id = other.id
        other.company_ids = [(4, self.company.id)]
        activity.leader_id = other.id

    def test_leader_of_a_team_of_the_parent_unit(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        project = self.env["volunteer.project"].create(
            {"name": "Of the branch", "company_id": branch.id, "team_id": self.team.id}
        )
        activity = self._new_activity(
            publish=False, company_id=branch.id, project_id=project.id
        )
        self.assertEqual(activity.leader_id, self.leader_volunteer)

    def test_needs_stay(self):
        activity = self._new_activity()
        other = self._new_activity(hours=48, slot_ids=False, publish=False)
        slot = activity.slot_ids.with_user(self.leader)
        with self.assertRaisesRegex(UserError, "stays with its activity"):
            slot.activity_id = other
        with self.assertRaisesRegex(UserError, "stays with its activity"):
            other.with_user(self.leader).slot_ids = [(4, slot.id)]
        slot.write({"activity_id": activity.id, "seats": 3})

    def test_unit_stays_once_somebody_signed_up(self):
        activity = self._new_activity()
        activity.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        activity.company_id = self.company
        with self.assertRaisesRegex(UserError, "unit no longer changes"):
            activity.company_id = self.other_company

    def test_closed_project(self):
        activity = self._new_activity(publish=False)
        self.project.action_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            activity.action_publish()

    def test_done(self):
        activity = self._new_activity(hours=24, seats=2)
        with self.assertRaisesRegex(UserError, "has not been held"):
            activity.with_user(self.leader).action_done()
        held = self._new_activity(hours=-3, seats=2)
        held.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        with self.assertRaisesRegex(UserError, "present and who was absent: Staff"):
            held.with_user(self.leader).action_done()
        held.signup_ids.with_user(self.leader).action_mark_absent()
        held.with_user(self.leader).action_done()
        self.assertEqual(held.state, "done")
        with self.assertRaises(UserError):
            held.with_user(self.leader).write({"stop": "2030-01-01 00:00:00"})
        with self.assertRaises(UserError):
            held.action_cancel("Late")

    def test_project_with_open_activities(self):
        self._new_activity()
        with self.assertRaisesRegex(UserError, "Close or cancel"):
            self.project.action_close()

    def test_project_needs_a_team(self):
        project = self.env["volunteer.project"].create(
            {"name": "No team", "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "Choose the team"):
            project.action_start()

    def test_reason_wizard(self):
        activity = self._new_activity()
        Wizard = self.env["volunteer.reason.wizard"].with_user(self.leader)
        context = {"active_model": "volunteer.activity", "active_ids": activity.ids}
        wizard = Wizard.with_context(**context).create(
            {"method": "action_cancel", "reason": "Rain"}
        )
        wizard.action_confirm()
        self.assertEqual(activity.state, "cancelled")
        for vals in (
            {"method": "unlink", "reason": "x"},
            {"method": "action_suspend", "reason": "x"},
            {"method": "action_cancel", "res_model": "volunteer.signup", "reason": "x"},
        ):
            with self.assertRaises(UserError):
                Wizard.with_context(**context).create(vals).action_confirm()

    def test_reason_wizard_gives_no_rights(self):
        wizard = (
            self.env["volunteer.reason.wizard"]
            .with_user(self.leader)
            .with_context(
                active_model="volunteer.volunteer", active_ids=self.staff_volunteer.ids
            )
            .create({"method": "action_suspend", "reason": "x"})
        )
        with self.assertRaises(AccessError):
            wizard.action_confirm()
        self.assertEqual(self.staff_volunteer.state, "registered")
