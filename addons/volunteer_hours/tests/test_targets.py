from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OFFICE, HoursCase

NOON = "2025-10-20 04:00:00"  # day 293 of 365, 12:00 in Shanghai


class TargetsCase(HoursCase):
    """A unit with two departments, staff in them, and recorded hours of 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.make_user("test_hr", "volunteer_hours.group_hr")
        cls.head_user = cls.make_user("test_head", "base.group_user")
        Department = cls.env["hr.department"]
        cls.clinic = Department.create({"name": "Clinic", "company_id": cls.company.id})
        cls.ward = Department.create(
            {
                "name": "Ward",
                "company_id": cls.company.id,
                "parent_id": cls.clinic.id,
            }
        )
        cls.lab = Department.create({"name": "Lab", "company_id": cls.company.id})
        cls.head = cls.make_employee("Head", cls.lab, user_id=cls.head_user.id)
        cls.lab.manager_id = cls.head
        cls.nurse = cls.make_employee("Nurse", cls.ward)
        cls.nurse.volunteer_id = cls.member
        cls.target = cls.env["volunteer.target"]

    @classmethod
    def make_employee(cls, name, department, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "department_id": department.id,
                "date_version": "2020-01-01",
                **vals,
            }
        )

    @classmethod
    def make_target(cls, **vals):
        return cls.env["volunteer.target"].create(
            {"company_id": cls.company.id, "year": 2025, "value": 100, **vals}
        )

    def record_hours(self, volunteer, minutes, day="2025-03-03", **vals):
        line = self.claim(volunteer, minutes=minutes, date=day, **vals)
        self.record(line)
        return line


@tagged("post_install", "-at_install")
class TestTargets(TargetsCase):
    def test_one_ledger_many_targets(self):
        self.record_hours(self.member, 300)
        self.record_hours(self.citizen, 240)
        self.record_hours(self.citizen, 60, "2025-03-04", organiser="Red Cross")
        self.record_hours(self.citizen, 180, "2024-12-31")
        wanted = {
            "person_hours": (self.make_target(), 9),
            "hours": (self.make_target(metric="hours"), 10),
            "head": (self.make_target(metric="hours_per_head"), 2.5),
            "services": (self.make_target(metric="services"), 3),
            "proven": (self.make_target(metric="hours", year=2026), 0),
            "clinic": (
                self.make_target(
                    scope="department",
                    department_id=self.clinic.id,
                    metric="hours_per_head",
                ),
                5,
            ),
            "lab": (
                self.make_target(
                    scope="department",
                    department_id=self.lab.id,
                    metric="hours_per_head",
                ),
                0,
            ),
            "team": (
                self.make_target(
                    scope="team", team_id=self.team.id, metric="hours_per_head"
                ),
                10 / 3,
            ),
            "project": (
                self.make_target(
                    scope="project", project_id=self.project.id, metric="hours"
                ),
                10,
            ),
            "person": (
                self.make_target(
                    scope="person", volunteer_id=self.citizen.id, metric="hours"
                ),
                5,
            ),
        }
        with freeze_time(NOON):
            for name, (target, reached) in wanted.items():
                self.assertAlmostEqual(target.actual, reached, 2, msg=name)
            self.assertEqual(wanted["person_hours"][0].attainment, 9)
            self.assertEqual(wanted["person_hours"][0].status, "behind")
            self.assertEqual(wanted["person_hours"][0].forecast, 11.21)
            self.assertEqual(wanted["head"][0].heads, 2)
            self.assertEqual(wanted["proven"][0].status, "coming")

    def test_proven_and_claimed_stay_apart(self):
        self.record_hours(self.member, 300)
        target = self.make_target(metric="hours", counted="proven")
        self.assertEqual(target.actual, 0)

    def test_other_bodies_count_where_the_unit_says_so(self):
        self.record_hours(self.citizen, 60, organiser="Red Cross")
        target = self.make_target(metric="hours")
        self.assertEqual(target.actual, 1)
        self.company.volunteer_count_outside = False
        target.invalidate_recordset()
        self.assertEqual(target.actual, 0)

    def test_reversed_hours_are_gone(self):
        line = self.record_hours(self.citizen, 300)
        targets = self.make_target() | self.make_target(metric="services")
        self.assertEqual(targets.mapped("actual"), [5, 1])
        line.with_user(self.officer).action_reverse("Typed twice")
        self.record(line.search([("reverses_id", "=", line.id)]))
        targets.invalidate_recordset()
        self.assertEqual(targets.mapped("actual"), [0, 0])

    def test_days_at_the_year_s_end_in_shanghai(self):
        target = self.make_target(metric="hours", year=2026)
        with freeze_time("2025-12-31 15:59:00"):
            self.assertEqual(target.status, "coming")
        target.invalidate_recordset()
        with freeze_time("2025-12-31 16:00:00"):
            self.assertEqual(target.status, "behind", "January has begun in Shanghai")

    def test_exempt_days_shorten_the_head_count(self):
        self.record_hours(self.member, 300)
        self.env["volunteer.target.exemption"].create(
            {
                "employee_id": self.nurse.id,
                "company_id": self.company.id,
                "kind": "maternity",
                "date_from": "2025-01-01",
                "date_to": "2025-06-30",
            }
        )
        target = self.make_target(
            scope="department", department_id=self.ward.id, metric="hours_per_head"
        )
        with freeze_time(NOON):
            # 112 of 293 days.
            self.assertEqual(target.heads, 0.38)
            self.assertEqual(target.actual, 13.08)

    def test_a_department_without_staff_says_so(self):
        empty = self.env["hr.department"].create(
            {"name": "Empty", "company_id": self.company.id}
        )
        for metric in ("hours_per_head", "registered"):
            target = self.make_target(
                scope="department", department_id=empty.id, metric=metric
            )
            with freeze_time(NOON):
                self.assertEqual(target.status, "nobody")

    def test_registered_share(self):
        target = self.make_target(metric="registered")
        in_lab = self.make_target(
            metric="registered", scope="department", department_id=self.lab.id
        )
        with freeze_time(NOON):
            self.assertEqual((target.actual, in_lab.actual), (50, 0))
            self.assertEqual(target.aim_to_date, 100, "a share has no pace")

    def test_activities_and_people_served(self):
        self.activity.sudo().write({"state": "done", "people_served": 7})
        year = self.activity.date.year
        for scope, vals in (
            ("company", {}),
            ("team", {"team_id": self.team.id}),
            ("project", {"project_id": self.project.id}),
        ):
            for metric, reached in (("activities", 1), ("served", 7)):
                target = self.make_target(scope=scope, metric=metric, year=year, **vals)
                self.assertEqual(target.actual, reached, (scope, metric))

    def test_laggards_are_found_in_constant_queries(self):
        self.record_hours(self.member, 300)
        for scope, records in (
            ("department", self.clinic | self.lab | self.ward),
            ("team", self.team),
        ):
            for record in records:
                for metric in ("hours_per_head", "services", "served"):
                    self.make_target(
                        scope=scope, metric=metric, **{f"{scope}_id": record.id}
                    )
        self.make_target(metric="registered")
        self.make_target(scope="person", metric="hours", volunteer_id=self.citizen.id)
        targets = self.target.search([("company_id", "=", self.company.id)])
        for some in (targets[:1], targets):
            self.env.invalidate_all()
            with self.assertQueryCount(12), freeze_time(NOON):
                some.mapped("status")
        with freeze_time(NOON):
            behind = self.target.search([("status", "=", "behind")])
        self.assertIn(self.lab, behind.department_id)

    def test_merged_records_count_as_one_person(self):
        duplicate = self.make_volunteer("Citizen again")
        self.record_hours(duplicate, 120)
        self.record_hours(self.citizen, 60)
        services = self.make_target(metric="services")
        person = self.make_target(
            scope="person", metric="hours", volunteer_id=self.citizen.id
        )
        self.assertEqual(services.actual, 2)
        duplicate.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        (services | person).invalidate_recordset()
        self.assertEqual((services.actual, person.actual), (1, 3))

    # ------------------------------------------------------------------
    # What may be aimed at
    # ------------------------------------------------------------------

    def test_only_what_can_be_counted(self):
        with self.assertRaises(ValidationError):
            self.make_target(scope="team", team_id=self.team.id, metric="registered")
        with self.assertRaises(ValidationError):
            self.make_target(
                scope="person", volunteer_id=self.citizen.id, metric="served"
            )

    @mute_logger("odoo.sql_db")
    def test_no_target_twice_and_none_without_a_subject(self):
        self.make_target(scope="team", team_id=self.team.id, metric="hours")
        for vals in (
            {"scope": "team", "team_id": self.team.id, "metric": "hours"},
            {"scope": "team"},
            {"value": 0},
        ):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.make_target(**vals)

    def test_a_target_stays_in_its_unit(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        with self.assertRaises(ValidationError):
            self.make_target(
                company_id=other.id,
                scope="project",
                project_id=self.project.id,
                metric="hours",
            )

    # ------------------------------------------------------------------
    # The year
    # ------------------------------------------------------------------

    def _make_year(self, year, user=None, **vals):
        wizard = (
            self.env["volunteer.target.wizard"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, "year": year, **vals})
        )
        action = wizard.action_make()
        return self.target.search(action["domain"])

    def test_the_usual_targets_and_those_of_departments(self):
        made = self._make_year(2025)
        unit = made.filtered(lambda target: target.scope == "company")
        self.assertEqual(
            {target.metric: target.value for target in unit},
            {"person_hours": 4000, "hours_per_head": 25, "registered": 100},
        )
        below = made - unit
        self.assertEqual(below.department_id, self.ward | self.lab)
        self.assertEqual(set(below.mapped("value")), {25})
        self.assertEqual(self._make_year(2025), made, "and no second time")

    def test_last_year_goes_on(self):
        last = self._make_year(2025, departments=False, teams=True)
        self.assertEqual(last.team_id, self.team)
        last.filtered(lambda target: target.metric == "person_hours").value = 5000
        self.make_target(scope="project", project_id=self.project.id, metric="hours")
        made = self._make_year(2026, self.hr, departments=False)
        self.assertEqual(len(made), len(last) + 1)
        self.assertIn(5000, made.mapped("value"))
        self.assertEqual(made.project_id, self.project)
        self.assertEqual(set(made.mapped("date_from")), {date(2026, 1, 1)})

    def test_an_assessment_year_of_its_own_goes_on(self):
        self.make_target(date_from="2024-12-01", date_to="2025-11-30")
        made = self._make_year(2026, departments=False)
        self.assertEqual(made.date_to, date(2026, 11, 30))

    def test_who_makes_targets(self):
        for user in (self.member_user, self.leader_user, self.head_user):
            with self.assertRaises(AccessError, msg=user.login):
                self._make_year(2025, user)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        with self.assertRaises(UserError):
            self._make_year(2025, company_id=other.id)

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------

    def test_who_sees_which_targets(self):
        unit = self.make_target()
        lab = self.make_target(
            scope="department", department_id=self.lab.id, metric="hours"
        )
        ward = self.make_target(
            scope="department", department_id=self.ward.id, metric="hours"
        )
        team = self.make_target(scope="team", team_id=self.team.id, metric="hours")
        person = self.make_target(
            scope="person", volunteer_id=self.citizen.id, metric="hours"
        )
        for user, seen in (
            (self.officer, unit | lab | ward | team | person),
            (self.hr, unit | lab | ward | team | person),
            (self.head_user, unit | lab),
            (self.leader_user, unit | team),
            (self.stranger, unit),
            (self.portal_user, person),
        ):
            found = self.target.with_user(user).search(
                [("company_id", "=", self.company.id)]
            )
            self.assertEqual(found.sudo(), seen, user.login)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        outsider = self.make_user("test_outsider", OFFICE)
        outsider.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self.assertFalse(
            self.target.with_user(outsider)
            .with_context(allowed_company_ids=other.ids)
            .search([("company_id", "=", self.company.id)])
        )
        with self.assertRaises(AccessError):
            lab.with_user(self.head_user).value = 1
