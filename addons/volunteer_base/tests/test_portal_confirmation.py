import re

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortalConfirmation(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "confirm_staff", groups="base.group_user", lang="en_US"
        )
        department = cls.env["hr.department"].create({"name": "Surgery"})
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Pending",
                "user_id": cls.user.id,
                "department_id": department.id,
                "mobile_phone": "13900000000",
            }
        )
        cls.volunteer = cls.env["volunteer.volunteer"]._register_employees_sudo(
            cls.employee
        )

    def _open(self, url):
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _post(self, url, page, **values):
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        return self.url_open(url, data={"csrf_token": token, **values}).text

    def test_confirm(self):
        self.authenticate("confirm_staff", "confirm_staff")
        self.assertIn('id="volunteer_confirm"', self._open("/my/volunteer"))
        page = self._open("/my/volunteer/confirm")
        self.assertIn("13900000000", page)
        self.assertIn("Surgery", page)
        page = self._post("/my/volunteer/confirm", page, mobile="13800000000")
        self.assertIn(self.volunteer.code, page)
        self.assertEqual(self.volunteer.state, "registered")
        self.assertEqual(self.volunteer.identity_ids.mobile, "13800000000")
        self.assertNotIn('id="volunteer_confirm"', self._open("/my/volunteer"))

    def test_refuse_twice_and_confirm(self):
        self.authenticate("confirm_staff", "confirm_staff")
        page = self._open("/my/volunteer/confirm")
        for _tap in range(2):
            answer = self._post("/my/volunteer/confirm/refuse", page)
            self.assertIn("You are not registered", answer)
        self.assertEqual(self.volunteer.confirmation, "refused")
        self.assertEqual(self.volunteer.state, "rejected")
        self._post("/my/volunteer/confirm", page)
        self.assertEqual(self.volunteer.state, "registered")

    def test_fields_of_others_are_ignored(self):
        self.authenticate("confirm_staff", "confirm_staff")
        page = self._open("/my/volunteer/confirm")
        self._post("/my/volunteer/confirm", page, name="Other", guardian_name="X")
        self.assertEqual(self.volunteer.name, "Pending")
        self.assertFalse(self.volunteer.identity_ids.guardian_name)

    def test_not_a_volunteer(self):
        new_test_user(self.env, "confirm_nobody", groups="base.group_portal")
        self.authenticate("confirm_nobody", "confirm_nobody")
        page = self._open("/my/volunteer/confirm")
        self.assertNotIn("<form", page)

    def test_yearly(self):
        self.volunteer._confirm_staff_sudo("tap", "2024-01-01")
        self.authenticate("confirm_staff", "confirm_staff")
        self.assertIn('id="volunteer_reconfirm"', self._open("/my/volunteer"))
        page = self._open("/my/volunteer/confirm")
        self._post("/my/volunteer/confirm", page, mobile="13700000000")
        self.assertFalse(self.volunteer.reconfirm_due)
        self.assertNotIn('id="volunteer_reconfirm"', self._open("/my/volunteer"))
