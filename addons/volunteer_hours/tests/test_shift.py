import base64
from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError

from .test_working_time import WorkingTimeCase

HEADER = "工号,姓名,日期,起,止,班次\n"


class TestShift(WorkingTimeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee.barcode = "1001"
        cls.other = cls.make_employee("Elsewhere")
        cls.Shift = cls.env["volunteer.shift"]

    def add(self, since=None, until=None, day=None, **vals):
        return self.Shift.create(
            {
                "employee_id": self.employee.id,
                "date": (day or self.DAY).date(),
                "start": since and self.at(since, day),
                "stop": until and self.at(until, day),
                **vals,
            }
        )

    def make_import(self, text, user=None):
        return (
            self.env["volunteer.shift.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "filename": "shifts.csv",
                    "file": base64.b64encode((HEADER + text).encode()),
                    "company_id": self.company.id,
                }
            )
        )

    def get_shifts(self):
        return [
            (str(shift.date), shift.start and str(shift.start)[11:16], shift.kind)
            for shift in self.Shift.search(
                [("employee_id", "=", self.employee.id)], order="date, start"
            )
        ]

    # Marks

    def test_shift_stands_before_the_schedule(self):
        self.add("12:00", "20:00")
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)
        self.assertTrue(self.serve("18:00", "19:00").in_working_time)
        # The day before has no shift: there the schedule counts.
        monday = datetime(2026, 3, 2)
        self.assertTrue(self.serve("09:00", "11:00", day=monday).in_working_time)

    def test_day_off_in_the_roster(self):
        self.add(kind="off")
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)

    def test_who_is_on_the_roster_works_on_holidays(self):
        self.env["volunteer.working.day"].create({"date": self.DAY, "working": "rest"})
        self.add("08:00", "12:00")
        self.assertTrue(self.serve("09:00", "11:00").in_working_time)

    def test_night_shift_reaches_into_the_next_day(self):
        saturday, sunday = datetime(2026, 3, 7), datetime(2026, 3, 8)
        self.add("20:00", "32:00", day=saturday)
        self.assertTrue(self.serve("07:00", "09:00", day=sunday).in_working_time)
        self.assertFalse(self.serve("09:00", "10:00", day=sunday).in_working_time)

    def test_leave_goes_before_the_roster(self):
        self.add("08:00", "12:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "date_from": self.at("00:00"),
                "date_to": self.at("24:00"),
                "resource_id": self.employee.resource_id.id,
            }
        )
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)

    def test_date_is_that_of_the_start(self):
        with self.assertRaisesRegex(ValidationError, "begins on"):
            self.add("08:00", "12:00", date="2026-03-04")

    # Import

    def test_import_replaces_the_same_people_and_days(self):
        self.add("06:00", "07:00")
        self.add("06:00", "07:00", day=datetime(2026, 3, 5))
        wizard = self.make_import(
            "1001,Member,2026-03-03,08:00,12:00,早\n"
            "1001,,2026-03-03,14:00,18:00,\n"
            ",Member,2026-03-04,,,休\n"
        )
        self.assertFalse(wizard.errors)
        self.assertIn("08:00", wizard.preview)
        wizard.action_import()
        self.assertEqual(
            self.get_shifts(),
            [
                ("2026-03-03", "00:00", "早"),
                ("2026-03-03", "06:00", False),
                ("2026-03-04", False, "休"),
                # Of another day.
                ("2026-03-05", "22:00", False),
            ],
        )
        self.make_import("1001,,2026-03-03,09:00,12:00,晚\n").action_import()
        self.assertEqual(
            [shift for shift in self.get_shifts() if shift[0] == "2026-03-03"],
            [("2026-03-03", "01:00", "晚")],
        )

    def test_mistakes_by_row(self):
        self.make_employee("Twin")
        self.make_employee("Twin")
        wizard = self.make_import(
            "7777,,2026-03-03,08:00,12:00,\n"
            "1001,Someone,2026-03-03,08:00,12:00,\n"
            ",Twin,2026-03-03,08:00,12:00,\n"
            "1001,,2026-03-03,early,12:00,\n"
            "1001,,2026-03-03,08:00,12:00,\n"
        )
        for part in (
            "Row 2: No employee",
            "Row 3: This number does not belong to “Someone”",
            "Row 4: Several employees",
            "Row 5, column “起”: “early” is no time of day",
        ):
            self.assertIn(part, wizard.errors)
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            wizard.action_import()
        self.assertFalse(self.get_shifts())

    def test_head_imports_for_the_department_only(self):
        self.make_import(
            "1001,,2026-03-03,08:00,12:00,\n", self.head_user
        ).action_import()
        self.assertEqual(len(self.get_shifts()), 1)
        self.assertIn(
            "No employee you may enter shifts for",
            self.make_import(
                ",Elsewhere,2026-03-03,08:00,12:00,\n", self.head_user
            ).errors,
        )
        seen = self.Shift.with_user(self.head_user).search([])
        self.assertEqual(seen.employee_id.ids, self.employee.ids)
        with self.assertRaises(AccessError):
            seen.write({"kind": "x"})

    def test_a_roster_that_comes_after_the_service(self):
        line = self.serve("18:00", "20:00")
        line.with_user(self.officer).action_submit()
        self.assertFalse(line.in_working_time)
        shift = self.add("17:00", "23:00")
        self.assertTrue(line.in_working_time)
        shift.unlink()
        self.assertFalse(line.in_working_time)

    def test_others_do_not_import(self):
        for user in (self.stranger, self.member_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.make_import(
                    "1001,,2026-03-03,08:00,12:00,\n", user
                ).action_import()
        elsewhere = self.env["res.company"].create({"name": "Other Hospital"})
        wizard = self.make_import("1001,,2026-03-03,08:00,12:00,\n")
        wizard.company_id = elsewhere
        with self.assertRaises(AccessError):
            wizard.action_import()

    def test_own_shifts_are_read(self):
        self.add("08:00", "12:00")
        self.add("08:00", "12:00", employee_id=self.other.id)
        Shift = self.Shift
        self.assertEqual(
            Shift.with_user(self.member_user).search([]).employee_id, self.employee
        )
        self.assertFalse(Shift.with_user(self.stranger).search([]))

    def test_old_shifts_go(self):
        old = self.add("08:00", "12:00", day=datetime(2020, 3, 3))
        self.Shift._gc_old_shifts()
        self.assertFalse(old.exists())
