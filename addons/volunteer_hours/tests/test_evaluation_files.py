from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .evaluation_common import FilesCase


@tagged("post_install", "-at_install")
class TestEvaluationFiles(FilesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee.barcode = "0815"

    def test_there_and_back(self):
        book = self.download()
        self.assertEqual(self.cell(book, self.sheet, "Employee No.").value, "0815")
        self.assertEqual(self.cell(book, self.sheet, "Score").value, 17.5)
        # Unchanged, it loads back, and changes nothing.
        self.load(book).action_import()
        self.assertFalse(self.sheet.is_result_given)
        self.cell(book, self.sheet, "Points into the Appraisal").value = 12.25
        self.cell(book, self.sheet, "Grade").value = "Very good"
        self.cell(book, self.citizen_sheet, "Opinion of Human Resources").value = "Ok"
        wizard = self.load(book)
        self.assertFalse(wizard.errors)
        self.assertIn("12.25", wizard.preview)
        wizard.action_import()
        self.take_to_hr()
        self.sheet.with_user(self.hr_user).action_confirm()
        self.assertEqual(self.sheet.final_score, 12.25)
        self.assertEqual(self.sheet.final_grade, "Very good")
        self.assertEqual(self.citizen_sheet.hr_text, "Ok")
        # Zero points are points, too.
        book = self.download()
        self.cell(book, self.unregistered_sheet, "Points into the Appraisal").value = 0
        self.load(book).action_import()
        self.assertTrue(self.unregistered_sheet.is_result_given)

    def test_what_is_refused(self):
        self.confirm()
        book = self.download()
        self.cell(book, self.sheet, "Points into the Appraisal").value = 1
        self.cell(book, self.citizen_sheet, "Full Name").value = "Somebody"
        wizard = self.load(book)
        self.assertIn("The sheet of Member is confirmed", wizard.errors)
        self.assertIn("does not belong to “Somebody”", wizard.errors)
        with self.assertRaises(UserError):
            wizard.action_import()
        self.assertFalse(self.citizen_sheet.is_result_given)

    def test_own_sheet_is_refused(self):
        own = self.make_sheet(None, self._employ("Of HR", self.hr_user))
        book = self.download()
        self.cell(book, own, "Points into the Appraisal").value = 20
        wizard = self.load(book)
        self.assertIn("your own sheet", wizard.errors)

    def test_rights(self):
        other_hr, _other_office = self.make_other_unit()
        for user in (self.head_user, self.member_user, other_hr):
            with self.assertRaises(AccessError):
                self.as_user(self.round, user).action_download()
        for user in (self.officer, self.hr_user):
            self.assertEqual(
                self.round.with_user(user).action_download()["type"],
                "ir.actions.act_url",
            )
        with self.assertRaises(AccessError):
            self.load(self.download(), self.officer)

    def test_paper(self):
        self.confirm()
        sheets = self.sheet | self.citizen_sheet
        report = self.env.ref("volunteer_hours.volunteer_evaluation_report")
        html, _kind = (
            report.with_user(self.hr_user)
            .with_context(lang="en_US")
            ._render_qweb_html(report.id, sheets.ids)
        )
        text = html.decode()
        for words in ("I did well.", "Into the appraisal.", "17.5", "0815", "Aim"):
            self.assertIn(words, text)
        self.assertEqual(text.count("o_page o_evaluation"), 2)
        self.assertEqual(text.count("not confirmed"), 1)
        # Who did not sign yet finds a line to sign on.
        self.assertIn("____/__/__", text)

    def test_on_the_employee(self):
        self.hr_user.group_ids += self.env.ref("hr.group_hr_user")
        self.confirm()
        employee = self.employee.with_user(self.hr_user)
        self.assertEqual(employee.volunteer_evaluation_ids, self.sheet)
        self.assertEqual(employee.volunteer_evaluation_score, "17.5 · Good")
        with self.assertRaises(AccessError):
            self.employee.with_user(self.member_user).read(["volunteer_evaluation_ids"])
