from odoo.tests import tagged

from .common_join import CHILD_PASSPORT, GUARDIAN, NUMBER, JoinCase


@tagged("post_install", "-at_install")
class TestJoinAnswer(JoinCase):
    """Answers to questions of the office, and the links of public pages."""

    def _asked(self):
        self._send()
        volunteer = self._applicants()
        volunteer.with_user(self.officer).action_ask_back("Which days?")
        return volunteer, f"/volunteer/join/application/{volunteer.application_token}"

    def test_question_and_answer(self):
        volunteer, path = self._asked()
        self.assertEqual(volunteer.review, "asked")
        page = self.url_open(path).text
        self.assertIn("Which days?", page)
        for secret in (NUMBER, "13800138000", "志愿者甲"):
            self.assertNotIn(secret, page)
        response = self._send(path)
        self.assertIn("Please fill in this field", response.text)
        self.assertEqual(volunteer.review, "asked")
        self.assert_thanked(
            self._send(path, note="Mondays", email="b@example.com", region="别区")
        )
        self.assertEqual(volunteer.review, "answered")
        self.assertEqual(volunteer.answer, "Mondays")
        identity = volunteer.identity_ids
        self.assertEqual(identity.email, "b@example.com")
        self.assertEqual(identity.region, "别区")
        self.assertEqual(identity.mobile, "13800138000")
        self.assertEqual(volunteer.action_reveal_id_number(), NUMBER)
        self.assertEqual(len(volunteer.activity_ids), 1)
        # The link is used up.
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self._send(path, note="Again").status_code, 404)
        self.assertEqual(volunteer.answer, "Mondays")

    def test_answer_with_somebody_elses_number(self):
        volunteer, path = self._asked()
        known = self._make_known(
            self.other_company, id_type="414", id_number="E00000001"
        )
        self.assert_thanked(
            self._send(path, note="Changed", **self._adult("E00000001"))
        )
        self.assertEqual(volunteer.review, "answered")
        self.assertEqual(volunteer.action_reveal_id_number(), NUMBER)
        self.assertTrue(known.activity_ids)

    def test_answer_of_a_minor(self):
        volunteer, path = self._asked()
        response = self._send(path, note="I am 10", **CHILD_PASSPORT)
        self.assertIn("guardian_name", response.text)
        self.assertEqual(volunteer.review, "asked")
        guardian = {key: GUARDIAN[key] for key in GUARDIAN if key != "accept_guardian"}
        self.assert_thanked(
            self._send(path, note="I am 10", **CHILD_PASSPORT, **guardian)
        )
        self.assertEqual(volunteer.kind, "minor")
        self.assertEqual(volunteer.action_reveal_id_number(), "C12345678")

    def test_resident_id_decides(self):
        """Who is 17 does not grow up, or change sex, by an answer."""
        volunteer, path = self._asked()
        for wrong in ({"birth_date": "1990-01-01"}, {"sex": "1"}):
            response = self._send(path, note="Changed", **wrong)
            self.assertEqual(response.status_code, 200)
            self.assertIn("differs from what the ID number says", response.text)
        self.assertEqual(volunteer.review, "asked")
        self.assertEqual(str(volunteer.identity_ids.birth_date), "1949-12-31")
        self.assert_thanked(self._send(path, note="Same", birth_date="1949-12-31"))

    def test_another_kind_of_document_has_another_number(self):
        volunteer, path = self._asked()
        response = self._send(path, note="Typed", id_type="414")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Please fill in this field", response.text)
        self.assertIn("Typed", response.text)
        self.assertEqual(volunteer.review, "asked")
        self.assertEqual(volunteer.identity_ids.id_type, "111")

    def test_stale_and_foreign_links(self):
        volunteer, path = self._asked()
        notice = self.env["volunteer.recruitment"].create(
            {"name": "Notice", "company_id": self.company.id}
        )
        foreign = [
            "/volunteer/join/application/x",
            "/volunteer/join/application/%00",
            f"/volunteer/join/application/{notice.token}",
            f"/volunteer/recruitment/{volunteer.application_token}",
            f"/volunteer/recruitment/{notice.token}",
            f"/volunteer/join?notice={volunteer.application_token}",
            f"/volunteer/join?notice={notice.token}",
        ]
        for link in foreign:
            response = self.url_open(link)
            self.assertEqual(response.status_code, 404, link)
            self.assertIn("not valid", response.text)
        self.assertEqual(self._send(notice="x").status_code, 404)
        long = self.url_open(f"/volunteer/join?unit={'9' * 5000}")
        self.assertEqual(long.status_code, 200)
        self.assertEqual(self._send(skill_ids="9" * 5000).status_code, 200)
        self.assertEqual(self.url_open(path).status_code, 200)
        volunteer.question_date = "2020-01-01"
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertEqual(self._send(path, note="Late").status_code, 404)
        self.assertFalse(volunteer.answer)
        volunteer.with_user(self.officer).action_ask_back("Really?")
        again = f"/volunteer/join/application/{volunteer.application_token}"
        self.assertNotEqual(again, path)
        self.assertEqual(self.url_open(path).status_code, 404)
        volunteer.with_user(self.officer).action_accept()
        self.assertEqual(self.url_open(again).status_code, 404)
