from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import HoursCase

#: Friday, 12:00 in Shanghai; the three working days end on Wednesday the 25th.
DAY, NOW = "2026-11-20", datetime(2026, 11, 20, 4, 0)


class ClaimCase(HoursCase):
    """Claims around a Friday; days of claiming as shipped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["volunteer.working.day"].search([]).unlink()
        cls.company.volunteer_claim_days = 3
        # 08:00 to 11:30 in Shanghai on that Friday.
        cls.begin = datetime(2026, 11, 20, 0, 0)
        with freeze_time(NOW - timedelta(days=2)):
            cls.held = cls.make_activity(
                cls.begin, cls.begin + timedelta(hours=3, minutes=30), name="Guiding"
            )

    def claim_own(self, *args, user=None, when=NOW, **kwargs):
        with freeze_time(when), self.cr.savepoint():
            Hour = self.Hour.with_user(user or self.portal_user)
            args = args or (DAY, 60, "Read to children")
            line = self.Hour.browse(Hour.action_claim(*args, **kwargs))
        return self.made_on(line, when)

    def enter(self, user=None, when=NOW, **vals):
        """Enter a claim in the office's form."""
        with freeze_time(when):
            line = self.Hour.with_user(user or self.officer).create(
                {
                    "volunteer_id": self.citizen.id,
                    "date": DAY,
                    "minutes": 60,
                    "description": "Read to children",
                    **vals,
                }
            )
        return self.made_on(line, when)

    def made_on(self, line, when):
        """Let a line be as old as the clock said; the database has its own."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE volunteer_hour SET create_date = %s WHERE id = %s", [when, line.id]
        )
        self.env.invalidate_all()
        return line.sudo()


@tagged("post_install", "-at_install")
class TestClaimRules(ClaimCase):
    def test_days_of_claiming(self):
        """Three working days after the service; the weekend does not count."""
        line = self.claim_own(when=datetime(2026, 11, 25, 15, 59))
        self.assertFalse(line.late_claim)
        with self.assertRaisesRegex(UserError, "until 2026-11-25.*office"):
            self.claim_own(DAY, 90, "Ward 3", when=datetime(2026, 11, 25, 16, 0))
        self.company.volunteer_claim_days = 0
        self.assertTrue(
            self.claim_own(DAY, 90, "Ward 3", when=datetime(2026, 12, 25, 16, 0))
        )

    def test_the_office_enters_late_hours_with_a_reason(self):
        late = datetime(2026, 12, 1, 4, 0)
        for reason in (None, "  "):
            with self.assertRaisesRegex(UserError, "say why"), self.cr.savepoint():
                self.enter(when=late, late_reason=reason)
        line = self.enter(when=late, late_reason=" Was in hospital ")
        self.assertEqual(line.late_reason, "Was in hospital")
        self.assertEqual(line.exception_by, self.officer)
        self.assertEqual(line.exception_on, late)
        with self.assertRaises(AccessError):
            line.with_user(self.portal_user).late_reason = "Mine"

    def test_the_form_asks_why_so_late(self):
        with freeze_time(NOW), Form(self.Hour.with_user(self.officer)) as form:
            form.volunteer_id = self.citizen
            form.minutes = 60
            form.date = "2026-11-19"
            self.assertFalse(form.late_claim)
            form.date = "2026-11-02"
            self.assertTrue(form.late_claim)
            form.late_reason = "Was in hospital"

    def test_a_day_to_come(self):
        for day, when in (
            ("2026-11-21", NOW),
            # Half past midnight in Shanghai is still the day before in UTC.
            ("2026-11-22", datetime(2026, 11, 20, 16, 30)),
        ):
            with self.assertRaisesRegex(UserError, "future"):
                self.claim_own(day, 60, "Tomorrow", when=when)
        self.assertTrue(
            self.claim_own("2026-11-21", 60, "Now", when=datetime(2026, 11, 20, 16, 30))
        )

    def test_a_month_over_the_year(self):
        line = self.claim_own(
            "2026-12-31", 60, "New Year's Eve", when=datetime(2027, 1, 4, 4, 0)
        )
        self.assertEqual(line.date.year, 2026)

    def test_clock_times(self):
        line = self.claim_own(DAY, 90, "Ward 3", start="08:30")
        self.assertEqual(line.start, datetime(2026, 11, 20, 0, 30))
        self.assertEqual(line.stop, datetime(2026, 11, 20, 2, 0))
        self.assertEqual(line.period, "08:30–10:00")
        for start, sentence in (
            ("soon", "like 08:00"),
            ("23:30", "midnight"),
            ("11:30", "still to come"),
            # Over the end of the first one.
            ("09:30", "other hours already.*08:30–10:00"),
        ):
            with self.subTest(start), self.assertRaisesRegex(UserError, sentence):
                self.claim_own(DAY, 90, "Another ward", start=start)
        self.assertTrue(self.claim_own(DAY, 60, "Another ward", start="10:00"))

    def test_the_database_holds_overlaps(self):
        line = self.claim_own(DAY, 90, "Ward 3", start="08:30")
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            line.copy({"start": line.start, "stop": line.stop, "date": DAY})

    def test_claimed_twice(self):
        first = self.claim_own(DAY, 60, "Read to children", self.project.id)
        for again in (
            (DAY, 60, "Something else", self.project.id),
            (DAY, 90, "read to  children!", self.project.id),
        ):
            with self.assertRaisesRegex(UserError, "claimed already.*Draft"):
                self.claim_own(*again)
        # Other words and another length; another day; somebody else.
        self.assertTrue(self.claim_own(DAY, 90, "Ward 3", self.project.id))
        self.assertTrue(
            self.claim_own("2026-11-19", 60, "Read to children", self.project.id)
        )
        self.assertTrue(self.claim_own(user=self.member_user))
        # What was cancelled stands in no way.
        first.with_user(self.portal_user).action_cancel()
        self.assertTrue(self.claim_own(DAY, 60, "Read to children", self.project.id))

    def test_the_office_says_why_all_the_same(self):
        self.claim_own()
        with self.assertRaisesRegex(UserError, "Why All the Same"), self.cr.savepoint():
            self.enter()
        line = self.enter(override_reason="Two wards, one after the other")
        self.assertEqual(line.exception_by, self.officer)
        # Among lines of one batch, too.
        with self.assertRaisesRegex(UserError, "already"), self.cr.savepoint():
            with freeze_time(NOW):
                self.Hour.with_user(self.officer).create(
                    [
                        {
                            "volunteer_id": self.member.id,
                            "date": DAY,
                            "minutes": 60,
                            "description": "Ward 4",
                        }
                    ]
                    * 2
                )

    def test_proven_already(self):
        """Whoever was noted as present does not claim the same again."""
        signup = self.held.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        with freeze_time(NOW):
            signup.with_user(self.officer).action_confirm_presence()
        with self.assertRaisesRegex(UserError, "from presence"):
            self.claim_own(DAY, 60, "Guided", activity_id=self.held.id)
        line = self.claim_own(
            DAY, 60, "Guided", activity_id=self.held.id, user=self.member_user
        )
        self.assertEqual(line.project_id, self.project)
        self.assertEqual(line.activity_id, self.held)

    def test_which_activities(self):
        """Those one signed up for or one's team did, that were held and count hours."""
        outsider = self.make_volunteer("Outsider", self.stranger)
        with freeze_time(NOW):
            offered = self.Hour._get_claimable_activities_sudo(self.citizen)
            self.assertIn(self.held, offered)
            self.assertFalse(self.Hour._get_claimable_activities_sudo(outsider))
        with self.assertRaisesRegex(UserError, "signed up"):
            self.claim_own(
                DAY, 60, "Guided", activity_id=self.held.id, user=self.stranger
            )
        with self.assertRaisesRegex(UserError, "was on 2026-11-20"):
            self.claim_own("2026-11-19", 60, "Guided", activity_id=self.held.id)
        with self.assertRaisesRegex(UserError, "leave that empty"):
            self.claim_own(
                DAY, 60, "Guided", activity_id=self.held.id, organiser="Red Cross"
            )
        signup = self.held.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        with freeze_time(NOW):
            signup.with_user(self.officer).action_mark_absent()
        with self.assertRaisesRegex(UserError, "noted as absent"):
            self.claim_own(DAY, 60, "Guided", activity_id=self.held.id)

    def test_another_organiser(self):
        own = self.claim_own()
        other = self.claim_own(DAY, 90, "Blood drive", organiser=" Red Cross ")
        self.assertEqual(own.organiser_shown, self.company.name)
        self.assertEqual((other.organiser, other.organiser_shown), ("Red Cross",) * 2)

    def test_correct_a_refused_claim(self):
        line = self.claim_own()
        line.action_submit()
        line.with_user(self.leader_user).action_refuse("Which ward?")
        other = self.claim_own("2026-11-19", 120, "Guided", user=self.member_user)
        correct = line.with_user(self.portal_user).action_correct_claim
        with freeze_time(NOW + timedelta(days=20)):
            # Claimed in time it was, however long the approval took.
            correct(DAY, 90, "Read to children, ward 3", start="09:00")
        self.assertEqual((line.minutes, line.hours), (90, 1.5))
        self.assertEqual(line.period, "09:00–10:30")
        with self.assertRaises(AccessError):
            other.with_user(self.portal_user).action_correct_claim(DAY, 60, "Mine now")
        line.with_user(self.portal_user).action_submit()
        with self.assertRaisesRegex(UserError, "Withdraw it first"):
            correct(DAY, 60, "Once more")
        with self.assertRaisesRegex(UserError, "the limit is 12"):
            line.with_user(self.portal_user).action_withdraw()
            correct(DAY, 780, "All day")

    def test_a_long_day(self):
        line = self.claim_own(DAY, 480, "All day", self.project.id)
        self.assertFalse(line.long_day)
        more = self.claim_own(DAY, 60, "Evening")
        self.assertTrue(line.long_day and more.long_day)
        self.assertEqual(more.day_hours, 9)
        self.assertIn("9 hours", more._get_claim_warnings()[0])
        self.company.volunteer_daily_warning = 0
        self.env.invalidate_all()
        self.assertFalse(more.long_day)

    def test_overlap_with_a_sign_up(self):
        line = self.claim_own(DAY, 60, "Ward 3", start="09:00")
        beside = self.claim_own(
            DAY, 60, "Guided", activity_id=self.held.id, user=self.member_user
        )
        before = self.claim_own(DAY, 30, "Ward 4", start="07:00")
        self.assertTrue(line.signup_overlap)
        self.assertIn("Guiding", line.signup_overlap_text)
        self.assertFalse(beside.signup_overlap or before.signup_overlap)
        self.assertIn("Guiding", line._get_claim_warnings()[0])
        # Without clock times: the same project on the same day.
        unsaid = self.claim_own(DAY, 90, "Ward 5", self.project.id)
        self.assertTrue(unsaid.signup_overlap)

    def test_flags_do_not_cost_more_for_more_lines(self):
        people = [self.make_volunteer(f"V{number}") for number in range(20)]
        with freeze_time(NOW):
            lines = self.Hour.create(
                [
                    {
                        "volunteer_id": person.id,
                        "date": DAY,
                        "minutes": 60,
                        "start": self.begin,
                        "stop": self.begin + timedelta(hours=1),
                        "project_id": self.project.id,
                    }
                    for person in people
                ]
            )
            self.held.slot_ids.seats = 40
            with freeze_time(self.begin - timedelta(hours=1)):
                self.held.slot_ids.action_sign_up_volunteers(
                    lines[10:].volunteer_id.ids
                )
        names = (
            "late_claim",
            "day_hours",
            "signup_overlap_text",
            "evidence_count",
            "organiser_shown",
        )

        def cost(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for name in names:
                some.mapped(name)
            some._get_claim_problems_sudo()
            return self.cr.sql_log_count - before

        cost(lines)
        self.assertTrue(lines[-1].signup_overlap)
        self.assertLessEqual(cost(lines), cost(lines[-1:]) + 1)

    def test_locked_once_recorded(self):
        line = self.enter(
            when=datetime(2026, 12, 1, 4, 0), late_reason="Was in hospital"
        )
        self.record(line)
        with self.assertRaisesRegex(UserError, "do not change"):
            line.with_user(self.officer).late_reason = "Other"
        for column, value in (
            ("late_reason", "'other'"),
            ("override_reason", "'other'"),
            ("exception_by", "NULL"),
        ):
            with (
                self.subTest(column),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    f"UPDATE volunteer_hour SET {column} = {value} WHERE id = %s",
                    [line.id],
                )
        self.citizen._erase_sudo()
        self.assertFalse(line.late_reason)
        self.assertEqual(line.state, "recorded")

    def test_hours_with_other_bodies(self):
        """They count for stars unless the unit says no."""
        today = self.company._get_volunteer_today()
        own = self.claim(self.citizen, minutes=600, date=today)
        other = self.claim(self.citizen, organiser="Red Cross", date="2025-03-03")
        self.record(own | other)
        self.assertEqual(self.citizen.hours_claimed, 12)
        self.assertEqual(self.citizen.hours_outside, 2)
        self.company.volunteer_count_outside = False
        self.env.invalidate_all()
        self.assertEqual(self.citizen.hours_claimed, 10)
        self.assertEqual(self.citizen.hours_year, 10)
        self.assertEqual(self.citizen.hours_outside, 2)

    def test_reasons_stand_in_the_trail(self):
        line = self.enter(
            when=datetime(2026, 12, 1, 4, 0), late_reason="Was in hospital"
        )
        (entry,) = (
            entry
            for entry in line._get_trail_sudo()[line.id]
            if entry["kind"] == "exception"
        )
        self.assertEqual(entry["text"], "Was in hospital")
        self.assertEqual(entry["who"], self.officer.name)
        self.assertEqual(fields.Date.to_string(line.date), DAY)
