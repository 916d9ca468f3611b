from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HoursCase

IN_YEAR = "2026-12-20 04:00:00"
#: 31 December is a Thursday; ten working days of the plain week later.
CUTOFF = date(2027, 1, 14)
BEFORE = "2027-01-14 15:59:59"
#: Midnight in Shanghai.
AFTER = "2027-01-14 16:00:00"


class YearEndCase(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["volunteer.working.day"].search(
            [("date", ">=", "2026-12-31"), ("date", "<=", "2027-01-31")]
        ).unlink()
        cls.company.volunteer_cutoff_days = 10
        cls.hr_user = cls.make_user("test_hr", "volunteer_hours.group_hr")

    def claim_late(self, **vals):
        return self.claim(date="2026-12-18", **vals)

    def make_page(self, **vals):
        return self.env["volunteer.year.end"].create(
            {"company_id": self.company.id, "year": 2026, **vals}
        )

    @contextmanager
    def refused(self, regex):
        """What was written before the refusal is undone, as in a request."""
        with self.assertRaisesRegex(UserError, regex), self.cr.savepoint():
            yield

    def get_row(self, page, key):
        return next(row for row in page.checks if row["key"] == key)


@tagged("post_install", "-at_install")
class TestPriorYear(YearEndCase):
    def claim_as(self, user, day="2026-12-18", **more):
        line_id = (
            self.env["volunteer.hour"]
            .with_user(user)
            .action_claim(day, 60, "Guided patients", project_id=self.project.id)
        )
        return self.env["volunteer.hour"].browse(line_id)

    def test_until_the_last_minute(self):
        with freeze_time(BEFORE):
            line = self.claim_as(self.member_user)
        self.assertFalse(line.prior_year)

    def test_afterwards_the_office_enters_them(self):
        with freeze_time(AFTER):
            with self.refused("2026 no longer takes claims"):
                self.claim_as(self.member_user)
            vals = {
                "volunteer_id": self.member.id,
                "project_id": self.project.id,
                "date": "2026-12-18",
                "minutes": 60,
                "description": "Guided patients",
            }
            office = self.env["volunteer.hour"].with_user(self.officer)
            with self.refused("say why"):
                office.create(dict(vals))
            line = office.create({**vals, "late_reason": "Was ill"})
        self.assertTrue(line.prior_year)
        titles = [
            entry["title"] for entries in line.get_trail().values() for entry in entries
        ]
        self.assertIn("Correction of a former year", titles)

    def test_drafts_of_before_are_submitted_in_time(self):
        with freeze_time(IN_YEAR):
            line = self.claim_as(self.member_user)
            other = self.claim_as(self.portal_user)
        with freeze_time(BEFORE):
            other.with_user(self.portal_user).action_submit()
            self.assertFalse(other.prior_year)
        with freeze_time(AFTER):
            with self.refused("no longer takes claims"):
                line.with_user(self.member_user).action_submit()
            line.with_user(self.officer).write({"late_reason": "Forgotten"})
            line.with_user(self.officer).action_submit()
        self.assertTrue(line.prior_year)

    def test_refused_in_the_new_year_is_corrected_by_the_volunteer(self):
        with freeze_time(IN_YEAR):
            line = self.claim_as(self.member_user)
            line.with_user(self.member_user).action_submit()
        with freeze_time(AFTER):
            line.with_user(self.leader_user).action_refuse("Say where")
            line.with_user(self.member_user).action_correct_claim(
                "2026-12-19", 60, "Guided patients", project_id=self.project.id
            )
            line.with_user(self.member_user).action_submit()
        self.assertFalse(line.prior_year)

    def test_moved_into_the_old_year(self):
        with freeze_time(AFTER):
            line = self.claim_as(self.member_user, "2027-01-13")
            self.assertFalse(line.prior_year)
            with self.refused("no longer takes claims"):
                line.with_user(self.member_user).action_correct_claim(
                    "2026-12-19", 60, "Guided patients", project_id=self.project.id
                )

    def test_reversals_of_a_former_year(self):
        with freeze_time(IN_YEAR):
            line = self.claim_late()
            self.record(line)
        with freeze_time(BEFORE):
            early = self.env["volunteer.hour"].browse(
                line.with_user(self.officer).action_reverse("Counted twice")
            )
            self.assertFalse(early.prior_year)
            early.with_user(self.officer).action_cancel()
        with freeze_time(AFTER):
            late = self.env["volunteer.hour"].browse(
                line.with_user(self.officer).action_reverse("Counted twice")
            )
        self.assertTrue(late.prior_year)

    def test_the_mark_stays_on_the_ledger(self):
        with freeze_time(AFTER):
            line = self.claim_late(late_reason="Was ill")
            self.record(line)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                self.cr.execute(
                    "UPDATE volunteer_hour SET prior_year = false WHERE id = %s",
                    [line.id],
                )

    def test_nobody_sets_it(self):
        with self.assertRaises(AccessError):
            self.env["volunteer.hour"].with_user(self.officer).create(
                {
                    "volunteer_id": self.member.id,
                    "date": "2026-11-02",
                    "minutes": 60,
                    "prior_year": True,
                }
            )

    def test_a_closed_year_takes_no_claims(self):
        with freeze_time("2027-01-08 04:00:00"):
            page = self.make_page()
            page.with_user(self.hr_user).action_close("The new year is planned")
        with freeze_time("2027-01-09 04:00:00"):
            with self.refused("no longer takes claims"):
                self.claim_as(self.member_user)
            imported = self.claim_late(source="import", volunteer_id=self.leader.id)
            self.assertTrue(imported.prior_year)
            page.with_user(self.hr_user).action_reopen("Somebody was forgotten")
            self.assertFalse(self.claim_as(self.portal_user).prior_year)

    def test_history_is_no_correction(self):
        with freeze_time(AFTER):
            self.assertFalse(self.claim_late(source="import").prior_year)

    def test_no_limit(self):
        self.company.volunteer_cutoff_days = 0
        with freeze_time("2027-06-01 04:00:00"):
            self.assertFalse(self.claim_as(self.member_user).prior_year)

    def test_a_year_that_starts_in_december(self):
        self.company.volunteer_year_start = "12"
        with freeze_time(AFTER):
            self.assertFalse(self.claim_as(self.member_user).prior_year)
            with self.refused("2026 no longer takes claims"):
                self.claim_as(self.member_user, "2026-11-30")

    def test_queries_do_not_grow(self):
        days = [f"2026-11-{number:02d}" for number in range(1, 23)]
        with freeze_time(AFTER):

            def make(count, offset):
                return self.env["volunteer.hour"].create(
                    [
                        {
                            "volunteer_id": self.member.id,
                            "project_id": self.project.id,
                            "date": day,
                            "minutes": 60,
                            "late_reason": "Was ill",
                        }
                        for day in days[offset : offset + count]
                    ]
                )

            make(1, 0)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["volunteer.hour"]._find_prior_years_sudo(
                [(self.company, date(2026, 11, 1), False)]
            )
            one = self.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["volunteer.hour"]._find_prior_years_sudo(
                [(self.company, date.fromisoformat(day), False) for day in days]
            )
            self.assertEqual(self.cr.sql_log_count - before, one)


@tagged("post_install", "-at_install")
class TestYearEnd(YearEndCase):
    def test_days_of_the_year(self):
        self.company.volunteer_year_start = "12"
        page = self.make_page()
        self.assertEqual(page.date_from, date(2025, 12, 1))
        self.assertEqual(page.date_to, date(2026, 11, 30))

    def test_the_year_that_people_mean(self):
        for moment, year in (
            ("2026-11-22", 2026),
            ("2027-01-20", 2026),
            # Already the new year in Shanghai.
            ("2026-12-31 16:30:00", 2026),
            ("2027-07-01", 2027),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                page = self.env["volunteer.year.end"].new(
                    {"company_id": self.company.id}
                )
                self.assertEqual(page.year, year)

    def test_rows_count_and_open(self):
        with freeze_time(IN_YEAR):
            lines = self.claim_late() | self.claim_late(volunteer_id=self.citizen.id)
            lines[0].action_submit()
            # Of other years.
            self.claim(date="2025-12-31")
            page = self.make_page()
        self.assertEqual(self.get_row(page, "drafts")["count"], 1)
        self.assertEqual(self.get_row(page, "waiting")["count"], 1)
        action = page.with_user(self.officer).action_open_check("drafts")
        found = self.env["volunteer.hour"].search(action["domain"])
        self.assertEqual(found, lines[1])
        with self.assertRaises(UserError):
            page.action_open_check("nonsense")

    def test_every_row_opens(self):
        page = self.make_page()
        for row in page.checks:
            with self.subTest(row=row["key"]):
                action = page.with_user(self.officer).action_open_check(row["key"])
                found = self.env[action["res_model"]].search_count(action["domain"])
                self.assertEqual(found, row["count"])

    def test_other_units_are_not_counted(self):
        page = self.make_page()
        other = self.env["res.company"].create({"name": "Other Hospital"})
        foreign = page.copy({"company_id": other.id})
        with freeze_time(IN_YEAR):
            self.claim_late()
        self.assertEqual(self.get_row(foreign, "drafts")["count"], 0)
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).read(["year"])
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).action_close("x")

    def test_closing_with_nothing_open(self):
        page = self.make_page(year=2021)
        page.with_user(self.hr_user).action_close()
        self.assertEqual(page.state, "closed")
        self.assertEqual(page.closed_by_id, self.hr_user)
        with self.refused("closed already"):
            page.with_user(self.hr_user).action_close()

    def test_closing_with_something_open(self):
        with freeze_time(IN_YEAR):
            self.claim_late()
            page = self.make_page()
        with freeze_time("2027-01-20"):
            with self.refused(r"Not submitted \(1\)"):
                page.with_user(self.officer).action_close()
            with self.refused("open"):
                page.with_user(self.officer).action_close("  ")
            page.with_user(self.officer).action_close("Left the country")
        self.assertEqual(page.closing_note, "Left the country")
        self.assertIn("Not submitted (1)", page.event_ids.still_open)

    def test_not_before_the_claims_end(self):
        page = self.make_page()
        with freeze_time(BEFORE), self.refused("Claims are still"):
            self.assertTrue(page.takes_claims)
            page.with_user(self.officer).action_close()
        page.invalidate_recordset()
        with freeze_time(AFTER):
            self.assertFalse(page.takes_claims)

    def test_not_before_it_is_over(self):
        """Not even with a reason: its claims would come in as if it were open."""
        page = self.make_page()
        with freeze_time(IN_YEAR), self.refused("2026 goes on until"):
            page.with_user(self.officer).action_close("Holidays")

    def test_reopening_needs_a_reason_and_stays_on_record(self):
        page = self.make_page(year=2021)
        page.with_user(self.officer).action_close()
        with self.assertRaises(UserError):
            page.with_user(self.officer).action_reopen(" ")
        page.with_user(self.officer).action_reopen("One more objection")
        self.assertEqual(page.state, "open")
        self.assertFalse(page.closed_on)
        self.assertEqual(page.event_ids.mapped("deed"), ["reopened", "closed"])
        with self.assertRaises(UserError):
            page.event_ids[0].with_user(self.env.user).write({"reason": "Another"})
        with self.assertRaises(UserError):
            page.unlink()

    def test_through_the_wizard(self):
        page = self.make_page()
        wizard = (
            self.env["volunteer.reason.wizard"]
            .with_user(self.officer)
            .with_context(active_model=page._name, active_ids=page.ids)
            .create({"method": "action_close", "reason": "All is planned"})
        )
        with freeze_time(BEFORE):
            wizard.action_confirm()
        self.assertEqual(page.state, "closed")

    def test_who_closes(self):
        page = self.make_page(year=2021)
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                page.with_user(user).action_close()
        with self.assertRaises(AccessError):
            page.with_user(self.officer).write({"state": "closed"})
        with self.assertRaises(UserError):
            page.with_user(self.officer).write({"year": 2024})

    def test_one_page_a_year(self):
        self.make_page()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                self.make_page()

    def test_impossible_years(self):
        for year in (0, 10**6):
            with self.subTest(year=year), self.assertRaises(UserError):
                self.make_page(year=year)

    def test_queries_of_the_page(self):
        page = self.make_page()
        # Warms what is cached; addons above add rows, and each is one query.
        rows = len(page.checks)
        self.env.invalidate_all()
        with self.assertQueryCount(6 + rows):
            page.checks  # noqa: B018


@tagged("post_install", "-at_install")
class TestYearEndReminders(YearEndCase):
    def run_cron(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_year_end_cron"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def get_messages(self, volunteer):
        return self.env["volunteer.message"].search(
            [("volunteer_id", "=", volunteer.id), ("key", "like", "cutoff-%")]
        )

    def test_told_once_before_the_cutoff(self):
        with freeze_time(IN_YEAR):
            self.claim_late()
            self.claim(date="2026-12-19")
        self.run_cron("2027-01-06 04:00:00")
        self.assertFalse(self.get_messages(self.member))
        self.run_cron("2027-01-08 04:00:00")
        self.run_cron("2027-01-11 04:00:00")
        message = self.get_messages(self.member)
        self.assertEqual(len(message), 1)
        self.assertIn("2026", message.title)
        self.assertFalse(self.get_messages(self.citizen))

    def test_not_after_it(self):
        with freeze_time(IN_YEAR):
            self.claim_late()
        self.run_cron(AFTER)
        self.assertFalse(self.get_messages(self.member))

    def test_approvers_are_told_how_much_waits(self):
        with freeze_time(IN_YEAR):
            lines = self.claim_late() | self.claim_late(volunteer_id=self.citizen.id)
            lines.action_submit()
        self.assertEqual(lines.approver_id, self.leader_user)
        self.run_cron("2027-01-08 04:00:00")
        self.run_cron("2027-01-11 04:00:00")
        message = self.get_messages(self.leader)
        self.assertEqual(len(message), 1)
        self.assertIn("2", message.body)

    def test_approvers_who_are_no_volunteers_get_a_mail(self):
        with freeze_time(IN_YEAR):
            line = self.claim_late()
            line.action_submit()
            line.with_user(self.leader_user).action_forward(self.stranger.id, "Please")
        self.assertEqual(line.approver_id, self.stranger)
        self.stranger.email = "stranger@example.com"
        self.run_cron("2027-01-08 04:00:00")
        mail = self.env["mail.mail"].search([("email_to", "like", "stranger@")])
        self.assertEqual(len(mail), 1)

    def test_the_page_makes_itself(self):
        with freeze_time(IN_YEAR):
            self.claim_late()
        Page = self.env["volunteer.year.end"]
        domain = [("company_id", "=", self.company.id)]
        self.run_cron("2026-12-31 15:00:00")
        self.assertFalse(Page.search(domain))
        # New Year in Shanghai.
        self.run_cron("2026-12-31 16:30:00")
        self.run_cron("2027-01-02 16:30:00")
        self.assertEqual(Page.search(domain).year, 2026)

    def test_no_page_of_years_without_service(self):
        self.run_cron("2027-01-02 16:30:00")
        self.assertFalse(
            self.env["volunteer.year.end"]
            .search([("year", "=", 2026)])
            .filtered(lambda page: page.company_id == self.company)
        )

    def test_banner(self):
        for moment, shown in (
            ("2026-12-10 04:00:00", False),
            ("2026-12-11 04:00:00", True),
            (BEFORE, True),
            (AFTER, False),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                banner = self.company._get_claims_banner_sudo()
                self.assertEqual("2026" in banner, shown)


@tagged("post_install", "-at_install")
class TestYearEndPages(YearEndCase, HttpCase):
    def test_banner_on_the_phone(self):
        self.company.volunteer_cutoff_days = 120
        today = self.company._get_volunteer_today()
        # The year ended last month, whenever this is run.
        self.company.volunteer_year_start = str(today.month)
        self.authenticate("test_member", "test_member")
        for path in ("", "/hours", "/claim"):
            page = self.url_open(f"/my/volunteer{path}")
            self.assertIn("volunteer_claims_banner", page.text, path)
        page = self.url_open("/my/volunteer/privacy")
        self.assertNotIn("volunteer_claims_banner", page.text)
