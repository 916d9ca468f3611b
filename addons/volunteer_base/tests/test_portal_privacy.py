import json
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortalPrivacy(HttpCase):
    """The pages on which a person agrees, reads, takes along and asks for erasure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "privacy_own", groups="base.group_portal", lang="en_US"
        )
        cls.other_user = new_test_user(
            cls.env, "privacy_other", groups="base.group_portal", lang="en_US"
        )
        cls.stranger = new_test_user(
            cls.env, "privacy_none", groups="base.group_portal", lang="en_US"
        )
        cls.volunteer, cls.other = cls.env["volunteer.volunteer"].create(
            [
                {"name": "甲", "user_id": cls.user.id},
                {"name": "乙", "user_id": cls.other_user.id},
            ]
        )
        (cls.volunteer | cls.other).action_register()
        cls.env["volunteer.identity"].create(
            {"volunteer_id": cls.volunteer.id, "address": "Secret Lane"}
        )
        cls.paper = cls.env["volunteer.document"].create(
            {
                "name": "House Rules",
                "kind": "agreement",
                "body": "<p>Be kind to everybody.</p>",
                "company_id": cls.env.company.id,
            }
        )
        cls.paper.action_publish()

    def setUp(self):
        super().setUp()
        self.authenticate("privacy_own", "privacy_own")

    def _post(self, path, **values):
        page = self.url_open("/my/volunteer/privacy").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        return self.url_open(path, data={"csrf_token": token, **values})

    def _accept(self, paper=None, **values):
        paper = paper or self.paper
        return self._post(f"/my/volunteer/papers/{paper.id}/accept", **values)

    def _is_open(self):
        open_papers = self.volunteer._get_open_documents_sudo()[self.volunteer]
        return self.paper in open_papers

    def test_read_and_accept(self):
        self.assertIn("/my/volunteer/papers", self.url_open("/my/volunteer").text)
        page = self.url_open("/my/volunteer/papers").text
        self.assertIn("House Rules", page)
        self.assertIn("Be kind to everybody.", page)
        self.assertIn("alert-danger", self._accept().text)
        self.assertTrue(self._is_open(), "the tick is not left out")
        self.assertIn("alert-success", self._accept(agree="1").text)
        self.assertFalse(self._is_open())
        self.assertIn("alert-success", self._accept(agree="1").text, "pressed twice")

    def test_withdraw(self):
        self._accept(agree="1")
        acceptance = self.volunteer.acceptance_ids
        path = f"/my/volunteer/papers/{acceptance.id}/withdraw"
        self.authenticate("privacy_other", "privacy_other")
        self.assertIn("alert-danger", self._post(path).text)
        self.assertFalse(acceptance.withdrawn_date)
        self.authenticate("privacy_own", "privacy_own")
        self.assertIn("alert-success", self._post(path).text)
        self.assertTrue(acceptance.withdrawn_date)
        self.assertTrue(self._is_open())

    def test_papers_that_are_not_mine(self):
        draft = self.paper.copy({"name": "A draft"})
        self.assertIn("alert-danger", self._accept(draft, agree="1").text)
        self.assertIn(
            "alert-danger", self._post("/my/volunteer/papers/0/accept", agree="1").text
        )
        self.assertFalse(self.volunteer.acceptance_ids)

    def test_the_guardian_of_a_minor_signs(self):
        born = fields.Date.subtract(fields.Date.today(), years=11)
        self.volunteer.identity_ids.birth_date = born
        self.assertIn('name="accepted_by"', self.url_open("/my/volunteer/papers").text)
        self.assertIn("alert-danger", self._accept(agree="1").text)
        self._accept(agree="1", accepted_by="Mother", relation="mother")
        self.assertEqual(self.volunteer.acceptance_ids.accepted_by, "Mother")

    def test_a_child_signs_up_with_the_guardian(self):
        self.env.company.volunteer_requirements = False
        self.volunteer.identity_ids.write(
            {
                "birth_date": fields.Date.subtract(fields.Date.today(), years=10),
                "guardian_consent_date": "2020-01-01",
            }
        )
        day = fields.Datetime.now().replace(hour=2, minute=0, second=0, microsecond=0)
        activity = self.env["volunteer.activity"].create(
            {
                "name": "Reading aloud",
                "project_id": self.env["volunteer.project"]
                .create(
                    {
                        "name": "Children",
                        "team_id": self.env["volunteer.team"].create({"name": "T"}).id,
                    }
                )
                .id,
                "start": day + timedelta(days=3),
                "stop": day + timedelta(days=3, hours=2),
                "slot_ids": [
                    fields.Command.create(
                        {
                            "post_id": self.env["volunteer.post"]
                            .create({"name": "Reader"})
                            .id,
                            "seats": 2,
                        }
                    )
                ],
            }
        )
        activity.action_publish()
        page = self.url_open("/my/volunteer/activities").text
        self.assertIn('name="guardian_present"', page)
        path = f"/my/volunteer/needs/{activity.slot_ids.id}/sign-up"
        self.assertIn("alert-danger", self._post(path).text, "nobody is in charge")
        self.assertFalse(activity.signup_ids)
        self.assertIn("alert-success", self._post(path, guardian_present="1").text)
        self.assertTrue(activity.signup_ids.guardian_present)

    def test_copy_for_machines(self):
        response = self._post("/my/volunteer/privacy/copy.json")
        self.assertEqual(response.headers["Content-Type"], "application/json")
        self.assertIn("no-store", response.headers["Cache-Control"])
        data = json.loads(response.content)
        self.assertEqual(data["volunteer"], self.volunteer.code)
        self.assertIn("Secret Lane", response.text)
        self.assertIn("甲", response.text)

    def test_copy_on_paper(self):
        response = self._post("/my/volunteer/privacy/copy.pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.content[:5], b"%PDF-")

    def test_nothing_of_others(self):
        self.authenticate("privacy_other", "privacy_other")
        data = self._post("/my/volunteer/privacy/copy.json").text
        self.assertNotIn("Secret Lane", data)
        report = f"/report/html/volunteer_base.own_copy/{self.volunteer.id}"
        with self.assertLogs("odoo.http", "WARNING"):
            self.assertNotIn("Secret Lane", self.url_open(report).text)

    def test_asking_for_erasure(self):
        self._post("/my/volunteer/privacy/erase")
        self.assertTrue(self.volunteer.erasure_requested)
        self.assertIn(
            "/privacy/keep", self.url_open("/my/volunteer/privacy").text, "take it back"
        )
        self._post("/my/volunteer/privacy/keep")
        self.assertFalse(self.volunteer.erasure_requested)

    def test_who_is_no_volunteer(self):
        self.authenticate("privacy_none", "privacy_none")
        for path in ("papers", "privacy"):
            page = self.url_open(f"/my/volunteer/{path}").text
            self.assertNotIn("House Rules", page)
            self.assertNotIn("/erase", page)
        self.authenticate(None, None)
        for path in ("papers", "privacy"):
            page = self.url_open(f"/my/volunteer/{path}")
            self.assertIn("/web/login", page.url)

    def test_get_changes_nothing(self):
        for path in ("privacy/erase", "privacy/copy.json", "privacy/keep"):
            response = self.url_open(f"/my/volunteer/{path}")
            self.assertEqual(response.status_code, 405, path)
        self.assertFalse(self.volunteer.erasure_requested)
