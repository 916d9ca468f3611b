import base64
import io
import re
import time

from PIL import Image

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import hash_sign

from ..controllers.join import FORM_SCOPE, HOURLY_PARAMETER, THANKS
from ..controllers.join_page import HONEYPOT, MAX_BYTES
from .common import VolunteerCommon

# Made up: the first one is the example of GB 11643-1999, nobody's number.
NUMBER = "11010519491231002X"
CHILD_PASSPORT = {
    "id_type": "414",
    "id_number": "C12345678",
    "birth_date": "2015-06-01",
    "sex": "2",
}
GUARDIAN = {
    "guardian_name": "监护人甲",
    "guardian_relation": "母亲",
    "guardian_mobile": "13900139000",
    "accept_guardian": "1",
}


class JoinCase(HttpCase, VolunteerCommon):
    def setUp(self):
        super().setUp()
        self._use_keys()
        self.env.ref("base.public_user").lang = "en_US"
        self.opener.headers["Accept-Language"] = "en-US"
        self.form = {
            "unit": str(self.company.id),
            "kind": "community",
            "name": "志愿者甲",
            "id_type": "111",
            "id_number": NUMBER,
            "mobile": "138 0013 8000",
            "region": "演示区",
            "accept_consent": "1",
            "accept_risk": "1",
        }
        page = self.url_open("/volunteer/join").text
        self.csrf = re.search(r'csrf_token: "([^"]+)"', page).group(1)

    def _form_token(self, age=60, hours=1):
        return hash_sign(
            self.env, FORM_SCOPE, [int(time.time()) - age], expiration_hours=hours
        )

    def _send(self, path="/volunteer/join", files=None, **changes):
        form = {"csrf_token": self.csrf, "form_token": self._form_token()}
        form.update(self.form if path == "/volunteer/join" else {})
        form.update(changes)
        return self.url_open(
            path,
            data={key: value for key, value in form.items() if value},
            files=files,
        )

    def _applicants(self):
        return self.env["volunteer.volunteer"].search(
            [("source", "=", "join"), ("company_id", "=", self.company.id)]
        )

    def assert_thanked(self, response):
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.url.endswith(THANKS), response.url)
        self.assertIn("we have received your form", response.text)

    def assert_sent_back(self, response, *sentences):
        self.assertEqual(response.status_code, 200)
        self.assertIn("alert-danger", response.text)
        for sentence in sentences:
            self.assertIn(sentence, response.text)
        self.assertFalse(self._applicants())


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
            "The check digit is wrong",
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

    # ------------------------------------------------------------------
    # People on record
    # ------------------------------------------------------------------

    def _make_known(self, company=None, **identity):
        volunteer = self._new_volunteer(
            "Known", company_id=(company or self.company).id
        )
        self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, **identity}
        )
        return volunteer

    def test_known_people_are_not_told_of(self):
        new = self._send(**self._adult("E00000001"))
        self.assert_thanked(new)
        first = self._applicants()
        for number, (identity, changes) in enumerate(
            (
                ({"id_number": NUMBER}, {"mobile": "13700137000"}),
                ({"mobile": "13600136000"}, {"mobile": "+86 136 0013 6000"}),
            )
        ):
            company = (self.company, self.other_company)[number]
            officer = self._new_user(
                f"owner_{number}", "volunteer_base.group_officer", company
            )
            known = self._make_known(company, **identity)
            form = {**changes}
            if "id_number" not in identity:
                form.update(self._adult("E00000002"))
            response = self._send(**form)
            self.assert_thanked(response)
            self.assertEqual(self._visible(response), self._visible(new))
            self.assertEqual(self._applicants(), first)
            (todo,) = known.activity_ids
            self.assertIn(company, todo.user_id.company_ids)
            self.assertTrue(todo.user_id.has_group("volunteer_base.group_officer"))
            self.assertTrue(todo.summary)
            self.assertTrue(known.with_user(officer).activity_ids)

    def _adult(self, number):
        return {
            "id_type": "414",
            "id_number": number,
            "birth_date": "1990-01-01",
            "sex": "1",
        }

    def _visible(self, response):
        """Return a page without what differs each time."""
        text = re.sub(r'csrf_token: "[^"]+"', "", response.text)
        return re.sub(r"/web/assets/\S+", "", text)

    def test_known_by_external_number(self):
        platform = self.env["volunteer.platform"].search([], limit=1)
        known = self._make_known(self.other_company)
        self.env["volunteer.external.number"].create(
            {"volunteer_id": known.id, "platform_id": platform.id, "number": "Z 77"}
        )
        self.assert_thanked(
            self._send(platform_id=str(platform.id), external_number=" Z  77 ")
        )
        self.assertFalse(self._applicants())
        self.assertTrue(known.activity_ids)

    def test_known_and_merged(self):
        kept = self._make_known()
        merged = self._make_known(id_number=NUMBER)
        merged.sudo().write({"active": False, "merged_into_id": kept.id})
        self.assert_thanked(self._send())
        self.assertFalse(self._applicants())
        self.assertTrue(kept.activity_ids)
        self.assertFalse(merged.activity_ids)

    def test_a_shared_telephone(self):
        """Husband and wife have one telephone and two ID numbers."""
        self._make_known(mobile="13800138000", id_type="414", id_number="E00000009")
        self.assert_thanked(self._send())
        self.assertEqual(len(self._applicants()), 1)

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    def _picture(self, size=(900, 600), kind="PNG"):
        buffer = io.BytesIO()
        Image.new("RGB", size, "green").save(buffer, kind)
        return buffer.getvalue()

    def test_files(self):
        response = self._send(
            files=[
                ("photo", ("me.png", self._picture(), "image/png")),
                ("files", ("../licence.html", b"%PDF-1.7 x", "text/html")),
            ]
        )
        self.assert_thanked(response)
        volunteer = self._applicants()
        self.assertTrue(volunteer.image_128)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "volunteer.identity"),
                ("res_id", "=", volunteer.identity_ids.id),
                ("res_field", "=", False),
            ]
        )
        self.assertEqual(attachment.name, "licence.pdf")
        self.assertEqual(attachment.mimetype, "application/pdf")
        self.assertFalse(attachment.public)
        self.assertEqual(attachment.with_user(self.officer).raw, b"%PDF-1.7 x")
        for user in (self.leader, self.staff, self.portal):
            self.assertFalse(
                self.env["ir.attachment"]
                .with_user(user)
                .search([("id", "=", attachment.id)])
            )

    def test_files_that_are_none(self):
        page = b"<html><script>alert(1)</script></html>"
        for name, content, sentence in (
            ("files", page, "Only PDF, JPEG and PNG"),
            ("files", b"%PDF-" + b"x" * MAX_BYTES, "up to 5 MB"),
            ("photo", page, "Only PDF, JPEG and PNG"),
            ("photo", b"%PDF-1.7", "Only PDF, JPEG and PNG"),
            ("photo", b"\x89PNG\r\n\x1a\nbroken", "cannot be read"),
        ):
            with self.subTest(name=name, size=len(content)):
                self.assert_sent_back(
                    self._send(files=[(name, ("a.png", content, "image/png"))]),
                    sentence,
                )
        many = [("files", (f"{n}.pdf", b"%PDF-1.7", "x/y")) for n in range(4)]
        self.assert_sent_back(self._send(files=many), "Up to three files")

    def test_picture_of_many_pixels(self):
        bomb = self._picture((9000, 9000), "PNG")
        self.assertLess(len(bomb), MAX_BYTES)
        self.assert_sent_back(
            self._send(files=[("photo", ("a.png", bomb, "image/png"))]),
            "cannot be read",
        )

    # ------------------------------------------------------------------
    # Answering a question
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Notices
    # ------------------------------------------------------------------

    def _notice(self, **vals):
        notice = self.env["volunteer.recruitment"].create(
            {
                "name": "Guides wanted",
                "company_id": self.company.id,
                "conditions": "Friendly people",
                "risks": "Crowds",
                "line_ids": [(0, 0, {"post_id": self.post.id, "seats": 3})],
                **vals,
            }
        )
        notice.action_open()
        return notice

    def test_notice(self):
        notice = self._notice(kind="emergency")
        start = self.url_open(f"/volunteer/join?unit={self.company.id}").text
        self.assertIn("Guides wanted", start)
        page = self.url_open(f"/volunteer/recruitment/{notice.token}").text
        for text in ("Friendly people", "Crowds", "Guide", "Emergency"):
            self.assertIn(text, page)
        self.assertIn(f"/volunteer/join?notice={notice.token}", page)
        form = self.url_open(f"/volunteer/join?notice={notice.token}&kind=student")
        self.assertIn("Crowds", form.text)
        self.company.volunteer_join_open = False
        self.assert_thanked(self._send(notice=notice.token, unit=""))
        self.assertEqual(self._applicants().recruitment_id, notice)
        self.assertEqual(notice.application_count, 1)

    def test_full_notice(self):
        notice = self._notice(quota=1)
        self.assert_thanked(self._send(notice=notice.token))
        self.assertEqual(notice.state, "closed")
        page = self.url_open(f"/volunteer/recruitment/{notice.token}").text
        self.assertNotIn("/volunteer/join?notice=", page)
        self.assertIn("takes no applications", page)
        response = self._send(
            notice=notice.token, mobile="13700137000", **self._adult("E00000003")
        )
        self.assertIn("This notice is closed", response.text)
        self.assertEqual(len(self._applicants()), 1)

    def test_over_and_not_yet(self):
        for dates in (
            {"date_from": "2020-01-01", "date_to": "2020-02-01"},
            {"date_from": "2999-01-01"},
        ):
            notice = self._notice()
            notice.write(dates)
            response = self._send(notice=notice.token)
            self.assertIn("This notice is closed", response.text)
        self.assertFalse(self._applicants())

    def test_photo_is_small(self):
        self._send(files=[("photo", ("me.png", self._picture(), "image/png"))])
        photo = base64.b64decode(self._applicants().image_128)
        with Image.open(io.BytesIO(photo)) as picture:
            self.assertLessEqual(max(picture.size), 128)
