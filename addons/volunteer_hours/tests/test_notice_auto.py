from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import HoursCase

# Monday to Friday in a week of March 2026; 10:30 UTC is 18:30 in Shanghai.
MONDAY, TUESDAY = datetime(2026, 3, 2, 10, 30), datetime(2026, 3, 3, 10, 30)
THURSDAY, SATURDAY = datetime(2026, 3, 5, 10, 30), datetime(2026, 3, 7, 10, 30)


@tagged("post_install", "-at_install")
class TestNoticeAuto(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_notice_days = 3
        cls.env["volunteer.working.day"].search(
            [("date", ">=", "2026-03-01"), ("date", "<=", "2026-03-31")]
        ).unlink()

    def approved(self, volunteer=None, **vals):
        line = self.claim(volunteer, **vals)
        self.approve_all(line)
        return line

    def run_crons(self, moment):
        """Run what runs every hour, as it would at this moment."""
        with freeze_time(moment), self.enter_registry_test_mode():
            for name in ("close", "open", "close"):
                self.env.ref(
                    f"volunteer_hours.volunteer_notice_cron_{name}"
                ).method_direct_trigger()
        self.env.invalidate_all()

    def notices(self):
        return self.env["volunteer.notice"].search(
            [("company_id", "=", self.company.id)], order="id"
        )

    def test_it_opens_in_the_evening_and_closes_after_its_days(self):
        line = self.approved(date="2026-02-27")
        self.run_crons(MONDAY.replace(hour=9))
        self.assertFalse(self.notices(), "17 o'clock in Shanghai")
        self.run_crons(MONDAY)
        notice = self.notices()
        self.assertEqual((notice.state, line.state), ("published", "published"))
        self.assertEqual(notice.closes_on, THURSDAY.date())
        self.assertTrue(notice.is_automatic)
        self.assertIn(str(notice.number), notice.name)
        self.run_crons(THURSDAY.replace(hour=9))
        self.assertEqual(notice.state, "published", "three whole days")
        self.run_crons(THURSDAY)
        self.assertEqual((notice.state, line.state), ("closed", "recorded"))

    def test_once_an_evening_and_what_comes_later_the_next_one(self):
        self.approved(date="2026-02-27")
        self.run_crons(MONDAY)
        later = self.approved(self.citizen, date="2026-02-27")
        self.run_crons(MONDAY.replace(hour=12))
        self.assertEqual((len(self.notices()), later.state), (1, "approved"))
        self.run_crons(TUESDAY)
        self.assertEqual(later.state, "published")
        self.assertEqual(self.notices().mapped("number"), [1, 2])

    def test_not_on_days_off(self):
        line = self.approved(date="2026-02-27")
        self.run_crons(SATURDAY)
        self.assertEqual(line.state, "approved")
        self.env["volunteer.working.day"].create(
            {"date": SATURDAY.date(), "working": "work"}
        )
        self.run_crons(SATURDAY)
        self.assertEqual(line.state, "published", "a make-up Saturday")

    def test_a_draft_with_a_period_does_not_stop_it(self):
        """One left without lines, which the office gave a period of its own."""
        held = self.approved(date="2026-02-27")
        self.run_crons(MONDAY)
        draft = self.notices()
        held.with_user(self.member_user).action_report_error("Not two hours")
        self.run_crons(THURSDAY)
        self.assertEqual(draft.state, "draft")
        draft.with_user(self.officer).date_to = "2026-01-31"
        later = self.approved(self.citizen, date="2026-03-04")
        self.run_crons(THURSDAY.replace(day=6))
        self.assertEqual(later.state, "published")
        self.assertNotEqual(later.notice_id, draft)

    def test_it_can_be_switched_off(self):
        self.company.volunteer_notice_auto = False
        line = self.approved(date="2026-02-27")
        self.run_crons(MONDAY)
        self.assertEqual(line.state, "approved")
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        with freeze_time(MONDAY):
            notice.with_user(self.officer).action_publish()
        self.run_crons(SATURDAY)
        self.assertEqual(notice.state, "published", "closed by hand, too")

    def test_no_days_of_notice_go_the_same_way(self):
        self.company.volunteer_notice_days = 0
        line = self.approved(date="2026-02-27")
        self.run_crons(MONDAY)
        self.assertEqual(line.state, "recorded")
        self.assertEqual(self.notices().state, "closed")

    def test_all_held_and_used_again(self):
        """A notice of which nothing was left is used the next evening."""
        line = self.approved(date="2026-02-27")
        self.run_crons(MONDAY)
        token = self.notices().token
        objection = self.env["volunteer.objection"].browse(
            line.with_user(self.member_user).action_report_error("Not so")
        )
        self.run_crons(THURSDAY)
        self.assertEqual((self.notices().state, line.state), ("draft", "approved"))
        objection.with_user(self.officer).action_reject("It was so")
        self.run_crons(datetime(2026, 3, 6, 10, 30))
        self.assertEqual(line.notice_id, self.notices())
        self.assertEqual(self.notices().number, 1)
        self.assertNotEqual(self.notices().token, token)

    def test_what_cannot_be_recorded_is_told(self):
        """The others are recorded all the same."""
        self.company.volunteer_notice_days = 0
        stuck = self.env["volunteer.notice"].create({"company_id": self.company.id})
        broken = self.claim(date="2026-02-26")
        broken.sudo().write({"state": "published", "notice_id": stuck.id})
        stuck.sudo().write({"state": "closing", "closes_on": "2026-03-02"})
        # Nothing can be hashed without a volunteer's number.
        self.env.flush_all()
        self.cr.execute(
            "UPDATE volunteer_volunteer SET code = '' WHERE id = %s", [self.member.id]
        )
        line = self.approved(self.citizen, date="2026-02-27")
        self.run_crons(MONDAY)
        self.assertEqual((line.state, broken.state), ("recorded", "published"))
        self.assertEqual(stuck.state, "closing")
        self.assertTrue(stuck.activity_ids)
        self.run_crons(TUESDAY)
        self.assertEqual(len(stuck.activity_ids), 1)
        self.cr.execute(
            "UPDATE volunteer_volunteer SET code = 'V1' WHERE id = %s", [self.member.id]
        )
        self.env.invalidate_all()
        self.run_crons(TUESDAY)
        self.assertEqual((stuck.state, broken.state), ("closed", "recorded"))
        self.assertFalse(stuck.activity_ids)

    def test_numbers_by_year_and_unit(self):
        self.company.volunteer_notice_days = 0
        for moment in (datetime(2025, 3, 3, 10, 30), MONDAY, TUESDAY):
            line = self.approved(date=fields.Date.subtract(moment.date(), days=3))
            self.run_crons(moment)
            self.assertEqual(line.state, "recorded")
        self.assertEqual(
            [(notice.year, notice.number) for notice in self.notices()],
            [(2025, 1), (2026, 1), (2026, 2)],
        )


@tagged("post_install", "-at_install")
class TestLedgerVerification(HoursCase):
    def verify(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_ledger_cron_verify"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_monthly(self):
        first = self.record(self.claim(date="2025-03-03"))
        second = self.record(self.claim(self.citizen))
        self.verify()
        self.assertIn("2 lines", second.message_ids[0].body)
        self.assertFalse((first | second).activity_ids)
        line = first.hour_ids
        self.cr.execute(
            "ALTER TABLE volunteer_hour DISABLE TRIGGER volunteer_hour_locked"
        )
        self.cr.execute(
            "UPDATE volunteer_hour SET minutes = 600, hours = 10 WHERE id = %s",
            [line.id],
        )
        self.cr.execute(
            "ALTER TABLE volunteer_hour ENABLE TRIGGER volunteer_hour_locked"
        )
        self.env.invalidate_all()
        self.verify()
        self.assertTrue(first.activity_ids)
        self.assertIn(line.display_name, first.message_ids[0].body)
        found = first._find_ledger_difference(self.company)
        self.assertEqual((found["notice"], found["line"]), (first, line))
