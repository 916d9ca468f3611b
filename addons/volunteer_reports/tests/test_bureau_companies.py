import base64
import shutil
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.volunteer_base.tools.table_file import read_table

from .test_bureau import OFFICE, BureauCase


@tagged("post_install", "-at_install")
class TestBureauCompanies(BureauCase):
    """A unit that keeps its volunteers in the same database as the bureau."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hospital = cls.env["res.company"].create({"name": "Own Hospital"})
        cls.unit = cls.env["volunteer.reporting.unit"].create(
            {
                "name": "Own Hospital",
                "company_id": cls.bureau.id,
                "reporting_company_id": cls.hospital.id,
            }
        )
        cls.clerk = cls.make_user("bureau_clerk", OFFICE, cls.hospital)
        cls.clerk.email = "clerk@example.com"
        cls.report = cls.env["volunteer.monthly.report"].create(
            {
                "company_id": cls.hospital.id,
                "month": "2026-11-01",
                "experience": "Two desks",
            }
        )

    def submit(self):
        report = self.env(user=self.clerk, context={})[self.report._name]
        report.browse(self.report.id).action_submit()

    def get_filing(self):
        return self.Filing.search(
            [("unit_id", "=", self.unit.id), ("material_id", "=", self.monthly.id)]
        )

    def test_what_is_submitted_is_on_the_desk(self):
        self.submit()
        filing = self.get_filing()
        self.assertRecordValues(
            filing,
            [
                {
                    "state": "filed",
                    "period": date(2026, 11, 1),
                    "filed_on": date(2026, 12, 3),
                    "was_late": False,
                }
            ],
        )
        self.assertEqual(filing.figures["texts"]["experience"], "Two desks")
        self.assertEqual(filing.figures["values"], self.report.figures["values"])

    def test_asked_for_after_it_was_submitted(self):
        self.submit()
        self.get_filing().sudo().with_context(active_test=False)
        self.env.cr.execute("DELETE FROM volunteer_report_filing")
        self.env.invalidate_all()
        self.Filing.sudo()._cron_expect()
        self.assertEqual(self.get_filing().state, "filed")

    def test_accepting_is_one_act(self):
        self.submit()
        self.get_filing().action_accept()
        self.assertEqual(self.report.state, "accepted")
        self.assertEqual(self.report.decided_by_id, self.officer)
        self.assertEqual(self.get_filing().state, "accepted")
        with self.assertRaises(UserError):
            self.get_filing().action_accept()

    def test_opened_again_after_it_was_accepted(self):
        """As that of a unit without Odoo: with a reason, and the unit is told."""
        self.submit()
        filing = self.get_filing()
        filing.action_accept()
        with self.assertRaises(UserError):
            filing.action_return(" ")
        mails = self.env["mail.mail"].search_count([("email_to", "like", "clerk@")])
        filing.action_return("One activity stands in it twice")
        self.assertEqual((self.report.state, filing.state), ("returned", "returned"))
        self.assertEqual(filing.opinion, "One activity stands in it twice")
        self.assertEqual(
            self.env["mail.mail"].search_count([("email_to", "like", "clerk@")]),
            mails + 1,
        )
        self.assertTrue(self.report._get_office_todos_sudo("monthly_returned"))
        [kept] = self.report.version_ids
        self.assertEqual(kept.outcome, "returned")
        self.assertEqual(kept.reason, "One activity stands in it twice")
        self.submit()
        self.assertEqual(len(self.report.version_ids), 2)
        self.assertEqual(filing.state, "filed")
        self.assertEqual(kept.outcome, "returned")

    def test_giving_back_is_one_act(self):
        self.submit()
        filing = self.get_filing()
        filing.action_return("November has 30 days")
        self.assertEqual(self.report.state, "returned")
        self.assertEqual(self.report.return_reason, "November has 30 days")
        self.assertEqual(filing.opinion, "November has 30 days")
        self.assertTrue(
            self.env["mail.mail"].search_count([("email_to", "like", "clerk@")])
        )
        with freeze_time("2026-12-08 02:00:00"):
            self.submit()
        # Given back in time, it does not become late; the report says so too.
        self.assertEqual((filing.state, filing.was_late), ("filed", False))
        self.assertFalse(self.report.is_late)

    def test_answered_at_the_report(self):
        self.submit()
        both = self.make_user("bureau_both", OFFICE)
        both.company_ids |= self.hospital
        env = self.env(user=both, context={"allowed_company_ids": both.company_ids.ids})
        env[self.report._name].browse(self.report.id).action_return("Look again")
        self.assertEqual(self.get_filing().state, "returned")
        self.assertEqual(self.get_filing().decided_by_id, both)

    def test_the_unit_does_not_answer_itself(self):
        self.submit()
        env = self.env(user=self.clerk, context={})
        with self.assertRaises(AccessError):
            env[self.report._name].browse(self.report.id).action_accept()
        with self.assertRaises(AccessError):
            self.get_filing().with_user(self.clerk).action_accept()

    def test_its_report_comes_by_itself_only(self):
        filing = self.expect(units=self.unit.with_user(self.officer))
        with self.assertRaisesRegex(UserError, "in this database itself"):
            filing.action_hand_in()
        with self.assertRaisesRegex(UserError, "no report"):
            filing.action_open_report()
        self.submit()
        self.assertEqual(filing.action_open_report()["res_id"], self.report.id)

    def test_the_plan_of_the_year(self):
        plans = self.env["volunteer.plan"].create(
            [
                {
                    "name": f"Plan {year}",
                    "year": year,
                    "company_id": self.hospital.id,
                    "line_ids": [(0, 0, {"name": "Guiding Patients"})],
                }
                for year in (2026, 2027)
            ]
        )
        plan = self.env.ref("volunteer_reports.volunteer_report_material_plan")
        plans[0].action_submit()
        filing = self.expect(plan, "2026-03-01", self.unit.with_user(self.officer))
        self.assertEqual((filing.state, filing.was_late), ("filed", True))
        rows = read_table(base64.b64decode(filing.file), filing.filename)
        self.assertIn("Guiding Patients", rows[2])
        later = self.expect(plan, "2027-03-01", self.unit.with_user(self.officer))
        self.assertEqual(later.state, "expected")
        plans[1].action_submit()
        self.assertEqual((later.state, later.was_late), ("filed", False))

    def test_submitting_takes_the_same_queries_for_many(self):
        def count(reports):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            filings = self.Filing.sudo()
            filings._get_monthly_of_sudo(reports)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.submit()
        count(self.report)
        one = count(self.report)
        companies = self.env["res.company"].create(
            [{"name": f"Hospital {index}"} for index in range(10)]
        )
        self.env["volunteer.reporting.unit"].create(
            [
                {
                    "name": company.name,
                    "company_id": self.bureau.id,
                    "reporting_company_id": company.id,
                }
                for company in companies
            ]
        )
        reports = self.env["volunteer.monthly.report"].create(
            [{"company_id": one.id, "month": "2026-11-01"} for one in companies]
        )
        self.Filing.sudo()._get_monthly_of_sudo(reports)
        self.assertEqual(count(reports), one)

    def test_the_summary_of_the_year(self):
        if not shutil.which("wkhtmltopdf"):
            self.skipTest("wkhtmltopdf is not installed")
        material = self.env.ref("volunteer_reports.volunteer_report_material_summary")
        summary = self.env["volunteer.annual.report"].create(
            {"kind": "summary", "year": 2026, "company_id": self.hospital.id}
        )
        filing = self.expect(material, "2026-11-15", self.unit.with_user(self.officer))
        self.assertEqual(filing.state, "expected")
        clerk = self.env(user=self.clerk, context={})
        summary.with_env(clerk).action_confirm()
        self.assertEqual((filing.state, filing.was_late), ("filed", False))
        self.assertEqual(filing.filed_on, date(2026, 12, 3))
        former = filing.with_context(bin_size=False).file
        self.assertTrue(base64.b64decode(former).startswith(b"%PDF"))
        self.assertTrue(filing.filename.endswith(".pdf"))
        # Confirmed anew, the desk reads the new one until it has accepted.
        summary.with_env(clerk).action_reopen()
        summary.section_ids[0].with_env(clerk).body = "Another text"
        summary.with_env(clerk).action_confirm()
        latter = filing.with_context(bin_size=False).file
        self.assertNotEqual(latter, former)
        filing.action_accept()
        summary.with_env(clerk).action_reopen()
        summary.with_env(clerk).action_confirm()
        self.assertEqual(filing.state, "accepted")
        self.assertEqual(filing.with_context(bin_size=False).file, latter)
        # Asked for after it was confirmed.
        self.env.cr.execute("DELETE FROM volunteer_report_filing")
        self.env.invalidate_all()
        filing = self.expect(material, "2026-11-15", self.unit.with_user(self.officer))
        self.assertEqual(filing.state, "filed")
