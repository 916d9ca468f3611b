from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.volunteer_hours.tests.common import OFFICE

from .test_bureau import BureauCase
from .test_monthly import FEBRUARY, MonthlyCase


@tagged("post_install", "-at_install")
class TestMonthlyEdges(MonthlyCase):
    """Whose eyes and hands a report is for, and what is told of when."""

    def test_nobody_moves_the_day_it_is_due(self):
        report = self.make_report()
        with self.assertRaises(AccessError):
            report.due_on = "2027-01-01"
        with self.assertRaises(AccessError):
            self.make_report(month="2026-01-01", due_on="2027-01-01")
        self.company.volunteer_report_due_day = 20
        self.assertEqual(report.due_on, date(2026, 3, 20))

    def test_who_was_taken_over_from_a_list_counts_from_that_day(self):
        volunteer = self.make_volunteer("From a list")
        volunteer.sudo().date_registered = "2025-02-10"
        before = self.get_figures()["volunteers"]
        self.assertEqual(before["last_year"], 1)
        # A list begins a life cycle with nothing before it.
        self.cr.execute(
            "UPDATE volunteer_life_event SET state_from = NULL WHERE volunteer_id = %s",
            [volunteer.id],
        )
        self.assertEqual(self.get_figures()["volunteers"], before)

    def test_who_is_above_sees_what_was_handed_in_only(self):
        clinic = self.env["res.company"].create(
            {"name": "Clinic", "parent_id": self.company.id}
        )
        clerk = self.make_user("clinic_clerk", OFFICE)
        clerk.write({"company_id": clinic.id, "company_ids": [(6, 0, clinic.ids)]})

        def hold():
            activity = self.hold("2026-02-07")
            self.env.flush_all()
            self.cr.execute(
                "UPDATE volunteer_activity SET company_id = %s WHERE id = %s",
                [clinic.id, activity.id],
            )
            self.env.invalidate_all()

        hold()
        Report = self.Report.with_user(clerk)
        Report = Report.with_context(allowed_company_ids=clinic.ids)
        report = Report.create({"month": FEBRUARY})
        report.action_submit()
        above = self.Report.with_user(self.officer).browse(report.id)
        above.action_return("Look again")
        hold()
        for one, count in ((report, 2), (above, 1)):
            self.env.invalidate_all()
            values = one._get_current_figures()[one]["values"]
            self.assertEqual(values["activities"]["month"], count)
            self.assertEqual(one.activities_html.count("2026-02-07"), count)

    def test_a_unit_is_no_desk_of_its_own(self):
        Unit = self.env["volunteer.reporting.unit"].with_user(self.officer)
        vals = {"company_id": self.company.id, "name": "Ourselves"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            Unit.create({**vals, "reporting_company_id": self.company.id})
        below = self.env["res.company"].create(
            {"name": "Clinic", "parent_id": self.company.id}
        )
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            self.env["volunteer.reporting.unit"].create(
                {
                    **vals,
                    "company_id": below.id,
                    "reporting_company_id": self.company.id,
                }
            )

    def test_e_mails_go_out_at_once(self):
        self.company.volunteer_report_email = "bureau@example.com"
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        calls = [("cron_id", "=", cron.id)]
        report = self.make_report()
        before = self.env["ir.cron.trigger"].search_count(calls)
        report.action_submit()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(calls), before + 1)

    def draft(self, day):
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_reports.volunteer_monthly_cron"
            ).method_direct_trigger()
        return self.Report.search([("company_id", "=", self.company.id)])

    def test_missed_months_are_drafted(self):
        self.assertEqual(self.draft("2026-02-01 02:00:00").month, date(2026, 1, 1))
        # Nobody was here for two months.
        months = self.draft("2026-05-02 02:00:00").mapped("month")
        self.assertEqual(sorted(one.month for one in months), [1, 2, 3, 4])
        self.Report.search([("month", "=", FEBRUARY)]).unlink()
        self.assertEqual(len(self.draft("2026-05-03 02:00:00")), 3)

    def test_reminders_before_and_after(self):
        def count():
            return self.env["mail.message"].search_count(
                [("subject", "like", "Monthly reports to hand in")]
            )

        self.officer.lang = "en_US"
        seen = []
        for day in (1, 9, 10, 11, 12, 13, 14, 20):
            self.draft(f"2026-03-{day:02d} 02:00:00")
            seen.append(count())
        self.assertEqual(seen, [0, 0, 1, 1, 1, 2, 2, 2])
        with freeze_time("2026-03-21 02:00:00"):
            self.Report.search([]).with_user(self.officer).action_submit()
        self.draft("2026-03-22 02:00:00")
        self.assertEqual(count(), 2)


@tagged("post_install", "-at_install")
class TestBureauEdges(BureauCase):
    def test_a_report_of_ones_own_is_not_asked_for_twice(self):
        common = self.expect()
        self.assertEqual(len(common), 2)
        own = self.env["volunteer.report.material"].create(
            {
                "name": "Our Monthly Report",
                "kind": "monthly",
                "rhythm": "monthly",
                "company_id": self.bureau.id,
            }
        )
        self.Filing.sudo()._cron_expect()
        self.assertFalse(self.Filing.search([("material_id", "=", own.id)]))
        self.assertEqual(len(self.expect(own, "2026-12-01")), 2)

    def test_overdue_from_midnight_of_the_bureau(self):
        filing = self.expect(units=self.first)
        for moment, late in (
            ("2026-12-05 15:59:00", False),
            ("2026-12-05 16:01:00", True),  # the 6th in Shanghai
        ):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(filing.is_overdue, late)
                for user in (self.officer, self.env.ref("base.user_root")):
                    found = self.Filing.with_user(user).search(
                        [("is_overdue", "=", True), ("id", "=", filing.id)]
                    )
                    self.assertEqual(bool(found), late)
                self.assertEqual(
                    bool(
                        self.Filing.search(
                            [("is_overdue", "=", False), ("id", "=", filing.id)]
                        )
                    ),
                    not late,
                )

    def test_a_day_of_no_calendar(self):
        for day in ("9999-12-31", "0001-01-01"):
            with self.assertRaisesRegex(UserError, "give a date"):
                self.Filing.action_expect(self.monthly.id, day)

    def test_the_desk_reads_what_is_handed_in(self):
        hospital = self.env["res.company"].create({"name": "Own Hospital"})
        self.env["volunteer.reporting.unit"].create(
            {
                "name": "Own Hospital",
                "company_id": self.bureau.id,
                "reporting_company_id": hospital.id,
            }
        )
        reports = self.env["volunteer.monthly.report"].create(
            [
                {"company_id": hospital.id, "month": month}
                for month in ("2026-10-01", "2026-11-01")
            ]
        )
        stranger = self.make_user(
            "another_desk", OFFICE, hospital.create({"name": "C"})
        )
        clerk = self.make_user("own_clerk", OFFICE, hospital)
        env = self.env(user=clerk, context={})
        env[reports._name].browse(reports[1].id).action_submit()
        Report = self.env[reports._name].with_user(self.officer)
        self.assertEqual(
            Report.search([("id", "in", reports.ids)]).ids, [reports[1].id]
        )
        report = Report.browse(reports[1].id)
        self.assertTrue(report.version_ids.xlsx)
        self.assertIn("<table", report.activities_html)
        report.action_return("Look again")
        self.assertEqual(report.filing_ids.state, "returned")
        Report = Report.with_user(stranger).with_context(allowed_company_ids=False)
        self.assertFalse(Report.search([("id", "in", reports.ids)]))
