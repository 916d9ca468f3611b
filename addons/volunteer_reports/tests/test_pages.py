import io
import re
import shutil
from datetime import date
from unittest import skipUnless

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportsCase

CERTIFICATES = "/my/volunteer/certificates"


@tagged("post_install", "-at_install")
class TestPages(ReportsCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.name = "欧阳海"
        users = cls.portal_user | cls.stranger | cls.officer | cls.leader_user
        (users | cls.env.ref("base.public_user")).write({"lang": "zh_CN"})

    def setUp(self):
        super().setUp()
        self.opener.headers["Accept-Language"] = "zh-CN"

    def authenticate(self, *args, **kwargs):
        result = super().authenticate(*args, **kwargs)
        self.opener.headers["Accept-Language"] = "zh-CN"
        return result

    def press(self, path, **values):
        """Send a form of the page of certificates."""
        page = self.url_open(CERTIFICATES).text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        return self.url_open(path, data={"csrf_token": token, **values})

    def own(self, volunteer):
        return self.Certificate.search([("volunteer_id", "=", volunteer.id)])

    def test_verify_says_no_more_than_it_must(self):
        self.citizen.write({"kind": "community"})
        self.claim_recorded(self.citizen, 2)
        certificate = self.issue(self.officer, self.citizen.id)
        path = f"/volunteer/verify/{certificate.code}"
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn("欧*", response.text)
        self.assertIn("4小时", response.text)
        self.assertIn("Test Hospital", response.text)
        self.assertIn("o_volunteer_valid", response.text)
        main = response.text.split("<main", 1)[1]
        for secret in (
            "欧阳海",
            self.citizen.code,
            certificate.name,
            str(certificate.date_first),
            str(certificate.issue_date),
            "Guiding Patients",
            self.officer.name,
            self.portal_user.login,
        ):
            self.assertNotIn(secret, main)
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        typed = self.url_open(
            f"/volunteer/verify?code={certificate.code_spelled.lower()}"
        )
        self.assertIn("o_volunteer_valid", typed.text)
        certificate.with_user(self.officer).action_revoke("A private reason")
        revoked = self.url_open(path).text
        self.assertIn("o_volunteer_revoked", revoked)
        self.assertNotIn("o_volunteer_valid", revoked)
        self.assertNotIn("A private reason", revoked)

    def test_verify_after_a_correction(self):
        line, _kept = self.claim_recorded(self.citizen, 2)
        certificate = self.issue(self.officer, self.citizen.id)
        self.reverse(line)
        page = self.url_open(f"/volunteer/verify/{certificate.code}").text
        self.assertIn("o_volunteer_corrected", page)
        self.assertNotIn("o_volunteer_valid", page)
        self.assertIn("4小时", page)
        self.assertIn("2小时", page)
        self.assertNotIn("Counted twice", page)
        certificate.with_user(self.officer).action_revoke("A private reason")
        page = self.url_open(f"/volunteer/verify/{certificate.code}").text
        self.assertIn("o_volunteer_revoked", page)
        self.assertNotIn("o_volunteer_corrected", page)

    def test_verify_unknown_codes(self):
        answers = set()
        for code in ("23456789ABCDEFGHJKMN", "x", "%27%20OR%201=1--", "%00", "9" * 500):
            response = self.url_open(f"/volunteer/verify/{code}")
            self.assertEqual(response.status_code, 200)
            text = re.sub(r"(csrf_token|nonce)[^,>]*", "", response.text)
            text = text.split("<main", 1)[1].split("</main", 1)[0]
            answers.add(text)
            self.assertIn("未查到该核验码对应的证明", text)
        self.assertEqual(len(answers), 1)
        self.assertNotIn("未查到", self.url_open("/volunteer/verify").text)

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_portal(self):
        self.claim_recorded(self.member)
        other = self.issue(self.officer, self.member.id)
        self.authenticate("test_portal", "test_portal")
        self.assertIn(CERTIFICATES, self.url_open("/my/volunteer").text)
        page = self.url_open(CERTIFICATES).text
        self.assertIn("您还没有记入登记簿的服务时长", page)
        self.assertNotIn(f"{CERTIFICATES}/issue", page)
        self.claim_recorded(self.citizen, 2)
        self.assertIn("4小时", self.url_open(CERTIFICATES).text)
        page = self.press(
            f"{CERTIFICATES}/issue", date_from="", date_to="", masked="on"
        )
        self.assertIn("alert-success", page.text)
        certificate = self.own(self.citizen)
        self.assertEqual(certificate.minutes, 240)
        self.assertEqual(certificate.id_number, "masked")
        self.assertIn(certificate.name, page.text)
        response = self.url_open(f"{CERTIFICATES}/{certificate.id}/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("no-store", response.headers["Cache-Control"])
        text = self.read_pdf(response.content)[0]
        self.assertIn("兹证明欧阳海", text)
        self.assertIn("本人自助打印", text)
        # Pressed again by mistake, nothing new is issued.
        self.press(f"{CERTIFICATES}/issue", date_from="", date_to="", masked="on")
        self.assertEqual(len(self.own(self.citizen)), 1)
        page = self.press(f"{CERTIFICATES}/issue", date_from="1999-01-01", date_to="x")
        self.assertIn("alert-danger", page.text)
        for number in (other.id, 0, 2**31 - 1):
            response = self.url_open(f"{CERTIFICATES}/{number}/pdf")
            self.assertNotEqual(response.headers["Content-Type"], "application/pdf")
            self.assertIn("alert-danger", response.text)
        certificate.with_user(self.officer).action_revoke("Lost by post")
        response = self.url_open(f"{CERTIFICATES}/{certificate.id}/pdf")
        self.assertIn("alert-danger", response.text)
        self.assertIn("Lost by post", response.text)

    def test_portal_is_the_volunteers_own(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        self.assertIn("/web/login", self.url_open(CERTIFICATES).url)
        self.authenticate("test_stranger", "test_stranger")
        self.assertNotIn(f"{CERTIFICATES}/issue", self.url_open(CERTIFICATES).text)
        # Not even the office fetches others' papers here.
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(f"{CERTIFICATES}/{certificate.id}/pdf")
        self.assertNotEqual(response.headers["Content-Type"], "application/pdf")

    def test_ledger_file(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 1)])
        export = (
            self.env["volunteer.ledger.export"]
            .with_user(self.officer)
            .create({"company_id": self.company.id, "year": 2025})
        )
        path = export.action_download()["url"]
        self.assertIn("/web/login", self.url_open(path).url)
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        page = load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(page["D4"].value, "欧阳海")
        for login, status in (
            ("test_portal", 403),
            ("test_leader", 403),
            ("test_officer_2", 403),
        ):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(path).status_code, status, login)
