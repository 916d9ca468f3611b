from datetime import date
from unittest.mock import ANY

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.volunteer_hours.tests.common import OFFICE

from .test_monthly import FEBRUARY, MonthlyCase

LATER = "2026-04-02 02:00:00"


@tagged("post_install", "-at_install")
class TestMonthlyHandingIn(MonthlyCase):
    def test_what_is_handed_in_stays(self):
        self.claim_recorded(dates=["2026-02-03"])
        report = self.make_report(experience="Bring water")
        report.action_submit()
        self.claim_recorded(self.citizen, dates=["2026-02-04"])
        report.invalidate_recordset()
        self.assertEqual(report.state, "submitted")
        self.assertEqual(report.hours_recorded, 2)
        self.assertEqual(report.filled_on, date(2026, 3, 10))
        self.assertFalse(report.is_late)
        with self.assertRaises(UserError):
            report.experience = "Bring more water"
        with self.assertRaises(UserError):
            report.action_submit()
        with self.assertRaises(UserError):
            report.unlink()

    def test_told_of_in_the_next_report(self):
        """Recorded after February was handed in: in March's supplement, once."""
        self.claim_recorded(dates=["2026-02-03"])
        self.make_report().action_submit()
        self.claim_recorded(self.citizen, dates=["2026-02-04", "2026-03-02"])
        with freeze_time(LATER):
            march = self.make_report(month="2026-03-15")
            self.assertEqual(march.month, date(2026, 3, 1))
            self.assertEqual(march.hours_supplement, 2)
            self.assertEqual(march.hours_recorded, 2)
            values = march._get_current_figures()[march]["values"]
            self.assertEqual(values["hours_recorded"]["year"], 6)
            march.action_submit()
        with freeze_time("2026-05-02"):
            april = self.make_report(month="2026-04-01")
            self.assertEqual(april.hours_supplement, 0)

    def test_only_after_the_month(self):
        report = self.make_report(month="2026-03-01")
        with self.assertRaisesRegex(UserError, "is over"):
            report.action_submit()
        with self.assertRaises(UserError):
            self.make_report(month="2026-04-01")

    def test_one_a_month(self):
        self.make_report()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_report(month="2026-02-28")
            self.env.flush_all()

    def test_sent_back_and_again(self):
        self.claim_recorded(dates=["2026-02-03"])
        report = self.make_report()
        report.action_submit()
        report.with_user(self.other_officer).action_return("Signature missing")
        self.assertEqual(report.state, "returned")
        self.assertTrue(
            report._get_office_todos_sudo("monthly_returned").user_id == self.officer
        )
        self.claim_recorded(self.citizen, dates=["2026-02-04"])
        report.invalidate_recordset()
        self.assertEqual(report.hours_recorded, 4)
        report.action_submit()
        self.assertFalse(report._get_office_todos_sudo("monthly_returned"))
        first, second = report.version_ids.sorted("number")
        self.assertEqual(first.outcome, "returned")
        self.assertEqual(first.reason, "Signature missing")
        self.assertEqual(first.figures["values"]["hours_recorded"]["month"], 2)
        self.assertEqual(second.figures["values"]["hours_recorded"]["month"], 4)
        report.action_accept(" No. 7 ", "2026-03-11")
        self.assertEqual((report.state, report.receipt), ("accepted", "No. 7"))
        self.assertEqual(second.outcome, "accepted")
        # Opened again, whoever accepted it; what it was accepted as is kept.
        report.action_return("Counted twice")
        self.assertEqual((report.state, report.receipt_on), ("returned", False))
        self.assertTrue(report._get_office_todos_sudo("monthly_returned"))
        self.assertEqual((second.outcome, second.receipt), ("returned", "No. 7"))
        report.action_submit()
        self.assertEqual(report.version_id.number, 3)
        report.action_accept()
        with self.assertRaises(UserError):
            report.action_accept()

    def test_a_return_needs_a_reason(self):
        report = self.make_report()
        with self.assertRaises(UserError):
            report.action_return("Not handed in yet")
        report.action_submit()
        with self.assertRaises(UserError):
            report.action_return("  ")

    def test_late(self):
        report = self.make_report()
        with freeze_time("2026-03-12 15:59:00"):
            report.invalidate_recordset()
            self.assertFalse(report.is_late)
        with freeze_time("2026-03-12 16:01:00"):  # the 13th in Shanghai
            report.invalidate_recordset()
            self.assertTrue(report.is_late)
            self.assertIn(report, self.Report.search([("is_late", "=", True)]))
            report.action_submit()
        self.assertTrue(report.is_late)
        self.assertNotIn(report, self.Report.search([("is_late", "=", False)]))

    def test_sent_by_mail(self):
        self.company.volunteer_report_email = "bureau@example.com, b2@example.com"
        report = self.make_report()
        report.action_submit()
        version = report.version_ids
        mail = version.sudo().mail_id
        self.assertEqual(mail.email_to, "bureau@example.com, b2@example.com")
        self.assertEqual(
            len(mail.attachment_ids), bool(version.xlsx) + bool(version.pdf)
        )
        self.assertTrue(mail.attachment_ids[0].name.endswith(".xlsx"))
        self.assertEqual(version.mail_message, mail.message_id)
        report.action_send_again()
        self.assertNotEqual(version.sudo().mail_id, mail)

    def test_no_address(self):
        report = self.make_report()
        report.action_submit()
        self.assertTrue(report.version_ids.xlsx)
        self.assertFalse(report.version_ids.mail_id)
        with self.assertRaisesRegex(UserError, "no address"):
            report.action_send_again()

    def test_an_address_that_is_none(self):
        with self.assertRaises(UserError):
            self.company.volunteer_report_email = "bureau"

    def test_screen(self):
        with Form(self.Report.with_user(self.officer)) as form:
            self.assertEqual(form.month, FEBRUARY)
            self.assertEqual(form.due_on, date(2026, 3, 12))
            self.assertEqual(form.signatory, "Head")
            form.experience = "Bring water"
        self.assertIn("Service hours", form.record.table_html)


@tagged("post_install", "-at_install")
class TestMonthlyRights(MonthlyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.child = cls.env["res.company"].create(
            {"name": "Branch Hospital", "parent_id": cls.company.id}
        )
        cls.branch_officer = cls.make_user("test_branch", OFFICE)
        cls.branch_officer.write(
            {"company_ids": [(6, 0, cls.child.ids)], "company_id": cls.child.id}
        )
        cls.officer.company_ids = cls.company

    def test_who_is_above_reads_and_answers(self):
        reports = self.Report.with_user(self.branch_officer).with_context(
            allowed_company_ids=self.child.ids
        )
        report = reports.create({"company_id": self.child.id, "month": FEBRUARY})
        above = report.with_user(self.officer)
        above = above.with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(above.search([("id", "=", report.id)]))  # no drafts
        report.action_submit()
        self.assertEqual(above.search([("id", "=", report.id)]), report)
        self.assertTrue(above.table_html)
        with self.assertRaises(AccessError):
            above.write({"experience": "Better"})
        with self.assertRaises(AccessError):
            above.action_submit()
        # The unit does not accept its own report.
        with self.assertRaises(AccessError):
            report.action_accept()
        self.assertFalse(report.may_answer)
        self.assertTrue(above.may_answer)
        above.action_accept()
        self.assertEqual(report.state, "accepted")

    def test_nobody_else(self):
        report = self.make_report()
        report.action_submit()
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                report.with_user(user).action_accept()
            with self.assertRaises(AccessError):
                report.with_user(user).read(["state"])

    def test_guarded(self):
        report = self.make_report()
        for vals in (
            {"state": "accepted"},
            {"figures": {}},
            {"told_no": 9},
            {"handed_in_late": False},
        ):
            with self.assertRaises(AccessError):
                report.write(vals)
        report.action_submit()
        with self.assertRaises(AccessError):
            report.version_ids.write({"outcome": "accepted"})


@tagged("post_install", "-at_install")
class TestMonthlyDrafting(MonthlyCase):
    def run_cron(self, moment="2026-03-01 00:10:00"):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_reports.volunteer_monthly_cron"
            ).method_direct_trigger()
        return self.Report.search(
            [("company_id", "=", self.company.id), ("month", "=", FEBRUARY)]
        )

    def test_drafts_itself_once(self):
        self.hold("2026-02-03", experience="Bring water")
        plan = self.env["volunteer.plan"].create(
            {
                "name": "Plan",
                "year": 2026,
                "company_id": self.company.id,
                "line_ids": [
                    fields.Command.create({"name": "Day of service", "period": "3月"}),
                    fields.Command.create({"name": "Summer camp", "period": "7月"}),
                ],
            }
        )
        plan.sudo().state = "approved"
        report = self.run_cron()
        self.assertEqual(len(report), 1)
        self.assertIn("Bring water", report.experience)
        self.assertEqual(report.next_plan, "Day of service")
        todo = report._get_office_todos_sudo("monthly_due")
        self.assertEqual(todo.date_deadline, date(2026, 3, 12))
        self.assertEqual(self.run_cron("2026-03-02 00:10:00"), report)
        report.with_user(self.officer).action_submit()
        self.assertFalse(todo.exists())

    def test_not_wanted(self):
        self.company.volunteer_report_monthly = False
        self.assertFalse(self.run_cron())

    def test_no_volunteers_no_report(self):
        company = self.env["res.company"].create({"name": "Empty Hospital"})
        self.run_cron()
        self.assertFalse(self.Report.search([("company_id", "=", company.id)]))

    def test_written_texts_stay(self):
        self.hold("2026-02-03", experience="Bring water")
        report = self.make_report(experience="My own words")
        report.action_suggest_texts()
        self.assertEqual(report.experience, "My own words")
        report.experience = False
        report.action_suggest_texts()
        self.assertIn("Bring water", report.experience)

    def test_home_and_year_end(self):
        report = self.make_report()
        home = self.env["volunteer.home"].with_user(self.officer)
        tiles = {tile["key"]: tile for tile in home.get_tiles()}
        self.assertEqual(tiles["monthly_report"]["count"], 1)
        page = self.env["volunteer.year.end"].create(
            {"company_id": self.company.id, "year": 2026}
        )
        row = {"key": "monthly_reports", "count": 1, "title": ANY}
        self.assertEqual(
            {key: self.get_row(page)[key] for key in row},
            row,
        )
        report.action_submit()
        page.invalidate_recordset()
        self.assertEqual(self.get_row(page)["count"], 0)

    def get_row(self, page):
        return next(row for row in page.checks if row["key"] == "monthly_reports")
