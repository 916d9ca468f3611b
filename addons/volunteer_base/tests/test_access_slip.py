import re

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common_account import PASSWORD, AccountCase


@tagged("post_install", "-at_install")
class TestAccessSlip(AccountCase):
    def _slip(self, people, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.officer)
        html, _kind = report._render_qweb_html("volunteer_base.access_slip", people.ids)
        return html.decode()

    def test_slip(self):
        person = self._new_applicant(mobile="13900139000")
        officer = person.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "not accepted"):
            officer.action_print_access()
        self._accept(person)
        self.assertEqual(officer.action_print_access()["type"], "ir.actions.report")
        html = self._slip(person)
        for text in (
            person.user_id.login,
            person.code,
            "data:image/png;base64",
            "14 days",
        ):
            self.assertIn(text, html)
        self.assertEqual(person.disclosure_ids.mapped("what"), ["access"])
        self.assertEqual(person.disclosure_ids.user_id, self.officer)

    def test_a_new_slip_voids_the_older_one(self):
        person = self._new_applicant()
        partner = self._accept(person).partner_id

        def opened(html):
            token = re.search(r"[?;&]token=([\w\-%]+)", html).group(1)
            return partner.sudo()._get_partner_from_token(token)

        old = self._slip(person)
        self.assertEqual(opened(old), partner)
        new = self._slip(person)
        self.assertFalse(opened(old))
        self.assertEqual(opened(new), partner)

    def test_who_never_logged_in(self):
        """The filter for the slips that are still to be handed out."""
        people = self._new_applicant() | self._new_applicant()
        first, second = self._accept(people)
        first.password = PASSWORD
        self._login(first.login)
        view = self.env.ref("volunteer_base.volunteer_volunteer_view_search")
        arch = etree.fromstring(
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .get_view(view.id, "search")["arch"]
        )
        domain = safe_eval(arch.find(".//filter[@name='access_unused']").get("domain"))
        found = people.with_user(self.officer).search(
            [("id", "in", people.ids), *domain]
        )
        self.assertEqual(found.user_id, second)

    def test_slip_makes_the_login(self):
        person = self._new_applicant(source="office", mobile="13900139000")
        self._accept(person)
        self.assertFalse(person.user_id)
        person.with_user(self.officer).action_print_access()
        self.assertEqual(person.user_id.login, f"v{person.code}".lower())

    def test_slip_of_other_logins(self):
        """The office cannot take over a login by linking it to a volunteer."""
        for volunteer in (self.staff_volunteer, self.portal_volunteer):
            officer = volunteer.with_user(self.officer)
            with self.assertRaisesRegex(UserError, "not made here"):
                officer.action_print_access()
            with self.assertRaisesRegex(UserError, "not made here"):
                self._slip(volunteer)
            self.assertFalse(volunteer._get_access_url_sudo())
        person = self._new_applicant(mobile="13900139000")
        user = self._accept(person)
        user.group_ids = self.env.ref("base.group_user")
        with self.assertRaisesRegex(UserError, "not made here"):
            self._slip(person)

    def test_who_prints(self):
        person = self._new_applicant(mobile="13900139000")
        self._accept(person)
        stranger = self._new_user(
            "strange_officer", "volunteer_base.group_officer", self.other_company
        )
        for user in (stranger, self.leader, self.staff, self.portal, person.user_id):
            with self.assertRaises(AccessError):
                person.with_user(user).action_print_access()
            with self.assertRaises(AccessError):
                self._slip(person, user)

    def test_merged_records_keep_the_login(self):
        kept = self._new_volunteer("Kept")
        duplicate = self._new_applicant(mobile="13900139000")
        user = self._accept(duplicate)
        self.env["volunteer.merge"].with_user(self.officer).create(
            {"volunteer_ids": (kept | duplicate).ids, "keep_id": kept.id}
        ).action_merge()
        self.assertEqual(kept.user_id, user)
        self.assertIn(user.login, self._slip(kept))
        self.assertFalse(duplicate._get_access_url_sudo())


@tagged("post_install", "-at_install")
class TestAccessLink(AccountCase, HttpCase):
    def _set_password(self, path, password):
        page = self.url_open(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.url_open(
            path,
            data={
                "csrf_token": token.group(1),
                "password": password,
                "confirm_password": password,
            },
        )

    def test_link_sets_a_password_once(self):
        person = self._new_applicant(mobile="13900139000")
        self._accept(person)
        url = person._get_access_url_sudo()
        path = url[url.index("/web/reset_password") :]
        response = self._set_password(path, PASSWORD)
        self.assertIn("alert-success", response.text)
        self.assertEqual(self._login("13900139000")["uid"], person.user_id.id)
        self.assertIn("alert-danger", self.url_open(path).text)
        # Somebody who forgot the password gets a new slip at the counter.
        again = person._get_access_url_sudo()
        path = again[again.index("/web/reset_password") :]
        self._set_password(path, PASSWORD + "2")
        self.assertTrue(self._login("13900139000", PASSWORD + "2"))

    def test_foreign_link(self):
        for token in ("x", "AQ==", "é"):
            page = self.url_open(f"/web/reset_password?token={token}")
            self.assertIn("alert-danger", page.text)
