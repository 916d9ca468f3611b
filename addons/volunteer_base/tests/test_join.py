from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import hash_sign

from ..controllers.join import FORM_SCOPE, HOURLY_PARAMETER, THANKS
from ..controllers.join_page import HONEYPOT
from .common_join import CHILD_PASSPORT, GUARDIAN, NUMBER, JoinCase


@tagged("post_install", "-at_install")
class TestJoin(JoinCase):
    def test_application(self):
        tag = self.env["volunteer.tag"].search([("kind", "=", "skill")], limit=1)
        self.assert_thanked(
            self._send(email="A@example.com", skill_ids=str(tag.id), note="Weekends")
        )
        volunteer = self._applicants()
        self.assertEqual(volunteer.name, "志愿者甲")
        self.assertEqual((volunteer.state, volunteer.review), ("applied", "new"))
        self.assertEqual(volunteer.id_number_masked, "1101**********002X")
        self.assertEqual(volunteer.mobile_masked, "138****8000")
        self.assertEqual(volunteer.skill_ids, tag)
        self.assertEqual(volunteer.application_note, "Weekends")
        identity = volunteer.identity_ids
        self.assertEqual(str(identity.birth_date), "1949-12-31")
        self.assertEqual(identity.email, "a@example.com")
        self.assertTrue(identity.consent_date)
        self.assertEqual(
            set(volunteer.acceptance_ids.mapped("kind")), {"consent", "risk"}
        )
        self.assertFalse(volunteer.user_id)
        queue = self.env["volunteer.volunteer"].with_user(self.officer)
        self.assertIn(volunteer, queue.search([("review", "=", "new")]))

    def test_pages_are_for_nobody_s_cache(self):
        for path in ("/volunteer/join", THANKS, "/volunteer/recruitment/x"):
            headers = self.url_open(path).headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_what_is_wrong_comes_back(self):
        self.assert_sent_back(
            self._send(id_number=NUMBER[:-1] + "1", mobile="12345"),
            "The check digit of the ID number is wrong",
            "This is not a mobile number",
            "志愿者甲",
        )
        self.assert_sent_back(self._send(accept_consent=""), "Please fill in")
        self.assert_sent_back(self._send(education_id="999999"), "choose again")
        self.assert_sent_back(self._send(kind="minor"), "under 18")

    def test_texts_of_strangers_stay_text(self):
        response = self._send(name="<script>alert(1)</script>", mobile="")
        self.assertNotIn("<script>alert(1)", response.text)
        self.assertIn("&lt;script&gt;alert(1)", response.text)

    def test_minor(self):
        child = {**CHILD_PASSPORT, "mobile": "", "kind": "student"}
        response = self._send(**child)
        self.assert_sent_back(response, 'name="guardian_name"', "accept_guardian")
        self.assert_thanked(self._send(**child, **GUARDIAN))
        volunteer = self._applicants()
        self.assertEqual(volunteer.kind, "minor")
        self.assertTrue(volunteer.identity_ids.guardian_consent_date)
        acceptances = volunteer.acceptance_ids
        self.assertIn("guardian", acceptances.mapped("kind"))
        self.assertEqual(set(acceptances.mapped("accepted_by")), {"监护人甲"})
        self.assertFalse(volunteer.guardian_account)

    def test_closed(self):
        self.company.volunteer_join_open = False
        response = self._send()
        self.assertIn("No applications on this page", response.text)
        self._use_keys(present=False)
        self.company.volunteer_join_open = True
        for response in (self.url_open("/volunteer/join"), self._send()):
            self.assertIn("No applications on this page", response.text)
        self.assertFalse(self._applicants())

    def test_foreign_unit(self):
        for unit in ("", "0", "999999999", "1 OR 1=1", "²"):
            response = self._send(unit=unit)
            self.assertEqual(response.status_code, 200)
            self.assertFalse(response.url.endswith(THANKS))
            page = self.url_open(f"/volunteer/join?kind=minor&unit={unit}")
            self.assertIn("Where would you like to help?", page.text)
        self.assertFalse(self._applicants())

    # ------------------------------------------------------------------
    # Programs and floods
    # ------------------------------------------------------------------

    def test_decoy(self):
        self.assertIn(
            f'name="{HONEYPOT}"',
            self.url_open(f"/volunteer/join?kind=minor&unit={self.company.id}").text,
        )
        self.assert_thanked(self._send(**{HONEYPOT: "http://example.com"}))
        self.assertFalse(self._applicants())

    def test_too_fast_and_too_old(self):
        self.assert_sent_back(
            self._send(form_token=self._form_token(age=0)), "very fast"
        )
        foreign = hash_sign(self.env, "another scope", [0], expiration_hours=1)
        old = hash_sign(self.env, FORM_SCOPE, [0], expiration_hours=-1)
        for token in ("", "x", "é", "AQ==", foreign, old, self._form_token()[:-2]):
            self.assert_sent_back(self._send(form_token=token), "open for too long")

    def test_no_session_token(self):
        with mute_logger("odoo.http"):
            response = self._send(csrf_token="")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._applicants())

    def test_flood(self):
        self.env["ir.config_parameter"].set_param(HOURLY_PARAMETER, "3")
        for _number in range(3):
            self.assertEqual(self._send(name="").status_code, 200)
        response = self._send()
        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.headers["Retry-After"], "3600")
        self.assertFalse(self._applicants())

    def test_one_person_many_times(self):
        """Somebody's number cannot be tried out all day; nothing is shown of it."""
        for _number in range(9):
            self.assert_thanked(self._send())
        self.assertEqual(len(self._applicants()), 1)
        activities = self._applicants().activity_ids
        self.assertEqual(len(activities), 1)
