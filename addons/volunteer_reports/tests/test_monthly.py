from datetime import date
from unittest.mock import ANY

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.volunteer_hours.tests.common import OFFICE

from .common import ReportsCase

FEBRUARY = date(2026, 2, 1)
#: The 10th of March, at ten in Shanghai.
NOW = "2026-03-10 02:00:00"
LATER = "2026-04-02 02:00:00"


class MonthlyCase(ReportsCase):
    """People who registered in January; services in February, told of in March."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-01-05 02:00:00"):
            super().setUpClass()
        cls.company.write(
            {"volunteer_report_signatory": "Head", "volunteer_report_due_day": 12}
        )
        cls.Report = cls.env["volunteer.monthly.report"]

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))

    def make_report(self, user=None, **vals):
        return self.Report.with_user(user or self.officer).create(
            {"company_id": self.company.id, "month": FEBRUARY, **vals}
        )

    def get_figures(self, month=FEBRUARY, company=None):
        company = company or self.company
        return self.Report._get_month_figures_sudo(company, [month])[company, month]

    def hold(self, day, **vals):
        """Return an activity of a day that was held."""
        activity = self.make_activity(
            f"{day} 00:00:00", f"{day} 03:00:00", self.env["volunteer.volunteer"]
        )
        activity.sudo().write({"state": "done", **vals})
        return activity


@tagged("post_install", "-at_install")
class TestMonthlyFigures(MonthlyCase):
    def test_hours_stand_apart(self):
        self.claim_recorded(dates=["2026-02-03", "2026-02-04", "2026-01-20"])
        self.claim_recorded(self.citizen, dates=["2026-02-03"])
        self.approve_all(self.claim(date="2026-02-05", minutes=90))
        self.claim(date="2026-02-06")  # a draft counts nowhere
        figures = self.get_figures()
        self.assertEqual(
            figures["hours_recorded"], {"month": 6, "year": 8, "last_year": 0}
        )
        self.assertEqual(figures["hours_claimed"]["month"], 6)
        self.assertEqual(figures["hours_proven"]["month"], 0)
        self.assertEqual(
            figures["hours_pending"], {"month": 1.5, "year": 1.5, "last_year": 0}
        )
        self.assertEqual(figures["person_times"]["month"], 3)
        self.assertEqual(figures["person_times"]["year"], 4)

    def test_last_year(self):
        self.claim_recorded(dates=["2025-02-28", "2025-03-01"])
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["last_year"], 2)
        self.assertEqual(figures["hours_recorded"]["year"], 0)

    def test_what_another_body_organised_is_not_ours(self):
        self.claim_recorded(dates=["2026-02-03"], organiser="Red Cross")
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["month"], 0)
        self.assertEqual(figures["person_times"]["month"], 0)

    def test_what_was_taken_back(self):
        lines = self.claim_recorded(dates=["2026-02-03", "2026-02-04"])
        self.reverse(lines[:1])
        figures = self.get_figures()
        self.assertEqual(figures["hours_recorded"]["month"], 2)
        self.assertEqual(figures["person_times"]["month"], 1)

    def test_opening_balances_stay_out(self):
        line = self.claim(date="2026-02-03")
        line.sudo().write({"is_opening": True})
        self.record(line)
        self.assertEqual(self.get_figures()["hours_recorded"]["year"], 0)

    def test_activities_and_people_served(self):
        self.hold("2026-02-03", people_served=10)
        self.hold("2026-02-04", people_served=5, venue="outside")
        self.hold("2026-01-04", people_served=1, venue="online")
        self.make_activity("2026-02-05 00:00:00", "2026-02-05 01:00:00")
        figures = self.get_figures()
        self.assertEqual(figures["activities"]["month"], 2)
        self.assertEqual(figures["activities_inside"]["month"], 1)
        self.assertEqual(figures["activities_outside"]["month"], 1)
        self.assertEqual(
            figures["activities_online"], {"month": 0, "year": 1, "last_year": 0}
        )
        self.assertEqual(
            figures["people_served"], {"month": 15, "year": 16, "last_year": 0}
        )

    def test_people_as_they_stood(self):
        """Who registered or left later is counted as on the last day of the month."""
        before = self.get_figures()["volunteers"]
        self.assertEqual(before, {"month": 3, "year": 3, "last_year": 0})
        self.make_volunteer("Newcomer")
        self.citizen.action_leave("Moved away")
        figures = self.get_figures()
        self.assertEqual(figures["volunteers"]["month"], 3)
        self.assertEqual(figures["volunteers_staff"]["month"], 1)
        self.assertEqual(figures["volunteers_community"]["month"], 2)
        # In March one came and one left.
        self.assertEqual(self.get_figures(date(2026, 3, 1))["volunteers"]["month"], 3)

    def test_a_person_under_two_records_is_one(self):
        other = self.make_volunteer("Citizen again")
        other.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        march = self.get_figures(date(2026, 3, 1))
        self.assertEqual(march["volunteers"]["month"], 3)

    def test_party_members(self):
        branch = self.env["volunteer.branch"].create(
            {"name": "First Branch", "company_id": self.company.id, "kind": "party"}
        )
        self.member.branch_id = branch
        self.claim_recorded(dates=["2026-02-03"])
        self.claim_recorded(self.citizen, dates=["2026-02-03"])
        figures = self.get_figures()
        self.assertEqual(figures["volunteers_party"]["month"], 1)
        self.assertEqual(figures["person_times_party"]["month"], 1)

    def test_staff(self):
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    "date_version": "2025-01-01",
                    "contract_date_start": "2025-01-01",
                }
                for name in ("Member", "Other")
            ]
        )
        employees[0].volunteer_id = self.member
        self.claim_recorded(dates=["2026-02-03", "2026-02-04"])
        figures = self.get_figures()
        self.assertEqual(figures["staff_rate"]["month"], 50)
        # Four hours of one, over two heads.
        self.assertEqual(figures["hours_per_head"]["month"], 2)

    def test_other_records(self):
        self.env["volunteer.publicity"].create(
            {
                "name": "A good deed",
                "media": "Daily",
                "date": "2026-02-11",
                "company_id": self.company.id,
            }
        )
        wish = self.env["volunteer.wish"].create(
            {"name": "A book", "company_id": self.company.id}
        )
        wish.sudo().write(
            {
                "state": "done",
                "claimed_by_id": self.citizen.id,
                "date_claimed": "2026-01-30",
                "date_done": "2026-02-14",
                "proof_note": "Given",
            }
        )
        figures = self.get_figures()
        self.assertEqual(figures["publicity"]["month"], 1)
        self.assertEqual(figures["wishes_done"]["month"], 1)
        self.assertEqual(
            figures["wishes_claimed"], {"month": 0, "year": 1, "last_year": 0}
        )

    def test_nothing_at_all(self):
        company = self.env["res.company"].create({"name": "Empty Hospital"})
        figures = self.get_figures(company=company)
        self.assertEqual(figures["volunteers"]["month"], 0)
        self.assertIsNone(figures["staff_rate"]["month"])
        self.assertIsNone(figures["hours_per_head"]["month"])

    def test_queries_do_not_grow(self):
        companies = self.env["res.company"].create(
            [{"name": f"Hospital {number}"} for number in range(20)]
        )
        months = [date(2026, month, 1) for month in (1, 2)]
        self.claim_recorded(dates=["2026-02-03"])
        self.make_report().with_user(self.officer).action_submit()
        self.env.flush_all()

        def count(*args):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Report._get_month_figures_sudo(*args)
            return self.cr.sql_log_count - before

        one = count(self.company, months[:1])
        self.assertLessEqual(one, 25)
        self.assertLessEqual(count(self.company | companies, months), one)


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
        with self.assertRaises(UserError):
            report.action_return("Too late")

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
