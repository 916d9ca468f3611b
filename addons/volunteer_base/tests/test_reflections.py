import base64

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .test_closing import ClosingCommon, make_photo


@tagged("post_install", "-at_install")
class TestReflections(ClosingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Reflection = cls.env["volunteer.reflection"]

    def _write(self, user=None, text="They smiled", **kwargs):
        Reflection = self.Reflection.with_user(user or self.staff)
        return Reflection.action_write_own(self.activity.id, text, **kwargs)

    def _seen(self, user):
        return self.Reflection.with_user(user).search(
            [("activity_id", "=", self.activity.id)]
        )

    def test_from_draft_to_shown(self):
        reflection = self._write(submit=False)
        self.assertFalse(self._seen(self.leader), "a draft is one's own")
        self.assertFalse(self._seen(self.officer))
        self._write(text="They smiled at me", image=make_photo())
        self.assertTrue(self._seen(self.leader))
        self.assertFalse(self._seen(self.portal))
        reflection.with_user(self.leader).action_show()
        self.assertEqual(self._seen(self.portal).text, "They smiled at me")
        self.assertTrue(self._seen(self.portal).author_masked)
        self.assertEqual(self.project.reflection_count, 1)
        with self.assertRaisesRegex(UserError, "shown already"):
            self._write(text="Changed")
        reflection.with_user(self.staff).action_withdraw()
        self.assertFalse(self._seen(self.portal))

    def test_returned_with_a_reason(self):
        reflection = self._write()
        with self.assertRaises(UserError):
            reflection.with_user(self.leader).action_return(" ")
        reflection.with_user(self.leader).action_return("No names, please")
        message = self.staff_volunteer.sent_message_ids[:1]
        self.assertEqual(message.body, "No names, please")
        self._write(text="Without names")
        self.assertEqual(
            (reflection.state, reflection.return_reason), ("submitted", False)
        )

    def test_the_leader_is_told_once(self):
        self._write()
        self._write(text="Once more")
        self.assertEqual(len(self.leader_volunteer.sent_message_ids), 1)

    def test_who_may(self):
        with self.assertRaisesRegex(UserError, "presence is noted"):
            self._write(self.portal)
        with self.assertRaises(AccessError):
            self._write(self.officer)
        with self.assertRaises(UserError):
            self._write(text=" ")
        reflection = self._write()
        for user in (self.staff, self.portal):
            with self.assertRaises(AccessError, msg=user.login):
                reflection.with_user(user).action_show()
            with self.assertRaises(AccessError, msg=user.login):
                reflection.with_user(user).action_return("x")
        with self.assertRaises(AccessError):
            reflection.with_user(self.portal).action_withdraw()
        with self.assertRaises(AccessError):
            reflection.with_user(self.staff).write({"state": "shown"})

    def test_minors_need_their_guardian(self):
        reflection = self._write()
        self.staff_volunteer.sudo().kind = "minor"
        with self.assertRaisesRegex(UserError, "guardians"):
            reflection.with_user(self.leader).action_show()
        paper = self.env["volunteer.document"].create(
            {
                "name": "Publicity",
                "kind": "publicity",
                "body": "<p>x</p>",
                "company_id": self.company.id,
            }
        )
        paper.action_publish()
        self.staff_volunteer._accept_documents_sudo(paper, accepted_by="Guardian")
        reflection.with_user(self.leader).action_show()
        self.assertEqual(reflection.state, "shown")


@tagged("post_install", "-at_install")
class TestReflectionPage(HttpCase, ClosingCommon):
    def _post(self, path, files=None, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=data, files=files)

    def test_written_looked_at_and_read(self):
        url = "/my/volunteer/reflections"
        self.authenticate(self.staff.login, self.staff.login)
        self.assertIn(self.activity.display_name, self.url_open(url).text)
        photo = base64.b64decode(make_photo())
        page = self._post(
            url,
            files={"photo": ("a.jpg", photo, "image/jpeg")},
            activity_id=str(self.activity.id),
            text="A good day",
            deed="submit",
        )
        self.assertIn("A good day", page.text)
        reflection = self.activity.reflection_ids
        self.assertTrue(reflection.image)
        self.authenticate(self.leader.login, self.leader.login)
        lead = "/my/volunteer/lead"
        page = self.url_open(f"{lead}/{self.activity.id}/closing")
        self.assertIn("A good day", page.text)
        self._post(f"{lead}/reflections/{reflection.id}/show")
        self.assertEqual(reflection.state, "shown")
        self.authenticate(self.portal.login, self.portal.login)
        page = self.url_open(f"/my/volunteer/activities/{self.activity.id}")
        self.assertIn("A good day", page.text)
        self.assertNotIn(f">{self.staff_volunteer.name}<", page.text)
        image = self.url_open(f"/web/image/volunteer.reflection/{reflection.id}/image")
        self.assertEqual(image.headers["Content-Type"], "image/jpeg")
        self._post(f"{url}/{reflection.id}/withdraw")
        self.assertEqual(reflection.state, "shown", "somebody else's stays")
