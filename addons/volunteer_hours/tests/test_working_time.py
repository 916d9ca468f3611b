from datetime import datetime, timedelta

from odoo import fields

from .common import HoursCase


class WorkingTimeCase(HoursCase):
    """A member of staff who works from eight to noon and from two to half past five.

    Tuesday, 3 March 2026 is an ordinary day; all moments are naive UTC.
    """

    DAY = datetime(2026, 3, 3)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Day shift",
                "company_id": cls.company.id,
                # Left as it was at installation: the clock is that of the unit.
                "tz": "UTC",
                "attendance_ids": [
                    fields.Command.create(
                        {
                            "name": period,
                            "dayofweek": str(day),
                            "hour_from": since,
                            "hour_to": until,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for period, since, until in (
                        ("morning", 8, 12),
                        ("lunch", 12, 14),
                        ("afternoon", 14, 17.5),
                    )
                ],
            }
        )
        cls.head_user = cls.make_user("test_head", "base.group_user")
        cls.head = cls.make_employee("Head", cls.head_user)
        cls.department = cls.env["hr.department"].create(
            {
                "name": "Outpatients",
                "company_id": cls.company.id,
                "manager_id": cls.head.id,
            }
        )
        cls.employee = cls.make_employee(
            "Member",
            cls.member_user,
            volunteer_id=cls.member.id,
            department_id=cls.department.id,
        )

    @classmethod
    def make_employee(cls, name, user=None, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "user_id": user and user.id,
                "date_version": "2020-01-01",
                "resource_calendar_id": cls.calendar.id,
                **vals,
            }
        )

    @classmethod
    def at(cls, clock, day=None):
        """Return a local clock time of a day, ``HH:MM``, as naive UTC."""
        hour, minute = map(int, clock.split(":"))
        return (day or cls.DAY) + timedelta(hours=hour - 8, minutes=minute)

    @classmethod
    def serve(cls, since, until, volunteer=None, day=None):
        """Make a draft with clock times, as the volunteer office enters it."""
        start, stop = cls.at(since, day), cls.at(until, day)
        return cls.claim(
            volunteer,
            date=(day or cls.DAY).date(),
            start=start,
            stop=stop,
            minutes=(stop - start) // timedelta(minutes=1),
        )


class TestWorkingTimeMarks(WorkingTimeCase):
    def test_schedule(self):
        saturday = datetime(2026, 3, 7)
        for since, until, day, marked in (
            ("09:00", "11:00", None, True),
            ("11:30", "12:30", None, True),
            ("12:00", "14:00", None, False),
            ("17:30", "19:30", None, False),
            ("06:00", "08:00", None, False),
            ("09:00", "11:00", saturday, False),
        ):
            with self.subTest(since=since, day=day):
                line = self.serve(since, until, day=day)
                self.assertIs(line.in_working_time, marked)
                line.unlink()

    def test_nobody_else_is_compared(self):
        self.assertFalse(self.serve("09:00", "11:00", self.citizen).in_working_time)
        self.assertFalse(self.claim(date=self.DAY.date()).in_working_time)
        self.company.volunteer_working_time = "off"
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)

    def test_table_of_days(self):
        saturday = datetime(2026, 3, 7)
        self.env["volunteer.working.day"].create(
            [
                {"date": self.DAY, "working": "rest", "name": "Holiday"},
                {"date": saturday, "working": "work", "name": "Made up"},
            ]
        )
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)
        self.assertTrue(self.serve("09:00", "11:00", day=saturday).in_working_time)

    def test_time_off(self):
        leave = {
            "name": "Leave",
            "date_from": self.at("08:00"),
            "date_to": self.at("12:00"),
            "resource_id": self.employee.resource_id.id,
            "calendar_id": self.calendar.id,
        }
        self.env["resource.calendar.leaves"].create(leave)
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)
        self.assertTrue(self.serve("15:00", "16:00").in_working_time)
        # Of everybody with this schedule.
        self.env["resource.calendar.leaves"].create(
            {
                **leave,
                "resource_id": False,
                "date_from": self.at("14:00"),
                "date_to": self.at("15:00"),
            }
        )
        self.assertFalse(self.serve("14:00", "15:00").in_working_time)

    def test_schedule_of_that_day(self):
        self.employee.create_version(
            {"date_version": "2026-03-05", "resource_calendar_id": False}
        )
        self.assertTrue(self.serve("09:00", "11:00").in_working_time)
        later = datetime(2026, 3, 5)
        self.assertFalse(self.serve("09:00", "11:00", day=later).in_working_time)

    def test_flexible_schedule(self):
        self.calendar.schedule_type = "flexible"
        self.assertFalse(self.serve("09:00", "11:00").in_working_time)

    def test_presence(self):
        start, stop = self.at("09:00"), self.at("11:00")
        activity = self.make_activity(start, stop)
        lines = self.Hour.browse(activity.signup_ids.action_confirm_presence())
        marks = {line.volunteer_id: line.in_working_time for line in lines}
        self.assertEqual(marks, {self.member: True, self.citizen: False})

    def test_changed_times(self):
        line = self.serve("09:00", "11:00").with_user(self.officer)
        line.write({"start": self.at("18:00"), "stop": self.at("20:00")})
        self.assertFalse(line.in_working_time)
        friday = datetime(2026, 3, 6)
        line.write(
            {
                "date": friday.date(),
                "start": self.at("08:00", friday),
                "stop": self.at("10:00", friday),
            }
        )
        self.assertTrue(line.in_working_time)

    def test_constant_queries(self):
        def create(count, first):
            days = [datetime(2026, 3, 9) + timedelta(days=n) for n in range(count)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Hour.create(
                [
                    {
                        "volunteer_id": self.member.id,
                        "date": day.date(),
                        "start": day + timedelta(hours=first),
                        "stop": day + timedelta(hours=first + 1),
                        "minutes": 60,
                        "source": "import",
                    }
                    for day in days
                ]
            )
            return self.env.cr.sql_log_count - before

        create(1, 1)
        self.assertLessEqual(create(20, 3), create(1, 6) + 1)
