from lxml import html

from odoo.tests import HttpCase, tagged

from .test_bureau_files import BureauFilesCase

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
    "DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.7 nothing"


@tagged("post_install", "-at_install")
class TestBureauPage(HttpCase, BureauFilesCase):
    """The page of a unit, for who has its address."""

    def setUp(self):
        super().setUp()
        self.path = self.first.desk_url.removeprefix(self.first.get_base_url())

    def hand_in(self, filing, name, data, path=None):
        page = html.fromstring(self.url_open(path or self.path).text)
        tokens = page.xpath("//input[@name='csrf_token']/@value")
        return self.url_open(
            f"{path or self.path}/{filing.id}",
            data={"csrf_token": tokens[0]},
            files={"file": (name, data)},
        )

    def test_fetch_the_form_and_hand_in(self):
        other = self.expect_other().filtered(lambda one: one.unit_id == self.first)
        filing = self.expect(units=self.first)
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn("2026-12-05", page.text)
        form = self.url_open(f"{self.path}/{filing.id}.xlsx")
        self.assertTrue(form.content.startswith(b"PK"))
        bad = self.form(self.first.name, activities=(1.5, 0, 0))
        answer = self.hand_in(filing, "a.xlsx", bad)
        self.assertIn("has to be a whole number", answer.text)
        self.assertIn(other.material_id.name, answer.text)
        self.assertEqual(filing.state, "expected")
        answer = self.hand_in(
            filing, "../a<b>.xlsx", self.form(self.first.name, activities=(5, 0, 0))
        )
        self.assertIn("Thank you", answer.text)
        self.assertEqual((filing.state, filing.filename), ("filed", "a_b_.xlsx"))
        self.assertEqual(filing.figures["values"]["activities"]["month"], 5)

    def test_name_where_there_is_no_logo(self):
        """Odoo's placeholder is no mark of a bureau."""
        bureau = self.first.company_id.sudo()

        def read_head():
            page = html.fromstring(self.url_open(self.path).text)
            brand = page.xpath("//header//a[contains(@class, 'navbar-brand')]")[0]
            return brand.text_content().strip(), brand.xpath(".//img/@src")

        for logo in (bureau._get_logo(), False):
            bureau.logo = logo
            self.assertEqual(read_head(), (bureau.name, []))
        bureau.logo = PICTURE
        self.assertEqual(read_head(), ("", [f"/logo.png?company={bureau.id}"]))

    def test_other_materials(self):
        filings = self.expect_other()
        mine = filings.filtered(lambda one: one.unit_id == self.first)
        for name, data, said in (
            ("a.exe", b"MZ", "Only .xlsx"),
            ("a.xlsx", b"MZ", "Only .xlsx"),
        ):
            self.assertIn(said, self.hand_in(mine, name, data).text)
        self.assertIn("Thank you", self.hand_in(mine, "a.pdf", PDF).text)
        self.assertEqual((mine.state, mine.was_late), ("filed", True))
        self.expect()
        again = self.hand_in(mine, "b.pdf", PDF)
        self.assertEqual(mine.filename, "a.pdf")
        self.assertEqual(again.status_code, 200)

    def test_only_its_own(self):
        filings = self.expect_other()
        theirs = filings.filtered(lambda one: one.unit_id == self.second)
        self.assertEqual(self.hand_in(theirs, "a.pdf", PDF).status_code, 404)
        self.assertEqual(theirs.state, "expected")
        theirs.unit_id.active = False
        self.first.action_new_link()
        for path in (
            self.path,
            self.path[:-1],
            "/volunteer/desk/%00",
            "/volunteer/desk/x",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_reminders_hold_the_link(self):
        self.expect_other().action_remind()
        mail = self.env["mail.mail"].search([("email_to", "=", "first@example.com")])
        self.assertIn(self.first.desk_url, mail.body_html)
        with self.assertRaisesRegex(Exception, "set by its buttons"):
            self.first.token = "x" * 24
