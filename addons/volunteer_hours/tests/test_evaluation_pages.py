from odoo.tests import HttpCase, tagged

from .evaluation_common import SheetsCase


@tagged("post_install", "-at_install")
class TestEvaluationPages(SheetsCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.portal_user.password = "test_portal_word"
        self.portal_user.lang = "en_US"
        self.authenticate("test_portal", "test_portal_word")

    def hand_in(self, path, **data):
        page = self.url_open("/my/volunteer/evaluation")
        token = page.text.split('csrf_token: "')[1].split('"')[0]
        return self.url_open(path, data={"csrf_token": token, **data})

    def test_remark(self):
        self.assertNotIn("Year 2025", self.url_open("/my/volunteer/evaluation").text)
        self.send_out()
        self.env.flush_all()
        self.assertIn("Year 2025", self.url_open("/my/volunteer/evaluation").text)
        address = f"/my/volunteer/evaluation/{self.citizen_sheet.id}"
        page = self.url_open(address)
        self.assertIn("evaluation_text", page.text)
        self.assertIn("+20", page.text)
        self.hand_in(f"{address}/remark", text="  ")
        self.assertEqual(self.citizen_sheet.state, "self")
        answer = self.hand_in(f"{address}/remark", text="I guided 40 patients.")
        self.assertIn("I guided 40 patients.", answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.citizen_sheet.state, "committee")
        self.assertEqual(self.citizen_sheet.self_text, "I guided 40 patients.")

    def test_other_people_s_sheets(self):
        self.send_out()
        self.env.flush_all()
        page = self.url_open(f"/my/volunteer/evaluation/{self.sheet.id}")
        self.assertTrue(page.url.endswith("/my/volunteer/evaluation"))
        self.hand_in(
            f"/my/volunteer/evaluation/{self.sheet.id}/remark", text="Mine now"
        )
        self.env.invalidate_all()
        self.assertFalse(self.sheet.self_text)

    def test_register_is_not_found(self):
        answer = self.url_open(f"/volunteer/evaluation/{self.round.id}.xlsx")
        self.assertEqual(answer.status_code, 404)
