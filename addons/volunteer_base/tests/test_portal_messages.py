from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestPortalMessages(VolunteerCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([("login", "=like", "test\\_%")]).lang = "en_US"

    def _send(self, volunteer, title, body, **kwargs):
        return volunteer._notify_sudo("office", lambda _person: (title, body), **kwargs)

    def test_badge_and_page(self):
        messages = self._send(
            self.portal_volunteer, "Rain", "Take <b>care</b>", url="/my"
        ) | self._send(
            self.portal_volunteer, "Second", "Line", url="https://evil.example"
        )
        self._send(self.staff_volunteer, "Not for you", "x")
        self.authenticate("test_portal", "test_portal")
        home = self.url_open("/my/volunteer").text
        self.assertIn('id="volunteer_unread"', home)
        self.assertIn("Second", home)
        self.assertFalse(any(messages.mapped("date_read")), "the home reads nothing")
        page = self.url_open("/my/volunteer/messages").text
        self.assertIn("Take &lt;b&gt;care&lt;/b&gt;", page)
        self.assertNotIn("Not for you", page)
        self.assertNotIn("evil.example", page)
        messages.invalidate_recordset()
        self.assertTrue(all(messages.mapped("date_read")))
        self.assertNotIn('id="volunteer_unread"', self.url_open("/my/volunteer").text)

    def test_stranger(self):
        self._new_user("test_stranger", "base.group_portal").lang = "en_US"
        self.authenticate("test_stranger", "test_stranger")
        self.assertIn(
            "not registered as a volunteer",
            self.url_open("/my/volunteer/messages").text,
        )
