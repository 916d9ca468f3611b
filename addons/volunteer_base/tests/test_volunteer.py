from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestVolunteer(VolunteerCommon):
    def test_code(self):
        """Numbers are given once, in order, also to many at a time."""
        volunteers = self.env["volunteer.volunteer"].create(
            [{"name": f"V{number}"} for number in range(20)]
        )
        codes = volunteers.mapped("code")
        self.assertEqual(len(set(codes)), 20)
        self.assertEqual(codes, sorted(codes))
        self.assertEqual(len(codes[0]), 5)

    def test_life_cycle(self):
        volunteer = (
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .create({"name": "New"})
        )
        self.assertEqual(volunteer.state, "applied")
        self.assertEqual(volunteer.company_ids, self.company)
        self.company.volunteer_trial = True
        volunteer.action_accept()
        self.assertEqual(volunteer.state, "trial")
        volunteer.action_register()
        self.assertTrue(volunteer.date_registered)
        with self.assertRaisesRegex(UserError, "give a reason"):
            volunteer.action_suspend("")
        volunteer.action_suspend("Two no-shows")
        self.assertEqual(volunteer.state_reason, "Two no-shows")
        volunteer.action_register()
        self.assertFalse(volunteer.state_reason)
        volunteer.action_leave("Moved away")
        self.assertTrue(volunteer.date_left)
        volunteer.action_register()
        self.assertEqual(volunteer.state, "registered")

    def test_forbidden_steps(self):
        allowed = {
            "applied": {"accept", "register", "reject"},
            "trial": {"register", "reject", "leave"},
            "registered": {"suspend", "leave"},
            "suspended": {"register", "leave"},
            "left": {"register"},
            "rejected": set(),
        }
        volunteer = self.env["volunteer.volunteer"].create({"name": "New"})
        actions = {
            "accept": lambda: volunteer.action_accept(),
            "register": lambda: volunteer.action_register(),
            "reject": lambda: volunteer.action_reject("Reason"),
            "suspend": lambda: volunteer.action_suspend("Reason"),
            "leave": lambda: volunteer.action_leave("Reason"),
        }
        for state, names in allowed.items():
            for name, action in actions.items():
                volunteer.sudo().write({"state": state})
                with self.subTest(state=state, action=name):
                    if name in names:
                        action()
                    else:
                        with self.assertRaises(UserError):
                            action()
                        self.assertEqual(volunteer.state, state)

    def test_office_only(self):
        for user in (self.leader, self.staff, self.portal):
            volunteer = self.staff_volunteer.with_user(user)
            for call in (
                volunteer.action_accept,
                volunteer.action_register,
                lambda volunteer=volunteer: volunteer.action_reject("x"),
                lambda volunteer=volunteer: volunteer.action_suspend("x"),
                lambda volunteer=volunteer: volunteer.action_leave("x"),
            ):
                with self.assertRaises(AccessError):
                    call()
        other = self.env["volunteer.volunteer"].create(
            {"name": "Other", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            other.with_user(self.officer).action_register()

    @mute_logger("odoo.sql_db")
    def test_one_login_one_volunteer(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["volunteer.volunteer"].create(
                {"name": "Twin", "user_id": self.staff.id}
            )

    def test_own_login_is_linked_by_others(self):
        """Who could cut the own record loose could approve the own hours."""
        own = self._new_volunteer("Officer", self.officer).with_user(self.officer)
        contact = self.officer.partner_id.id
        for record, vals in (
            (own, {"user_id": False}),
            (own, {"user_id": self.manager.id}),
            (own, {"partner_id": contact}),
            (own | self.portal_volunteer, {"user_id": False}),
            (
                self.portal_volunteer.with_user(self.manager),
                {"user_id": self.manager.id},
            ),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "Your own"):
                record.write(vals)
        own.write({"user_id": self.officer.id, "name": "Renamed"})
        own.with_user(self.manager).write({"partner_id": contact, "user_id": False})
        self.assertFalse(own.user_id)

    def test_change_of_login_is_tracked(self):
        self.assertIn("user_id", self.env["volunteer.volunteer"]._track_get_fields())

    def test_employee(self):
        """The office links employees without HR rights, one volunteer each."""
        employee, second = self.env["hr.employee"].create(
            [
                {"name": name, "company_id": self.company.id, "user_id": user}
                for name, user in (("Employee", False), ("Second", False))
            ]
        )
        volunteer = (
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .create({"name": "New", "kind": "staff", "employee_id": employee.id})
        )
        self.assertEqual(employee.volunteer_id, volunteer)
        self.assertEqual(volunteer.employee_id.id, employee.id)
        with self.assertRaisesRegex(UserError, "already"):
            self.staff_volunteer.with_user(self.officer).employee_id = employee
        volunteer.employee_id = second
        self.assertFalse(employee.volunteer_id)
        self.assertEqual(second.volunteer_id, volunteer)
        volunteer.employee_id = False
        self.assertFalse(second.volunteer_id)
        with self.assertRaises(AccessError):
            self.staff_volunteer.with_user(self.leader).read(["employee_id"])

    def test_team_of_today(self):
        self.assertEqual(self.staff_volunteer.team_ids, self.team)
        self.staff_volunteer.member_ids.date_to = "2021-01-01"
        self.assertFalse(self.staff_volunteer.team_ids)
        self.assertEqual(self.team.member_count, 1)
        found = self.env["volunteer.volunteer"].search(
            [("team_ids", "in", self.team.ids)]
        )
        self.assertEqual(found, self.leader_volunteer)

    def test_membership_stays_with_its_volunteer(self):
        member = self.staff_volunteer.member_ids.with_user(self.officer)
        below = self.env["volunteer.team"].create(
            {"name": "Below", "company_id": self.company.id, "parent_id": self.team.id}
        )
        for vals in (
            {"volunteer_id": self.portal_volunteer.id},
            {"team_id": below.id},
        ):
            with self.assertRaisesRegex(UserError, "add a new one"):
                member.write(vals)
        member.write({"team_id": self.team.id, "date_to": "2021-01-01"})

    def test_teams_are_of_who_serves_there(self):
        """A name of another unit is not read by naming its number."""
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        for vals in (
            {"leader_id": other.id},
            {"deputy_ids": [(4, other.id)]},
            {"member_ids": [(0, 0, {"volunteer_id": other.id})]},
        ):
            # Unlike assertRaisesRegex, it rolls back.
            with self.assertRaises(ValidationError) as caught:
                self.team.write(vals)
            self.assertIn("must serve in its unit", str(caught.exception))
            self.assertNotIn("Other", str(caught.exception))
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        other.company_ids = [(4, branch.id)]
        self.team.write(
            {"leader_id": other.id, "member_ids": [(0, 0, {"volunteer_id": other.id})]}
        )

    @mute_logger("odoo.sql_db")
    def test_membership_overlap(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["volunteer.team.member"].create(
                {
                    "team_id": self.team.id,
                    "volunteer_id": self.staff_volunteer.id,
                    "date_from": "2022-01-01",
                }
            )

    def test_managers_of_the_tree(self):
        below = self.env["volunteer.team"].create(
            {
                "name": "Below",
                "company_id": self.company.id,
                "parent_id": self.team.id,
                "deputy_ids": self.staff_volunteer.ids,
            }
        )
        self.assertEqual(below.manager_user_ids, self.leader | self.staff)
        self.assertEqual(self.team.manager_user_ids, self.leader)
        self.team.leader_id = False
        self.assertEqual(below.manager_user_ids, self.staff)
