import io
import shutil
from datetime import date
from unittest import skipUnless

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestRegister(ReportsCase, HttpCase):
    """What every register has from the engine, shown on the hours ledger."""

    def ledger(self, user=None, **vals):
        return (
            self.env["volunteer.ledger.export"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, "year": 2025, **vals})
        )

    def test_period_and_filters(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 5), date(2025, 8, 1)])
        register = self.ledger()
        self.assertEqual(register.line_count, 2)
        register.date_to = date(2025, 6, 30)
        self.assertEqual((register.line_count, register.hours), (1, 2))
        register.team_id = self.team
        self.assertEqual(register.line_count, 1)
        register.project_id = self.project.copy({"name": "Other"})
        self.assertEqual(register.line_count, 0)
        register.date_to = date(2024, 1, 1)
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            register.action_xlsx()

    def test_no_data(self):
        register = self.ledger(year=1998)
        file = io.BytesIO()
        self.assertEqual(register._write_file(file), (0, 0))
        page = load_workbook(file).active
        self.assertEqual(page["A4"].value, "— no entries —")
        self.assertEqual(page["A5"].value, "Total")
        self.assertIn("Drawn up by:", page["A7"].value)
        [table] = register._get_register_paper()
        self.assertEqual(table["pages"], [[]])
        self.assertTrue(table["empty"])

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_paper(self):
        self.citizen.name = "张·买"
        self.claim_recorded(self.citizen, 28)
        register = self.ledger(year=self.start.year - 1)
        register.action_pdf()
        pages = self.read_pdf(
            register.with_context(force_report_rendering=True)._render_register_pdf()
        )
        self.assertGreater(len(pages), 1)
        text = "".join(pages)
        self.assertEqual(text.count(self.citizen.code), 28)
        self.assertEqual(text.count("张·买"), 28)
        self.assertIn("时长登记簿", pages[0])
        self.assertIn(f"1/{len(pages)}", pages[0])
        self.assertIn("56", pages[-1])

    def test_who_gets_it(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 1)])
        register = self.ledger()
        path = register.action_xlsx()["url"]
        self.assertIn("/web/login", self.url_open(path).url)
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        page = load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(page["D4"].value, "Citizen")
        wrong = {
            "/volunteer/register/res.users/2.xlsx": 403,
            "/volunteer/register/no.such.model/2.pdf": 403,
            "/volunteer/register/volunteer.register.mixin/1.xlsx": 403,
            "/volunteer/register/volunteer.ledger.export/999999999.pdf": 404,
        }
        with mute_logger("odoo.http"):
            for address, status in wrong.items():
                self.assertEqual(self.url_open(address).status_code, status, address)
            for login in ("test_portal", "test_leader", "test_officer_2"):
                self.authenticate(login, login)
                for extension in ("xlsx", "pdf"):
                    answer = self.url_open(path.replace("xlsx", extension))
                    self.assertEqual(answer.status_code, 403, login)

    def test_print_address_of_odoo(self):
        """What Odoo's own address for reports is told is checked as well."""
        report = self.env["report.volunteer_reports.register_document"]
        register = self.ledger()
        data = {"register_model": register._name, "register_id": str(register.id)}
        values = report.with_user(self.officer)._get_report_values([], data)
        self.assertEqual(values["docs"], register)
        for user in (self.other_officer, self.leader_user, self.portal_user):
            with self.assertRaises(AccessError):
                report.with_user(user)._get_report_values([], data)
        for data in ({}, {"register_model": "res.users", "register_id": 2}):
            with self.assertRaises(AccessError):
                report.with_user(self.officer)._get_report_values([], data)

    def test_units_that_are_switched_on(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        register = self.ledger()
        register.sudo().company_id = other
        with self.assertRaises(AccessError):
            register.action_xlsx()
