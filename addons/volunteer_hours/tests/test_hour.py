from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestHour(HoursCase):
    def test_snapshot_is_of_the_day(self):
        """Department and team stay those of the service, whoever moves later."""
        first, second = self.env["hr.department"].create(
            [
                {"name": "Paediatrics", "company_id": self.company.id},
                {"name": "Surgery", "company_id": self.company.id},
            ]
        )
        employee = self.env["hr.employee"].create(
            {
                "name": "Member",
                "company_id": self.company.id,
                "department_id": first.id,
                "volunteer_id": self.member.id,
                "date_version": "2020-01-01",
            }
        )
        employee.create_version(
            {
                "date_version": self.start.date() + timedelta(days=1),
                "department_id": second.id,
            }
        )
        before = self.claim()
        after = self.claim(date=self.start.date() + timedelta(days=2))
        self.assertEqual(before.employee_id, employee)
        self.assertEqual(before.department_id, first)
        self.assertEqual(after.department_id, second)
        self.assertEqual(before.team_id, self.team)
        self.assertEqual(before.company_id, self.company)

    def test_snapshot_follows_a_corrected_date(self):
        line = self.claim()
        self.member.member_ids.date_from = self.start.date()
        other = self.env["volunteer.team"].create(
            {
                "name": "Earlier team",
                "company_id": self.company.id,
                "member_ids": [
                    (0, 0, {"volunteer_id": self.member.id, "date_from": "2020-01-01"})
                ],
            }
        )
        line.date = self.start.date() - timedelta(days=1)
        self.assertEqual(line.team_id, other)

    def test_due_date_counts_working_days(self):
        """Ten working days after the service, over weekends and holidays."""
        line = self.claim(date="2025-09-29")
        # 30 September, then eight days' rest are not known here: plain weekdays.
        self.assertEqual(str(line.due_date), "2025-10-13")
        self.env["volunteer.working.day"].search([]).unlink()
        self.env["volunteer.working.day"].create(
            [{"date": f"2025-10-0{day}", "working": "rest"} for day in range(1, 9)]
            + [{"date": "2025-10-11", "working": "work"}]
        )
        self.assertEqual(str(self.claim(date="2025-09-29").due_date), "2025-10-20")

    def test_hours_follow_minutes(self):
        line = self.claim(minutes=90)
        self.assertEqual(line.hours, 1.5)
        line.minutes = 30
        self.assertEqual(line.hours, 0.5)
        for minutes in (40, 45):
            with self.assertRaisesRegex(UserError, "multiple of 30 minutes"):
                self.claim(minutes=minutes)
            with self.assertRaisesRegex(UserError, "multiple of 30 minutes"):
                line.with_user(self.officer).minutes = minutes
        with self.assertRaisesRegex(UserError, "more than zero"):
            self.claim(minutes=0)

    def test_daily_limit(self):
        self.claim(minutes=600)
        with self.assertRaisesRegex(UserError, "the limit is 12"):
            self.claim(minutes=180)
        self.project.kind = "emergency"
        with self.assertRaisesRegex(UserError, "why"):
            self.claim(minutes=180, description=" ")
        self.assertTrue(self.claim(minutes=180))

    def test_one_person_one_place(self):
        """Overlapping hours are refused by the database; touching ones are not."""
        at = {"start": self.start, "stop": self.start + timedelta(hours=2)}
        self.claim(**at)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.claim(start=self.start + timedelta(hours=1), stop=self.stop)
        self.assertTrue(self.claim(start=at["stop"], stop=self.stop, minutes=90))
        self.assertTrue(self.claim(self.citizen, **at))

    def test_a_cancelled_line_frees_its_time(self):
        at = {"start": self.start, "stop": self.start + timedelta(hours=2)}
        self.claim(**at).with_user(self.officer).action_cancel()
        self.assertTrue(self.claim(**at))

    def test_users_bring_input_only(self):
        """What methods fill cannot be given or written, whoever asks over RPC."""
        Hour = self.Hour.with_user(self.officer)
        vals = {
            "volunteer_id": self.member.id,
            "minutes": 60,
            "project_id": self.project.id,
        }
        for name, value in (
            ("state", "approved"),
            ("proven", True),
            ("hours", 8),
            ("ledger_no", 1),
            ("approver_id", self.officer.id),
            ("team_id", self.team.id),
            ("points", 9000),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                Hour.create({**vals, name: value})
            line = self.claim()
            with self.subTest(field=name), self.assertRaises(AccessError):
                line.with_user(self.officer).write({name: value})
            line.unlink()
        with self.assertRaisesRegex(AccessError, "check-in only"):
            Hour.create({**vals, "source": "checkin"})

    def test_defaults_of_a_context_set_nothing(self):
        """What a call brings in its context does not fill what methods fill."""
        forged = {
            "default_state": "approved",
            "default_proven": True,
            "default_points": 9000,
            "default_source": "checkin",
            "default_activity_id": self.activity.id,
        }
        Hour = self.Hour.with_user(self.member_user).with_context(**forged)
        day = self.start.date().isoformat()
        claimed = self.Hour.browse(Hour.action_claim(day, 60, "Guided patients"))
        self.assertEqual((claimed.state, claimed.source), ("draft", "claim"))
        self.assertFalse(claimed.proven or claimed.points or claimed.activity_id)
        del forged["default_source"]
        made = (
            self.Hour.with_user(self.officer)
            .with_context(**forged)
            .create({"volunteer_id": self.citizen.id, "date": day, "minutes": 60})
        )
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.proven or made.points)

    def test_submitted_hours_do_not_change(self):
        line = self.claim()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "before they are submitted"):
            line.with_user(self.officer).minutes = 180
        with self.assertRaisesRegex(UserError, "Only drafts"):
            line.with_user(self.officer).unlink()

    def test_claim_for_oneself(self):
        Hour = self.Hour.with_user(self.portal_user)
        day = self.start.date().isoformat()
        line = self.Hour.browse(
            Hour.action_claim(day, 60, "Read to children", self.project.id)
        )
        self.assertEqual(line.volunteer_id, self.citizen)
        self.assertEqual(
            (line.state, line.source, line.proven), ("draft", "claim", False)
        )
        with self.assertRaisesRegex(UserError, "future"):
            Hour.action_claim("2999-01-01", 60, "Later")
        with self.assertRaisesRegex(UserError, "Say what"):
            Hour.action_claim(day, 60, "  ")
        with self.assertRaises(AccessError):
            self.Hour.with_user(self.stranger).action_claim(day, 60, "No volunteer")

    def test_creation_cost_does_not_grow(self):
        """A batch of 100 takes hardly more queries than a batch of 10."""
        volunteers = [
            self.make_volunteer(f"Volunteer {number}") for number in range(100)
        ]

        def create(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Hour.create(
                [
                    {
                        "volunteer_id": volunteer.id,
                        "project_id": self.project.id,
                        "date": "2025-03-03",
                        "minutes": 60,
                    }
                    for volunteer in volunteers[:count]
                ]
            )
            self.env.flush_all()
            return self.cr.sql_log_count - before

        create(10)
        few = create(10)
        many = create(100)
        self.assertLessEqual(many, few + 2)


@tagged("post_install", "-at_install")
class TestMinorsClaims(HoursCase):
    def test_a_minors_day(self):
        self.env["volunteer.identity"].create(
            {
                "volunteer_id": self.citizen.id,
                "birth_date": fields.Date.subtract(self.start.date(), years=16),
            }
        )
        claim = self.Hour.with_user(self.portal_user).action_claim
        day = fields.Date.to_string(self.start)
        with self.assertRaisesRegex(UserError, "under 18"), self.env.cr.savepoint():
            claim(day, 300, "Helped")
        self.assertTrue(claim(day, 240, "Helped"))
        entered = self.Hour.with_user(self.officer).create(
            {
                "volunteer_id": self.citizen.id,
                "date": day,
                "minutes": 60,
                "description": "The bus was late",
            }
        )
        self.assertTrue(entered)
