import base64
import io
import re

from PIL import Image

from odoo import http
from odoo.tests import HttpCase, tagged

from .test_objection import ObjectionCase


class NoticePageCase(ObjectionCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.member.name = "Müller Quentin"
        self.lines = self.claim() | self.claim(self.citizen, description="Mr. Patient")
        self.notice = self.publish(self.lines)
        self.path = f"/volunteer/notice/{self.notice.token}"

    def open(self, path, status=200, **params):
        self.env.flush_all()
        response = self.url_open(path, **params)
        self.assertEqual(response.status_code, status, path)
        return response.text

    def send(self, path, data, status=200, **params):
        data = {"csrf_token": http.Request.csrf_token(self), **data}
        return self.open(path, status, data=data, **params)

    def path_of(self, line):
        return f"{self.path}/object/{line.id}"


@tagged("post_install", "-at_install")
class TestNoticePage(NoticePageCase):
    def test_masked(self):
        """Without login: surname, department, date, service and hours, no more."""
        page = self.open(self.path)
        for text in ("M*", "Guiding Patients", str(self.lines[0].date), "2"):
            self.assertIn(text, page)
        for text in ("Quentin", "Müller", "Mr. Patient", self.member.code):
            self.assertNotIn(text, page)
        self.assertEqual(page.count("o_notice_row"), 2)

    def test_not_for_search_engines(self):
        response = self.url_open(self.path)
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_minors_are_not_named(self):
        self.citizen.kind = "minor"
        page = self.open(self.path)
        self.assertNotIn("C*", page)
        self.assertIn("A minor", page)
        found = self.open(f"{self.path}?who=Citizen")
        self.assertNotIn("o_notice_row", found)
        found = self.open(f"{self.path}?who={self.citizen.code}")
        self.assertEqual(found.count("o_notice_row"), 1)

    def test_find_oneself(self):
        page = self.open(f"{self.path}?who=Müller Quentin")
        self.assertEqual(page.count("o_notice_row"), 1)
        page = self.open(f"{self.path}?who={self.member.code}")
        self.assertEqual(page.count("o_notice_row"), 1)
        self.assertNotIn("o_notice_row", self.open(f"{self.path}?who=Zoe"))

    def test_own_rows_are_marked(self):
        self.assertNotIn("My hours", self.open(self.path))
        self.authenticate("test_portal", "test_portal")
        self.assertEqual(self.open(self.path).count("My hours"), 1)

    def test_closed_names_nobody(self):
        self.notice.with_user(self.officer).action_close()
        page = self.open(self.path)
        self.assertIn("This notice is closed", page)
        self.assertIn(self.notice.digest, page)
        self.assertNotIn("M*", page)
        self.open(self.path_of(self.lines[0]), 404)

    def test_guessing_leads_nowhere(self):
        self.open(f"/volunteer/notice/{'x' * 24}", 404)
        self.open(f"/volunteer/notice/{self.notice.id}", 404)
        self.open("/volunteer/objection/x", 404)
        other = self.claim(self.leader)
        self.open(self.path_of(other), 404)
        self.open(f"{self.path}/object/{2**40}", 404)

    def test_too_many(self):
        self.env["ir.config_parameter"].set_param(
            "volunteer_hours.notice_hourly_views", "2"
        )
        self.open(self.path)
        self.open(self.path)
        self.open(self.path, 429)

    def test_pages(self):
        people = self.env["volunteer.volunteer"].create(
            [{"name": f"V{i}", "company_id": self.company.id} for i in range(120)]
        )
        lines = self.Hour.create(
            [
                {
                    "volunteer_id": person.id,
                    "project_id": self.project.id,
                    "date": "2025-03-03",
                    "minutes": 60,
                }
                for person in people
            ]
        )
        lines.sudo().write({"state": "published", "notice_id": self.notice.id})
        counts = [
            self.open(f"{self.path}/page/{page}").count("o_notice_row")
            for page in (1, 2, 3)
        ]
        self.assertEqual(counts, [50, 50, 22])
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.notice._get_public_rows_sudo()


@tagged("post_install", "-at_install")
class TestNoticeObjecting(NoticePageCase):
    def setUp(self):
        super().setUp()
        # A session, so that forms have a token.
        self.authenticate(None, None)

    def objection(self):
        return self.env["volunteer.objection"].search(
            [("notice_id", "=", self.notice.id)], order="id desc", limit=1
        )

    def test_anonymous(self):
        self.open(self.path_of(self.lines[0]))
        page = self.send(self.path_of(self.lines[0]), {"text": "He was on leave"})
        objection = self.objection()
        self.assertIn(objection.code, page)
        self.assertIn("Thank you", page)
        self.assertFalse(objection.user_id)
        self.assertTrue(self.lines[0].is_held)
        self.assertFalse(self.lines[1].is_held)
        objection.with_user(self.officer).action_reject("The roster shows him")
        page = self.open(f"/volunteer/objection/{objection.token}")
        self.assertIn("The roster shows him", page)
        self.assertIn("M*", page)
        self.assertNotIn("Quentin", page)

    def test_with_name_and_photo(self):
        picture = io.BytesIO()
        Image.new("RGB", (20, 20)).save(picture, "PNG")
        self.send(
            self.path_of(self.lines[0]),
            {"text": "See the photo", "objector": "Neighbour", "contact": "139"},
            files={"photos": ("a.png", picture.getvalue(), "image/png")},
        )
        objection = self.objection()
        self.assertEqual((objection.objector, objection.contact), ("Neighbour", "139"))
        self.assertEqual(objection.evidence_ids.mimetype, "image/jpeg")

    def test_logged_in(self):
        self.authenticate("test_portal", "test_portal")
        self.send(self.path_of(self.lines[0]), {"text": "Not so"})
        self.assertEqual(self.objection().user_id, self.portal_user)
        again = self.send(self.path_of(self.lines[0]), {"text": "Not so"})
        self.assertIn("told us about these hours already", again)
        own = self.open("/my/volunteer/objections")
        self.assertIn("M*", own)
        self.assertNotIn("Quentin", own)

    def test_nothing_said(self):
        page = self.send(self.path_of(self.lines[0]), {"text": "  "})
        self.assertIn("Say what is wrong", page)
        page = self.send(
            self.path_of(self.lines[0]),
            {"text": "x"},
            files={"photos": ("a.png", b"not a picture", "image/png")},
        )
        self.assertIn("Photos must be", page)
        self.assertFalse(self.objection())

    def test_the_office_reads_the_to_do(self):
        """Also where it may not read who a guest is: of a unit beside the first."""
        line = self.lines[0]
        self.send(self.path_of(line), {"text": "No such service"})
        objection = line.objection_ids
        self.assertTrue(objection.create_uid.share)
        self.assertTrue(objection.activity_ids)
        self.assertFalse(objection.activity_ids.create_uid.share)

    def test_machines_and_floods(self):
        path = self.path_of(self.lines[0])
        self.send(path, {"text": "x", "website_url": "x"}, 404)
        self.assertFalse(self.objection())
        self.env["ir.config_parameter"].set_param(
            "volunteer_hours.notice_hourly_objections", "1"
        )
        self.send(path, {"text": "x"})
        self.send(path, {"text": "y"}, 429)


@tagged("post_install", "-at_install")
class TestNoticePortal(NoticePageCase):
    def setUp(self):
        super().setUp()
        self.authenticate("test_portal", "test_portal")

    def test_notices_of_my_units(self):
        page = self.open("/my/volunteer/notices")
        self.assertIn(self.notice.token, page)
        self.assertIn(f"/my/volunteer/hours/{self.lines[1].id}/error", page)
        self.assertNotIn(f"/my/volunteer/hours/{self.lines[0].id}/error", page)

    def test_report_an_error(self):
        path = f"/my/volunteer/hours/{self.lines[1].id}/error"
        self.assertIn(path, self.open("/my/volunteer/hours"))
        self.open(path)
        page = self.send(path, {"text": "It was three hours"})
        self.assertIn("It was three hours", page)
        self.assertTrue(self.lines[1].is_held)
        self.assertNotIn(path, self.open("/my/volunteer/hours"))
        again = self.send(path, {"text": "It was three hours"})
        self.assertIn("told us about these hours already", again)

    def test_only_ones_own(self):
        page = self.open(f"/my/volunteer/hours/{self.lines[0].id}/error")
        self.assertIn("not among yours", page)


@tagged("post_install", "-at_install")
class TestNoticePoster(NoticePageCase):
    def html(self):
        report = self.env["ir.actions.report"].with_user(self.officer)
        html, _kind = report._render_qweb_html(
            "volunteer_hours.volunteer_notice_poster", self.notice.ids
        )
        return html.decode()

    def test_poster(self):
        html = self.html()
        self.assertIn(self.notice.url, html)
        self.assertIn("M*", html)
        self.assertNotIn("Quentin", html)
        code = re.search(r"data:image/png;base64,([^\"]+)", html).group(1)
        self.assertTrue(base64.b64decode(code).startswith(b"\x89PNG"))

    def test_long_lists_do_not_hang_on_a_wall(self):
        people = self.env["volunteer.volunteer"].create(
            [{"name": f"V{i}", "company_id": self.company.id} for i in range(300)]
        )
        lines = self.Hour.create(
            [
                {"volunteer_id": person.id, "date": "2025-03-03", "minutes": 60}
                for person in people
            ]
        )
        lines[:298].sudo().write({"state": "published", "notice_id": self.notice.id})
        self.assertEqual(
            sum(len(page) for page in self.notice._get_poster()["pages"]), 300
        )
        lines[298:].sudo().write({"state": "published", "notice_id": self.notice.id})
        self.assertEqual(self.notice._get_poster()["pages"], [])
        self.assertNotIn("V*", self.html())
