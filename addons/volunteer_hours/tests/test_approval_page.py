import re

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_approval_digest import DigestCase


@tagged("post_install", "-at_install")
class TestApprovalPage(HttpCase, DigestCase):
    def open(self, token):
        return self.url_open(f"/volunteer/approve/{token}")

    def send_form(self, token, path="", **form):
        page = self.open(token)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        form["csrf_token"] = csrf and csrf.group(1)
        return self.url_open(f"/volunteer/approve/{token}{path}", data=form)

    def test_shows_before_it_acts(self):
        line = self.submitted()
        _link, token = self.link(line)
        for _time in range(2):
            page = self.open(token)
            self.assertEqual(page.status_code, 200)
            self.assertIn("Member", page.text)
            self.assertIn("Guided patients", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.assertEqual(line.approver_id, self.leader_user)
        with mute_logger("odoo.http"):
            bare = self.url_open(f"/volunteer/approve/{token}", data={"line": line.id})
        self.assertEqual(bare.status_code, 400, "not without the page's own secret")
        self.assertEqual(line.approver_id, self.leader_user)

    def test_nothing_to_say_of_a_line(self):
        link, _token = self.link(self.submitted(fields.Datetime.now()))
        (row,) = link._prepare_page_rows_sudo()
        self.assertEqual((row["signs"], row["ticked"]), ([], True))

    def test_what_is_due_on_no_day_comes_last(self):
        opening = self.submitted(description="Before this system")
        opening.write({"is_opening": True, "due_date": False})
        line = self.submitted()
        link, token = self.link(opening | line)
        rows = link._prepare_page_rows_sudo()
        self.assertEqual([row["id"] for row in rows], [line.id, opening.id])
        self.assertEqual(self.open(token).status_code, 200)

    def test_what_has_a_sign_is_not_ticked(self):
        self.company.volunteer_month_reminder = 3
        line = self.submitted()
        link, _token = self.link(line)
        (row,) = link._prepare_page_rows_sudo()
        self.assertTrue(row["ticked"])
        self.submitted(minutes=120, description="Something else")
        self.env.invalidate_all()
        (row,) = link._prepare_page_rows_sudo()
        self.assertFalse(row["ticked"])
        self.assertIn("month", [sign["code"] for sign in row["signs"]])

    def test_approve_and_take_back(self):
        line = self.submitted()
        _link, token = self.link(line)
        page = self.send_form(token, line=line.id)
        self.assertIn("Approved:", page.text)
        line.invalidate_recordset()
        self.assertEqual(line.approval_ids[0].decided_by, self.leader_user)
        page = self.send_form(token, "/undo")
        self.assertIn("Taken back", page.text)
        line.invalidate_recordset()
        self.assertEqual(line.approver_id, self.leader_user)

    def test_nothing_private(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.member.id, "mobile": "13800138000"}
        )
        line = self.submitted()
        _link, token = self.link(line)
        self.assertNotIn("13800138000", self.open(token).text)
        self.assertNotIn("8000", self.open(token).text)

    def test_used_old_and_unknown(self):
        line = self.submitted()
        link, token = self.link(line)
        link._approve_sudo(line.ids)
        self.assertIn("Take back", self.open(token).text)
        link.used_on = False
        link.expires_on = "2020-01-01"
        gone = self.open(token)
        self.assertEqual(gone.status_code, 410)
        self.assertNotIn("Member", gone.text)
        self.leader_user.active = False
        self.assertEqual(self.open(token).status_code, 410)
        self.assertEqual(self.open("x" * 24).status_code, 404)

    def test_whoever_guesses_is_slowed_down(self):
        codes = [self.open("y" * 24).status_code for _try in range(31)]
        self.assertEqual((codes[0], codes[-1]), (404, 429))
