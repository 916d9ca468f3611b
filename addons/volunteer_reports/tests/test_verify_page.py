import re
import shutil
from unittest import skipUnless

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportsCase

CODES = (
    "' OR 1=1 --",
    "23456789ABCDEFGHJKM'",
    "%00",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5C..%5Cwindows",
    "𠮷" * 20,
    "２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＭＮ",
    "\u202e\u0000x",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "9" * 3000,
    "null",
    "-1",
    " ",
)


@tagged("post_install", "-at_install")
class TestVerifyPage(ReportsCase, HttpCase):
    """The page that strangers ask, and what they cannot make it do."""

    def setUp(self):
        super().setUp()
        self.citizen.name = "欧阳海"
        self.claim_recorded(self.citizen, 2)
        self.certificate = self.issue(self.officer, self.citizen.id)

    def send_file(self, content, **values):
        page = self.url_open("/volunteer/verify").text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        return self.url_open(
            "/volunteer/verify/file",
            data={"csrf_token": token, **values},
            files={"file": ("paper.pdf", content, "application/pdf")},
        )

    def main_of(self, response):
        return response.text.split("<main", 1)[1].split("</main", 1)[0]

    def test_odd_codes(self):
        for code in CODES:
            for path in (f"/volunteer/verify/{code}", f"/volunteer/verify?code={code}"):
                with mute_logger("odoo.http"):
                    response = self.url_open(path)
                self.assertIn(response.status_code, (200, 400, 404), path)
                self.assertNotIn("Traceback", response.text)
                self.assertNotIn("o_volunteer_valid", response.text)
                self.assertNotIn("欧*", response.text)
                self.assertNotIn("<script>alert", response.text)
        many = "&".join(f"code={number}" for number in range(50))
        self.assertEqual(self.url_open(f"/volunteer/verify?{many}").status_code, 200)
        self.assertEqual(
            self.url_open(f"/volunteer/verify?{'x' * 500}=1").status_code, 200
        )

    def test_other_methods(self):
        path = f"/volunteer/verify/{self.certificate.code}"
        response = self.url_open(path, method="HEAD")
        self.assertEqual(response.status_code, 200)
        self.assertFalse(response.content)
        for method in ("PUT", "DELETE", "POST"):
            with mute_logger("odoo.http"):
                response = self.opener.request(
                    method, self.base_url() + path, timeout=30
                )
            self.assertIn(response.status_code, (400, 405), method)

    def test_says_masked_name_hours_issuer_state(self):
        page = self.main_of(self.url_open(f"/volunteer/verify/{self.certificate.code}"))
        card = page.split('class="card-body"', 1)[1].split("<form", 1)[0]
        words = re.sub(r"<[^>]*>", " ", card)
        self.assertEqual(
            len(re.findall(r"<dt", card)), 3, "name, service time and unit: no more"
        )
        self.assertIn("欧*", words)
        self.assertNotIn("欧阳海", page)

    def test_not_asked_too_often(self):
        self.env["ir.config_parameter"].set_param(
            "volunteer_reports.verify_hourly", "2"
        )
        path = f"/volunteer/verify/{self.certificate.code}"
        statuses = [self.url_open(path).status_code for _turn in range(3)]
        self.assertEqual(statuses, [200, 200, 429])
        self.assertNotIn("欧*", self.url_open(path).text)
        # To look at the form is free.
        self.assertEqual(self.url_open("/volunteer/verify").status_code, 200)
        self.env["ir.config_parameter"].set_param(
            "volunteer_reports.verify_hourly_files", "1"
        )
        self.assertEqual(self.send_file(b"%PDF-x").status_code, 200)
        self.assertEqual(self.send_file(b"%PDF-x").status_code, 429)

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_compare_a_file(self):
        pdf = self.render(self.certificate.with_user(self.officer))
        page = self.main_of(self.send_file(pdf))
        self.assertIn("o_volunteer_unchanged", page)
        self.assertIn("o_volunteer_valid", page)
        self.assertIn("欧*", page)
        self.assertNotIn("欧阳海", page)
        for other in (pdf + b"\n", pdf.replace(b"%PDF-1.", b"%PDF-2.", 1), pdf[:-9]):
            page = self.main_of(self.send_file(other))
            self.assertIn("o_volunteer_changed", page)
            self.assertNotIn("欧*", page)
        self.certificate.with_user(self.officer).action_revoke("Lost")
        page = self.main_of(self.send_file(pdf))
        self.assertIn("o_volunteer_unchanged", page)
        self.assertIn("o_volunteer_revoked", page)
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "paper.pdf")]))

    def test_odd_files(self):
        for content in (b"", b"x", b"<script>", b"%PDF-", b"PK\x03\x04", b"\x00" * 99):
            response = self.send_file(content)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("o_volunteer_unchanged", response.text)
        large = self.send_file(b"%PDF-" + b"x" * (5 * 1024 * 1024))
        self.assertIn("alert-warning", large.text)
        with mute_logger("odoo.http"):
            response = self.url_open("/volunteer/verify/file", data={"file": "x"})
        self.assertEqual(response.status_code, 400, "no token, no answer")

    # ------------------------------------------------------------------
    # The list of the last days
    # ------------------------------------------------------------------

    def path_of_list(self):
        url = self.company.volunteer_certificate_url
        return "/volunteer/certificates/" + url.rsplit("/", 1)[1]

    def test_list(self):
        minor = self.make_volunteer("童童", kind="minor")
        self.claim_recorded(minor)
        hidden = self.issue(self.officer, minor.id)
        response = self.url_open(self.path_of_list())
        self.assertEqual(response.status_code, 200)
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        page = self.main_of(response)
        self.assertIn(self.certificate.name, page)
        self.assertIn("欧*", page)
        for secret in ("欧阳海", self.certificate.code, self.citizen.code):
            self.assertNotIn(secret, page)
        self.assertNotIn(hidden.name, page)
        self.assertNotIn("童", page)
        self.certificate.with_user(self.officer).action_revoke("Lost")
        page = self.main_of(self.url_open(self.path_of_list()))
        self.assertNotIn(self.certificate.name, page)

    def test_list_ends(self):
        rows, count = self.company._get_published_certificates_sudo()
        self.assertEqual((len(rows), count), (1, 1))
        self.env.cr.execute(
            "UPDATE volunteer_certificate SET issue_date = issue_date - 6"
        )
        self.assertEqual(self.company._get_published_certificates_sudo()[1], 1)
        self.env.cr.execute(
            "UPDATE volunteer_certificate SET issue_date = issue_date - 1"
        )
        self.assertEqual(self.company._get_published_certificates_sudo(), ([], 0))
        path = self.path_of_list()
        other = self.env["res.company"].create({"name": "Other Hospital"})
        self.assertEqual(other._get_published_certificates_sudo(), ([], 0))
        self.company.volunteer_certificate_days = 0
        self.assertFalse(self.company.volunteer_certificate_url)
        for gone in (path, path + "x", "/volunteer/certificates/x", f"{path}%00"):
            self.assertEqual(self.url_open(gone).status_code, 404, gone)

    def test_list_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.company._get_published_certificates_sudo()
            return self.cr.sql_log_count - before

        count()
        one = count()
        for number in range(5):
            person = self.make_volunteer(f"P{number}")
            self.claim_recorded(person)
            self.issue(self.officer, person.id)
        self.env.flush_all()
        self.assertEqual(count(), one)
        self.assertLess(one, 12)

    def test_the_address_that_files_are_sent_to(self):
        """Loaded again without a file it is the page, not a code that is wrong."""
        page = self.main_of(self.url_open("/volunteer/verify/file"))
        self.assertNotIn("alert-", page)
        self.assertIn('id="verify_file"', page)
