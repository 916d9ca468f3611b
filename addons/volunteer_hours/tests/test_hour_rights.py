from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LEADER, OFFICE, HoursCase


@tagged("post_install", "-at_install")
class TestHourRights(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.claim()
        cls.outsider = cls.make_volunteer("Outsider")
        cls.foreign_line = cls.claim(cls.outsider)

    def visible(self, user):
        return self.Hour.with_user(user).search(
            [("id", "in", (self.line | self.foreign_line).ids)]
        )

    def test_who_sees_what(self):
        self.assertEqual(self.visible(self.member_user), self.line)
        self.assertFalse(self.visible(self.portal_user))
        self.assertFalse(self.visible(self.stranger))
        self.assertEqual(self.visible(self.officer), self.line | self.foreign_line)
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        self.assertEqual(self.visible(hr), self.line | self.foreign_line)
        with self.assertRaises(AccessError):
            self.line.with_user(hr).write({"minutes": 60})

    def test_leaders_see_their_teams(self):
        """Also the teams below; not the rest of the unit."""
        above = self.make_user("test_above", LEADER)
        chief = self.make_volunteer("Chief", above)
        parent = self.env["volunteer.team"].create(
            {"name": "Corps", "company_id": self.company.id, "leader_id": chief.id}
        )
        other_team = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        stray = self.claim(self.outsider, project_id=False, date="2025-03-03")
        self.assertFalse(stray.team_id)
        self.assertFalse(
            self.Hour.with_user(self.leader_user).search([("id", "=", stray.id)])
        )
        self.assertFalse(self.Hour.with_user(above).search([("id", "=", self.line.id)]))
        self.team.parent_id = parent
        self.env.flush_all()
        self.assertTrue(self.Hour.with_user(above).search([("id", "=", self.line.id)]))
        self.team.parent_id = other_team
        self.env.flush_all()
        self.assertFalse(self.Hour.with_user(above).search([("id", "=", self.line.id)]))

    def test_department_head_without_a_group(self):
        """Whose turn it is reads the line, decides, and still finds it afterwards."""
        department = self.env["hr.department"].create(
            {"name": "Surgery", "company_id": self.company.id}
        )
        head = self.env["hr.employee"].create(
            {"name": "Head", "company_id": self.company.id, "user_id": self.stranger.id}
        )
        department.manager_id = head
        self.env["hr.employee"].create(
            {
                "name": "Member",
                "company_id": self.company.id,
                "department_id": department.id,
                "volunteer_id": self.member.id,
            }
        )
        self.env["volunteer.approval.route"].create(
            {
                "name": "Department",
                "sequence": 1,
                "step_ids": [(0, 0, {"kind": "department"})],
            }
        )
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_id, self.stranger)
        line = line.with_user(self.stranger)
        self.assertEqual(line.volunteer_id.display_name, self.member.display_name)
        line.action_approve()
        self.assertEqual(line.state, "approved")
        self.assertEqual(line.approval_ids.decided_by, self.stranger)

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        foreign = new_test_user(
            self.env,
            "test_foreign_officer",
            groups=OFFICE,
            company_id=other.id,
            company_ids=[fields.Command.set(other.ids)],
        )
        line = self.line.with_user(foreign).with_context(allowed_company_ids=other.ids)
        self.assertFalse(line.search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            line.action_submit()
        volunteers = line.env["volunteer.volunteer"]
        self.assertFalse(volunteers.search([("id", "=", self.member.id)]))

    def test_approvals_are_not_written(self):
        self.line.action_submit()
        step = self.line.approval_ids[:1]
        for user in (self.leader_user, self.officer, self.member_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                step.with_user(user).write({"state": "approved"})
