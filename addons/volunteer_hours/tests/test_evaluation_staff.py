from datetime import date

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_evaluation_round import PERIOD, EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationStaff(EvaluationCase):
    """Who changed, left or came back has one sheet, where they were last."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ward, cls.lab = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Test Ward", "Test Laboratory")
            ]
        )
        cls.other = cls.env["res.company"].create({"name": "Other Hospital"})

    def test_department_of_the_end_of_the_period(self):
        self.employee.department_id = self.ward
        for day, department in (("2025-07-01", self.lab), ("2026-01-01", self.ward)):
            self.employee.create_version(
                {"date_version": day, "department_id": department.id}
            )
        self.round.action_compute()
        self.assertEqual(self.sheet().department_id, self.lab)

    def test_two_contracts_make_one_sheet(self):
        self.employee.version_id.contract_date_end = date(2025, 6, 30)
        again = self.hire(self.member, "Member Again", "2025-10-01")
        again.department_id = self.lab
        self.round.action_compute()
        self.assertEqual(len(self.sheet()), 1)
        self.assertEqual(self.sheet().employee_id, again)
        self.assertEqual(self.sheet().department_id, self.lab)

    def test_who_left_in_the_year_belongs_where_they_were_last(self):
        self.employee.department_id = self.ward
        self.employee.version_id.departure_date = date(2025, 3, 31)
        gone = self.hire(None, "Gone Before")
        gone.version_id.departure_date = date(2024, 12, 31)
        later = self.hire(None, "Comes Later", "2026-01-01")
        self.round.action_compute()
        self.assertEqual(self.sheet().department_id, self.ward)
        employees = self.round.sheet_ids.employee_id
        self.assertFalse(employees & (gone | later))

    def test_who_changed_unit_is_evaluated_there_with_all_hours(self):
        self.serve("2025-02-02")
        self.employee.version_id.departure_date = date(2025, 6, 30)
        self.hire(
            self.member, "Member Elsewhere", "2025-07-01", company_id=self.other.id
        )
        self.round.action_compute()
        self.assertFalse(self.sheet(), "neither staff nor a volunteer of this unit")
        there = (
            self.env["volunteer.evaluation.round"]
            .sudo()
            .create(
                {
                    "year": 2025,
                    "company_id": self.other.id,
                    "scheme_id": self.scheme.id,
                    "count_outside": True,
                }
            )
        )
        there.action_compute()
        self.assertEqual(self.sheet(evaluation_round=there).hours_claimed, 2)
        self.assertEqual(self.sheet(evaluation_round=there).hours_elsewhere, 2)
        there.count_outside = False
        there.action_compute()
        self.assertEqual(self.sheet(evaluation_round=there).hours_claimed, 0)
        self.assertFalse(self.sheet(evaluation_round=there).changed_since)

    def test_registering_later_keeps_the_sheet(self):
        self.round.action_compute()
        sheet = self.round.sheet_ids.filtered(
            lambda one: one.employee_id == self.unregistered
        )
        self.unregistered.volunteer_id = self.make_volunteer("Registered Now")
        self.round.action_compute()
        self.assertEqual(sheet.volunteer_id.name, "Registered Now")
        self.assertEqual(
            len(self.round.sheet_ids.filtered(lambda one: one.employee_id)), 2
        )

    def test_hired_after_the_year_without_a_contract(self):
        """Whoever is typed long after the unit's records were loaded is new."""
        for number in range(20):
            self.hire(None, f"Loaded {number}")
        newcomer = self.hire(None, "Hired Now", fields.Date.today())
        newcomer.contract_date_start = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET create_date = '2020-01-01' "
            "WHERE company_id = %s AND id <> %s",
            (self.company.id, newcomer.id),
        )
        self.round.action_compute()
        self.assertNotIn(newcomer, self.round.sheet_ids.employee_id)

    def test_units_below(self):
        branch = self.env["res.company"].create(
            {"name": "Campus", "parent_id": self.company.id}
        )
        there = self.hire(None, "On the Campus", company_id=branch.id)
        self.round.action_compute()
        self.assertNotIn(there, self.round.sheet_ids.employee_id)
        self.round.with_branches = True
        self.round.action_compute()
        self.assertIn(there, self.round.sheet_ids.employee_id)


@tagged("post_install", "-at_install")
class TestEvaluationBridge(EvaluationCase):
    """``hr.employee._get_volunteer_evaluation``: what other modules read."""

    def ask(self, employees=None, user=None, period=PERIOD):
        employees = self.employee | self.unregistered if not employees else employees
        return employees.with_user(user or self.hr)._get_volunteer_evaluation(*period)

    def test_figures_and_result(self):
        self.serve("2025-03-03")
        self.round.action_compute()
        answer = self.ask()
        self.assertEqual(answer[self.employee.id]["hours"], 2)
        self.assertEqual(answer[self.employee.id]["services"], 1)
        self.assertFalse(answer[self.employee.id]["quality"])
        self.assertEqual(answer[self.employee.id]["sheets"], [], "not confirmed yet")
        self.assertFalse(answer[self.employee.id]["score"])
        self.assertFalse(answer[self.unregistered.id]["volunteer_id"])
        self.assertEqual(answer[self.unregistered.id]["hours"], 0)
        self.confirm(self.sheet())
        answer = self.ask()[self.employee.id]
        self.assertEqual((answer["score"], answer["grade"]), (1.6, "Took part"))
        self.assertEqual([sheet["id"] for sheet in answer["sheets"]], self.sheet().ids)
        first_half = self.ask(period=(date(2025, 1, 1), date(2025, 6, 30)))
        self.assertEqual(first_half[self.employee.id]["hours"], 2)
        self.assertFalse(first_half[self.employee.id]["score"], "another period")

    def test_who_reads(self):
        for user in (self.stranger, self.portal_user, self.leader_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ask(user=user)
        self.assertTrue(self.ask(user=self.officer))
        other = self.env["res.company"].create({"name": "Other Hospital"})
        theirs = self.hire(None, "Theirs", company_id=other.id)
        with self.assertRaises(AccessError):
            self.ask(employees=theirs)

    def test_query_count_does_not_grow(self):
        more = self.employee
        for number in range(20):
            more |= self.hire(self.make_volunteer(f"Staff {number}"), f"Staff {number}")
        self.env.flush_all()
        counts = []
        for employees in (self.employee, more):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.ask(employees=employees)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
