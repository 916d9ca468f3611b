from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestServiceContext(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_department, cls.second_department = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("First", "Second")
            ]
        )
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Staff",
                "company_id": cls.company.id,
                "department_id": cls.first_department.id,
                "date_version": "2024-01-01",
                "volunteer_id": cls.staff_volunteer.id,
            }
        )
        cls.employee.create_version(
            {"date_version": "2025-07-01", "department_id": cls.second_department.id}
        )
        cls.second_team = cls.env["volunteer.team"].create(
            {"name": "Second", "company_id": cls.company.id}
        )
        cls.staff_volunteer.member_ids.date_to = "2025-03-31"
        cls.env["volunteer.team.member"].create(
            {
                "team_id": cls.second_team.id,
                "volunteer_id": cls.staff_volunteer.id,
                "date_from": "2025-04-01",
            }
        )

    def _context(self, day, volunteer=None):
        volunteer = volunteer or self.staff_volunteer
        pair = (volunteer.id, date.fromisoformat(day))
        return self.env["volunteer.volunteer"]._get_service_context_sudo([pair])[pair]

    def test_department_of_the_day(self):
        for day, department in (
            ("2023-06-01", self.first_department),  # before the first version
            ("2024-01-01", self.first_department),
            ("2025-06-30", self.first_department),
            ("2025-07-01", self.second_department),
            ("2030-01-01", self.second_department),
        ):
            context = self._context(day)
            self.assertEqual(context.department_id, department.id, day)
            self.assertEqual(context.employee_id, self.employee.id)
            self.assertEqual(context.company_id, self.company.id)

    def test_team_of_the_day(self):
        for day, team in (
            ("2019-12-31", None),
            ("2025-03-31", self.team.id),
            ("2025-04-01", self.second_team.id),
        ):
            self.assertEqual(self._context(day).team_id, team, day)

    def test_after_departure(self):
        version = self.employee.version_ids.sorted("date_version")[-1]
        version.departure_date = "2026-05-31"
        self.assertEqual(self._context("2026-05-31").employee_id, self.employee.id)
        context = self._context("2026-06-01")
        self.assertIsNone(context.employee_id)
        self.assertIsNone(context.department_id)
        self.assertEqual(context.company_id, self.company.id)

    def test_community(self):
        context = self._context("2025-01-01", self.portal_volunteer)
        self.assertEqual(context, (None, None, None, self.company.id))

    def test_query_count(self):
        """Two queries, however many volunteers and days."""
        volunteers = self.env["volunteer.volunteer"].create(
            [{"name": f"V{number}"} for number in range(50)]
        )
        pairs = [
            (volunteer.id, date(2025, month, 1))
            for volunteer in volunteers | self.staff_volunteer
            for month in range(1, 13)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            result = self.env["volunteer.volunteer"]._get_service_context_sudo(pairs)
        self.assertEqual(len(result), len(pairs))
        with self.assertQueryCount(0):
            self.assertEqual(
                self.env["volunteer.volunteer"]._get_service_context_sudo([]), {}
            )

    def test_same_for_everybody(self):
        """Plain users may not read HR versions, yet get the same answer."""
        pair = (self.staff_volunteer.id, date(2025, 8, 1))
        for user in (self.staff, self.leader, self.officer):
            Volunteer = self.env["volunteer.volunteer"].with_user(user)
            context = Volunteer._get_service_context_sudo([pair])[pair]
            self.assertEqual(context.department_id, self.second_department.id)
            with self.assertRaises(AccessError):
                self.env["hr.version"].with_user(user).search([]).mapped(
                    "department_id.name"
                )
