from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .test_staff import StaffCase


@tagged("post_install", "-at_install")
class TestStaffSync(StaffCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surgeons, cls.pharmacists = cls.env["volunteer.team"].create(
            [
                {
                    "name": department.name,
                    "company_id": cls.company.id,
                    "department_id": department.id,
                    "staff_members": True,
                }
                for department in (cls.department, cls.other_department)
            ]
        )
        cls.employee = cls._new_employee("Employee", date_version="2024-01-01")
        with freeze_time("2025-01-10 02:00:00"):
            cls.volunteer = cls._new_volunteer("Employee", kind="staff")
            cls.employee.volunteer_id = cls.volunteer
            cls.volunteer._sync_department_teams_sudo()
        cls.today = fields.Date.context_today(cls.volunteer)

    def _get_periods(self):
        self.env.invalidate_all()
        return [
            (member.team_id, member.date_from, member.date_to)
            for member in self.volunteer.member_ids.sorted("date_from")
        ]

    def test_staff_join_the_team_of_the_department(self):
        joined = date(2025, 1, 10)
        self.assertEqual(self._get_periods(), [(self.surgeons, joined, False)])
        nurse = self._new_employee("Nurse", self.below)
        volunteer = self.env["volunteer.volunteer"]._register_employees_sudo(nurse)
        self.assertFalse(volunteer.member_ids)
        volunteer._confirm_staff_sudo("tap", self.today)
        self.assertEqual(volunteer.team_ids, self.surgeons, "the nearest team above")

    def test_change_of_department(self):
        joined = date(2025, 1, 10)
        own_team = self.env["volunteer.team.member"].create(
            {
                "team_id": self.team.id,
                "volunteer_id": self.volunteer.id,
                "date_from": joined,
            }
        )
        self.employee.department_id = self.other_department
        own_team.sudo().unlink()
        self.assertEqual(
            self._get_periods(),
            [
                (self.surgeons, joined, self.today - timedelta(days=1)),
                (self.pharmacists, self.today, False),
            ],
        )

    def test_other_teams_are_left_alone(self):
        self.employee.department_id = self.other_department
        self.env["volunteer.team.member"].create(
            {
                "team_id": self.team.id,
                "volunteer_id": self.volunteer.id,
                "date_from": self.today,
            }
        )
        helpers = self.env["volunteer.team"].create(
            {
                "name": "Helpers",
                "company_id": self.company.id,
                "department_id": self.below.id,
                "staff_members": True,
            }
        )
        self.env["volunteer.team.member"].create(
            {
                "team_id": helpers.id,
                "volunteer_id": self.volunteer.id,
                "date_from": self.today,
            }
        )
        self.employee.department_id = self.department
        self.assertEqual(self.volunteer.team_ids, self.team | helpers | self.surgeons)

    def test_change_with_a_date(self):
        """HR enters a change as a new version; its date is the day of the change."""
        day = self.today - timedelta(days=3)
        self.employee.create_version(
            {"date_version": day, "department_id": self.other_department.id}
        )
        self.assertEqual(
            self._get_periods()[-2:],
            [
                (self.surgeons, date(2025, 1, 10), day - timedelta(days=1)),
                (self.pharmacists, day, False),
            ],
        )

    def test_change_on_a_later_day(self):
        day = self.today + timedelta(days=3)
        self.employee.create_version(
            {"date_version": day, "department_id": self.other_department.id}
        )
        self.assertEqual(self.volunteer.team_ids, self.surgeons)
        with freeze_time(day + timedelta(days=1)):
            self._run_cron()
            self._run_cron()
            self.assertEqual(
                self._get_periods(),
                [
                    (self.surgeons, date(2025, 1, 10), day - timedelta(days=1)),
                    (self.pharmacists, day, False),
                ],
            )

    def test_team_takes_the_staff_soon(self):
        """Ticking the box is enough: the scheduled action runs at once."""
        triggers = self.env["ir.cron.trigger"].search_count(
            [
                (
                    "cron_id",
                    "=",
                    self.env.ref(
                        "volunteer_base.volunteer_volunteer_cron_sync_staff"
                    ).id,
                )
            ]
        )
        nurse = self._new_employee("Nurse", self.below)
        volunteer = self.env["volunteer.volunteer"]._register_employees_sudo(nurse)
        volunteer._confirm_staff_sudo("tap", self.today)
        team = self.env["volunteer.team"].create(
            {
                "name": "Day surgery",
                "company_id": self.company.id,
                "department_id": self.below.id,
            }
        )
        team.with_user(self.officer).staff_members = True
        self.assertGreater(
            self.env["ir.cron.trigger"].search_count(
                [
                    (
                        "cron_id",
                        "=",
                        self.env.ref(
                            "volunteer_base.volunteer_volunteer_cron_sync_staff"
                        ).id,
                    )
                ]
            ),
            triggers,
        )
        self._run_cron()
        self.env.invalidate_all()
        self.assertIn(team, volunteer.team_ids)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_volunteer_cron_sync_staff"
            ).method_direct_trigger()

    def test_there_and_back_in_a_day(self):
        self.employee.department_id = self.other_department
        self.employee.department_id = self.department
        self.assertEqual(
            self._get_periods(),
            [
                (
                    self.surgeons,
                    date(2025, 1, 10),
                    self.today - timedelta(days=1),
                ),
                (self.surgeons, self.today, False),
            ],
        )

    def test_leaving(self):
        self.employee.with_context(no_wizard=True).action_archive()
        self.assertEqual(
            self._get_periods(), [(self.surgeons, date(2025, 1, 10), self.today)]
        )
        self.assertEqual(self.volunteer.state, "registered")
        self.assertEqual(len(self.volunteer.activity_ids), 1)
        self.assertEqual(self.volunteer.activity_ids.user_id, self.officer)

    def test_volunteer_leaves(self):
        self.volunteer.action_leave("Moved away")
        self.assertEqual(self._get_periods()[0][2], self.today)
        self.volunteer.action_register()

    def test_taken_out_by_the_office(self):
        """Who was taken out of the department's team stays out until moving."""
        with freeze_time("2026-02-01 02:00:00"):
            self.surgeons.sudo().staff_since = "2024-01-01"
            self.volunteer.member_ids.with_user(self.officer).date_to = "2026-02-01"
        self._run_cron()
        self.assertEqual(len(self._get_periods()), 1)
        self.employee.department_id = self.other_department
        self.assertEqual(self.volunteer.team_ids, self.pharmacists)
        self.employee.department_id = self.department
        self.assertEqual(self.volunteer.team_ids, self.surgeons)

    def test_team_begins_to_take_staff_again(self):
        self.volunteer.member_ids.date_to = self.today - timedelta(days=2)
        self.surgeons.staff_members = False
        self.surgeons.staff_members = True
        self._run_cron()
        self.env.invalidate_all()
        self.assertEqual(self.volunteer.team_ids, self.surgeons)

    def test_registered_again_joins_again(self):
        self.volunteer.action_leave("Moved")
        self.env.invalidate_all()
        with freeze_time(self.today + timedelta(days=3)):
            self.volunteer.action_register()
            self.env.invalidate_all()
            self.assertEqual(self.volunteer.team_ids, self.surgeons)

    def test_trial_joins_at_once(self):
        self.company.volunteer_trial = True
        employee = self._new_employee("Trial")
        volunteer = self.env["volunteer.volunteer"].create(
            {"name": "Trial", "company_id": self.company.id}
        )
        employee.volunteer_id = volunteer
        volunteer.action_accept()
        self.assertEqual(volunteer.state, "trial")
        self.assertEqual(volunteer.team_ids, self.surgeons)

    def test_who_does_not_serve_there_blocks_nobody(self):
        """HR writes departments whatever the volunteers' units; the office is told."""
        other_department = self.env["hr.department"].create(
            {"name": "Shared", "company_id": False}
        )
        ours, theirs = self.env["volunteer.team"].create(
            [
                {
                    "name": "Shared",
                    "company_id": company.id,
                    "department_id": other_department.id,
                    "staff_members": True,
                }
                for company in (self.company, self.other_company)
            ]
        )
        foreign = self._new_volunteer("Foreign", kind="staff")
        employee = self.env["hr.employee"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        employee.volunteer_id = foreign
        employee.department_id = other_department
        self.assertFalse(foreign.team_ids)
        self.assertEqual(foreign.activity_ids.volunteer_matter, "staff_unit")
        self.employee.department_id = other_department
        self._run_cron()
        self.env.invalidate_all()
        self.assertEqual(self.volunteer.team_ids, ours)
        self.assertEqual(len(foreign.activity_ids), 1)
        foreign.company_ids |= self.other_company
        self.assertEqual(foreign.team_ids, theirs)
        self.assertFalse(foreign.activity_ids)

    def test_one_of_two_employments_ends(self):
        second = self._new_employee("Second", self.other_department)
        second.volunteer_id = self.volunteer
        self.volunteer._sync_department_teams_sudo()
        second.with_context(no_wizard=True).action_archive()
        self.assertFalse(self.volunteer.activity_ids)
        self.env.invalidate_all()
        self.assertEqual(
            self._get_periods()[0], (self.surgeons, date(2025, 1, 10), False)
        )

    def test_employee_deleted(self):
        self.employee.unlink()
        self.assertEqual(
            self._get_periods(), [(self.surgeons, date(2025, 1, 10), self.today)]
        )
        self.assertEqual(self.volunteer.activity_ids.volunteer_matter, "employment")

    def test_back_in_employment(self):
        self.employee.with_context(no_wizard=True).action_archive()
        with freeze_time(self.today + timedelta(days=3)):
            self.employee.action_unarchive()
            self.env.invalidate_all()
            self.assertEqual(self.volunteer.team_ids, self.surgeons)
        self.assertFalse(self.volunteer.activity_ids)

    def test_next_run_goes_on(self):
        """Where the time of a run ended, the next one begins."""
        with patch(
            "odoo.addons.volunteer_base.models.staff.volunteer_staff_sync.EMPLOYEES_A_BATCH",
            1,
        ):
            self.env["ir.config_parameter"].set_param(
                "volunteer_base.staff_sync_cursor", self.volunteer.id - 1
            )
            self.volunteer.member_ids.unlink()
            self._run_cron()
        self.env.invalidate_all()
        self.assertEqual(self.volunteer.team_ids, self.surgeons)
        self.assertFalse(
            int(
                self.env["ir.config_parameter"].get_param(
                    "volunteer_base.staff_sync_cursor", 0
                )
            )
        )

    def test_login_later(self):
        user = self._new_user("later", "base.group_user")
        self.employee.user_id = user
        self.assertEqual(self.volunteer.user_id, user)
        second = self._new_employee("Second")
        second.volunteer_id = self._new_volunteer("Second", kind="staff")
        second.user_id = self.staff
        self.assertFalse(second.volunteer_id.user_id, "another volunteer has it")

    def test_queries_do_not_grow(self):
        counts = []
        for number in (1, 1, 20):
            employees = self.env["hr.employee"].create(
                [
                    {
                        "name": f"E{index}",
                        "company_id": self.company.id,
                        "department_id": self.department.id,
                    }
                    for index in range(number)
                ]
            )
            volunteers = self.env["volunteer.volunteer"]._register_employees_sudo(
                employees
            )
            volunteers.sudo().write({"state": "registered", "confirmation": "none"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            volunteers._sync_department_teams_sudo()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(volunteers.team_ids, self.surgeons)
        # A cache that runs out in between costs one more; a row costs none.
        self.assertLessEqual(counts[2], counts[1] + 2)
