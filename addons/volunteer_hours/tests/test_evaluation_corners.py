from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .evaluation_common import HR, FilesCase, SheetsCase


@tagged("post_install", "-at_install")
class TestEvaluationCorners(SheetsCase):
    """Rights between units, dates that are over, corrections under way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee.volunteer_id = cls.member

    def test_head_in_a_unit_below(self):
        campus = self.env["res.company"].create(
            {"name": "Campus", "parent_id": self.company.id}
        )
        head_user = new_test_user(
            self.env,
            "test_campus_head",
            groups="base.group_user",
            company_id=campus.id,
            company_ids=campus.ids,
        )
        head = self._employ("Campus Head", head_user, company=campus)
        ward = self.env["hr.department"].create(
            {"name": "There", "company_id": campus.id, "manager_id": head.id}
        )
        nurse = self._employ("Campus Nurse", None, ward, campus)
        self.round.with_branches = True
        sheet = self.make_sheet(None, nurse)
        self.send_out()
        self.assertEqual(sheet.state, "department")
        seen = self.as_user(self.Sheet, head_user).search([("my_turn", "=", True)])
        self.assertEqual(seen, sheet)
        self.assertEqual(seen.round_id.display_name, self.round.name)
        self.as_user(sheet, head_user).action_department("Agreed.")
        self.assertEqual(sheet.state, "committee")

    def test_sent_back_after_the_date_waits(self):
        self.round.write(
            {"remark_until": "2026-01-10", "department_until": "2026-01-20"}
        )
        with freeze_time("2026-01-02"):
            self.send_out()
            self.sheet.with_user(self.member_user).action_remark("Mine.")
        with freeze_time("2026-01-15"):
            self.sheet.with_user(self.head_user).action_send_back("Say more.")
            due = self.env["volunteer.evaluation.round"]._find_overdue_sheets_sudo()
            self.assertNotIn(self.sheet, due)
            self.assertIn(self.citizen_sheet, due)
            # Human Resources can go on all the same; the date holds again then.
            self.sheet.with_user(self.hr_user).action_skip()
            self.assertEqual(self.sheet.state, "department")
            self.assertFalse(self.sheet.return_reason)
        with freeze_time("2026-01-25"):
            due = self.env["volunteer.evaluation.round"]._find_overdue_sheets_sudo()
            self.assertIn(self.sheet, due)

    def test_typed_points_are_rounded_half_up(self):
        """As in the file that is loaded back: 1.005 is 1.01 there."""
        self.take_to_hr()
        self.sheet.with_user(self.hr_user).action_confirm(points=1.005, grade=5)
        self.assertEqual(self.sheet.final_score, 1.01)
        self.assertEqual(self.sheet.final_grade, "Good")

    def test_bridge_while_a_correction_is_under_way(self):
        self.confirm()
        self.sheet.with_user(self.hr_user).action_correct("A line was missing")
        period = (self.round.date_from, self.round.date_to)
        employee = self.employee.with_user(self.hr_user)
        answer = employee._get_volunteer_evaluation(*period)[self.employee.id]
        self.assertEqual(answer["score"], 17.5)
        [said] = answer["sheets"]
        self.assertTrue(said["is_being_corrected"])
        [newer] = self.Sheet.search([("previous_id", "=", self.sheet.id)])
        newer.with_user(self.hr_user).action_confirm(points=3)
        answer = employee._get_volunteer_evaluation(*period)[self.employee.id]
        [said] = answer["sheets"]
        self.assertEqual((said["id"], said["score"]), (newer.id, 3))
        self.assertFalse(said["is_being_corrected"])

    def test_registered_after_the_sheet_was_confirmed(self):
        sheet = self.unregistered_sheet
        self.confirm(sheet)
        self.assertFalse(sheet.changed_since)
        volunteer = self.make_volunteer("Registered Now")
        self.newcomer.volunteer_id = volunteer
        self.record(self.claim(volunteer, date="2025-05-05", minutes=90))
        self.env.invalidate_all()
        self.assertTrue(sheet.changed_since)
        self.assertIn(sheet, self.Sheet.search([("changed_since", "=", True)]))
        sheet.with_user(self.hr_user).action_correct("Hours were handed in later")
        [newer] = self.Sheet.search([("previous_id", "=", sheet.id)])
        self.assertEqual(newer.minutes_claimed, 90)
        self.assertEqual(newer.volunteer_id, volunteer)
        self.assertFalse(newer.changed_since)

    def test_duplicate_that_was_merged_gives_way(self):
        double = self.make_volunteer("Member Again")
        sheet = self.make_sheet(double)
        self.send_out()
        self.assertNotEqual(sheet.state, "draft")
        double.sudo().write({"merged_into_id": self.member.id, "active": False})
        self.round.with_user(self.hr_user).action_compute()
        self.assertFalse(sheet.is_current)
        self.assertTrue(self.sheet.is_current)

    def test_schemes_of_a_unit_above(self):
        campus = self.env["res.company"].create(
            {"name": "Campus", "parent_id": self.company.id}
        )
        user = new_test_user(
            self.env,
            "test_campus_hr",
            groups=HR,
            company_id=campus.id,
            company_ids=campus.ids,
        )
        self.scheme.company_id = self.company
        line = self.env["volunteer.evaluation.scheme.line"].create(
            {"scheme_id": self.scheme.id, "name": "Hours", "figure": "hours"}
        )
        grade = self.env["volunteer.evaluation.grade"].create(
            {"scheme_id": self.scheme.id, "name": "Good", "minimum": 10}
        )
        for record, vals in (
            (self.scheme, {"cap": 1}),
            (line, {"value": 100}),
            (grade, {"minimum": 0}),
        ):
            record = self.as_user(record, user)
            record.check_access("read")
            with self.assertRaises(AccessError):
                record.write(vals)
        other_hr, _office = self.make_other_unit()
        for record in (self.scheme, line, grade):
            with self.assertRaises(AccessError):
                self.as_user(record, other_hr).check_access("read")


@tagged("post_install", "-at_install")
class TestEvaluationFileCorners(FilesCase):
    """Rows that point at a sheet in two ways."""

    def test_sheet_by_two_numbers(self):
        self.employee.barcode = "0815"
        book = self.download()
        self.cell(book, self.sheet, "Points into the Appraisal").value = 1
        page = book.worksheets[0]
        titles = [cell.value for cell in page[3]]
        row = [None] * len(titles)
        row[titles.index("Employee No.")] = "0815"
        row[titles.index("Points into the Appraisal")] = 2
        page.append(row)
        wizard = self.load(book)
        self.assertIn("twice", wizard.errors)

    def test_columns_sorted_apart(self):
        self.employee.barcode = "0815"
        book = self.download()
        number = self.cell(book, self.sheet, "Employee No.")
        # What a spreadsheet does to numbers is no mistake of anybody.
        number.value = 815
        self.assertFalse(self.load(book).errors)
        number.value = "0816"
        self.assertIn("0816", self.load(book).errors)
