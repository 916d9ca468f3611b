import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPortal(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        # Papers and courses have tests of their own.
        cls.company.volunteer_requirements = False
        cls.staff_user = new_test_user(
            cls.env, "portal_staff", groups="base.group_user"
        )
        cls.portal_user = new_test_user(
            cls.env, "portal_outside", groups="base.group_portal"
        )
        cls.stranger = new_test_user(
            cls.env, "portal_stranger", groups="base.group_portal"
        )
        # Papers and courses have tests of their own.
        cls.env.company.volunteer_requirements = False
        cls.staff = cls._make_volunteer("甲", cls.staff_user)
        cls.outside = cls._make_volunteer("乙", cls.portal_user)
        cls.team = cls.env["volunteer.team"].create({"name": "Portal team"})
        cls.project = cls.env["volunteer.project"].create(
            {"name": "Portal project", "team_id": cls.team.id}
        )
        cls.posts = cls.env["volunteer.post"].create(
            [
                {"name": "Portal guide"},
                {"name": "Portal helper", "duties": "Help kindly."},
            ]
        )
        # 08:00 to 11:30 in Shanghai, ten days ahead.
        day = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        cls.start = day + timedelta(days=10)
        cls.activity = cls._make_activity("Morning", cls.start, {0: 1, 1: 5})
        cls.guide, cls.helper = cls.activity.slot_ids

    @classmethod
    def _make_volunteer(cls, name, user):
        volunteer = cls.env["volunteer.volunteer"].create(
            {"name": name, "user_id": user.id}
        )
        volunteer.action_register()
        return volunteer

    @classmethod
    def _make_activity(cls, name, start, seats):
        activity = cls.env["volunteer.activity"].create(
            {
                "name": name,
                "project_id": cls.project.id,
                "start": start,
                "stop": start + timedelta(hours=3.5),
                "place": "Hall A",
                "slot_ids": [
                    fields.Command.create(
                        {"post_id": cls.posts[index].id, "seats": count}
                    )
                    for index, count in seats.items()
                ],
            }
        )
        activity.action_publish()
        return activity

    def _post(self, path, **values):
        """Press a button of the home page: send its token along."""
        page = self.url_open("/my/volunteer/activities").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
            r'csrf_token: "([^"]+)"', page
        )
        return self.url_open(path, data={"csrf_token": token.group(1), **values})

    def _sign_up(self, slot):
        return self._post(f"/my/volunteer/needs/{slot.id}/sign-up")

    def _cancel(self, signup):
        return self._post(f"/my/volunteer/sign-ups/{signup.id}/cancel")

    def _signups(self, volunteer):
        return self.env["volunteer.signup"].search(
            [("volunteer_id", "=", volunteer.id)]
        )

    def test_card_on_the_portal(self):
        for login, count in (("portal_outside", 1), ("portal_stranger", 0)):
            self.authenticate(login, login)
            counters = self.make_jsonrpc_request(
                "/my/counters", {"counters": ["volunteer_count"]}
            )
            self.assertEqual(counters["volunteer_count"], count)
        self.assertIn("/my/volunteer", self.url_open("/my/home").text)

    def test_sign_up_and_cancel(self):
        for login, volunteer in (
            ("portal_outside", self.outside),
            ("portal_staff", self.staff),
        ):
            with self.subTest(login=login):
                self.authenticate(login, login)
                page = self.url_open("/my/volunteer").text
                self.assertIn(volunteer.name, page)
                self.assertIn(volunteer.code, page)
                self.assertIn("Portal helper", page)
                self.assertIn("08:00–11:30", page)
                taken = self.helper.taken
                response = self._sign_up(self.helper)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(response.url.endswith("/my/volunteer"))
                self.assertIn("alert-success", response.text)
                signup = self._signups(volunteer)
                self.assertEqual(
                    (signup.slot_id, signup.state), (self.helper, "confirmed")
                )
                self.assertEqual(self.helper.taken, taken + 1)
                response = self._cancel(signup)
                self.assertIn("alert-success", response.text)
                self.assertEqual(signup.state, "cancelled")
                self.assertEqual(self.helper.taken, taken)

    def test_message_is_shown_once(self):
        self.authenticate("portal_outside", "portal_outside")
        self.assertIn("alert-success", self._sign_up(self.helper).text)
        self.assertNotIn("alert-success", self.url_open("/my/volunteer").text)

    def test_pressed_twice(self):
        self.authenticate("portal_outside", "portal_outside")
        for _press in range(2):
            response = self._sign_up(self.helper)
            self.assertIn("alert-success", response.text)
        signup = self._signups(self.outside)
        self.assertEqual(len(signup), 1)
        self.assertEqual(self.helper.taken, 1)
        for _press in range(2):
            self.assertIn("alert-success", self._cancel(signup).text)
        self.assertEqual(self.helper.taken, 0)
        self._sign_up(self.helper)
        self.assertEqual(self._signups(self.outside).state, "confirmed")
        self.assertEqual(self.helper.taken, 1)

    def test_full(self):
        self.company.volunteer_waitlist = False
        self.guide.action_sign_up_volunteers(self.staff.ids)
        self.authenticate("portal_outside", "portal_outside")
        page = self.url_open("/my/volunteer/activities").text
        self.assertNotIn(f"/my/volunteer/needs/{self.guide.id}/sign-up", page)
        self.assertIn(f"/my/volunteer/needs/{self.helper.id}/sign-up", page)
        response = self._sign_up(self.guide)
        self.assertEqual(response.status_code, 200)
        self.assertIn("alert-danger", response.text)
        self.assertFalse(self._signups(self.outside))
        self.assertEqual(self.guide.taken, 1)

    def test_waitlist(self):
        self.guide.action_sign_up_volunteers(self.staff.ids)
        self.authenticate("portal_outside", "portal_outside")
        self.assertIn("Join waitlist", self.url_open("/my/volunteer/activities").text)
        page = self._sign_up(self.guide).text
        self.assertIn("You are number 1 on the waitlist", page)
        self.assertIn("Leave the waitlist", page)
        signup = self._signups(self.outside)
        # Nobody confirms a seat that was not offered.
        response = self._post(f"/my/volunteer/sign-ups/{signup.id}/confirm")
        self.assertIn("alert-danger", response.text)
        self._signups(self.staff).action_cancel()
        self.assertIn("A seat is kept for you", self.url_open("/my/volunteer").text)
        page = self._post(f"/my/volunteer/sign-ups/{signup.id}/confirm").text
        self.assertIn("You are signed up", page)
        self.assertEqual((signup.state, self.guide.taken), ("confirmed", 1))

    def test_declining_an_offer(self):
        self.guide.action_sign_up_volunteers(self.staff.ids)
        self.authenticate("portal_outside", "portal_outside")
        self._sign_up(self.guide)
        self._signups(self.staff).action_cancel()
        signup = self._signups(self.outside)
        for _press in range(2):
            page = self._post(f"/my/volunteer/sign-ups/{signup.id}/decline").text
            self.assertIn("The next one is asked", page)
        self.assertEqual((signup.state, self.guide.taken), ("cancelled", 0))
        foreign = self._signups(self.staff)
        for answer in ("confirm", "decline"):
            page = self._post(f"/my/volunteer/sign-ups/{foreign.id}/{answer}").text
            self.assertIn("not among yours", page)

    def test_same_time_elsewhere(self):
        other = self._make_activity(
            "Elsewhere", self.start + timedelta(hours=1), {0: 3}
        )
        self.authenticate("portal_outside", "portal_outside")
        self._sign_up(self.helper)
        page = self.url_open("/my/volunteer/activities").text
        self.assertNotIn(f"/my/volunteer/needs/{other.slot_ids.id}/sign-up", page)
        self.assertIn("at the same time", page)
        response = self._sign_up(other.slot_ids)
        self.assertIn("alert-danger", response.text)
        self.assertEqual(len(self._signups(self.outside)), 1)

    def test_constraint_of_the_database_becomes_a_message(self):
        slot_model = type(self.env["volunteer.activity.slot"])
        other = self._make_activity("Elsewhere", self.start, {0: 3})
        other.slot_ids.action_sign_up_volunteers(self.outside.ids)
        # What a second request sees that began before the first one ended.
        self.patch(slot_model, "_get_signup_obstacles", lambda slot, volunteers: {})
        self.authenticate("portal_outside", "portal_outside")
        with self.assertLogs("odoo.sql_db", "ERROR"):
            response = self._sign_up(self.helper)
        self.assertEqual(response.status_code, 200)
        self.assertIn("another activity at the same time", response.text)
        self.assertEqual(self.helper.taken, 0)

    def test_somebody_elses_sign_up(self):
        self.helper.action_sign_up_volunteers(self.staff.ids)
        signup = self._signups(self.staff)
        self.authenticate("portal_outside", "portal_outside")
        for target in (signup, self.env["volunteer.signup"].browse(2**31 - 1)):
            response = self._cancel(target)
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
        self.assertEqual(signup.state, "confirmed")

    def test_begun(self):
        # Of age, whatever the time of day at which the tests run.
        self.outside.kind = "retiree"
        begun = self._make_activity(
            "Begun", fields.Datetime.now() - timedelta(hours=1), {0: 3}
        )
        begun.slot_ids.action_sign_up_volunteers(self.outside.ids)
        signup = self._signups(self.outside)
        self.authenticate("portal_outside", "portal_outside")
        response = self._cancel(signup)
        self.assertIn("alert-danger", response.text)
        self.assertEqual(signup.state, "confirmed")
        self.authenticate("portal_staff", "portal_staff")
        self.assertNotIn("Begun", self.url_open("/my/volunteer/activities").text)
        self.assertIn("alert-danger", self._sign_up(begun.slot_ids).text)
        self.assertFalse(self._signups(self.staff))

    def test_gone(self):
        draft = self.env["volunteer.activity"].create(
            {
                "name": "Secret draft",
                "project_id": self.project.id,
                "start": self.start,
                "stop": self.start + timedelta(hours=1),
                "slot_ids": [
                    fields.Command.create({"post_id": self.posts[0].id, "seats": 1})
                ],
            }
        )
        self.authenticate("portal_outside", "portal_outside")
        page = self.url_open("/my/volunteer/activities").text
        self.assertNotIn("Secret draft", page)
        for slot in (
            draft.slot_ids,
            self.env["volunteer.activity.slot"].browse(2**31 - 1),
        ):
            response = self._sign_up(slot)
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
        for activity_id in (draft.id, 2**31 - 1):
            response = self.url_open(f"/my/volunteer/activities/{activity_id}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("Secret draft", response.text)

    def test_one_activity(self):
        self.authenticate("portal_outside", "portal_outside")
        page = self.url_open(f"/my/volunteer/activities/{self.activity.id}").text
        for text in ("Morning", "Hall A", "Help kindly.", "Portal team"):
            self.assertIn(text, page)

    def test_not_a_volunteer(self):
        self.authenticate("portal_stranger", "portal_stranger")
        for path in ("/my/volunteer", "/my/volunteer/activities"):
            page = self.url_open(path)
            self.assertEqual(page.status_code, 200)
            self.assertIn("portal_stranger", page.text)
            self.assertNotIn("Morning", page.text)
        response = self._sign_up(self.helper)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.helper.taken, 0)

    def test_suspended(self):
        self.outside.action_suspend("absent twice")
        self.authenticate("portal_outside", "portal_outside")
        page = self.url_open("/my/volunteer").text
        self.assertIn("You are suspended for now", page)
        self.assertNotIn("/sign-up", page)
        self.assertIn("alert-danger", self._sign_up(self.helper).text)

    def test_needs_a_login_and_a_token(self):
        path = f"/my/volunteer/needs/{self.helper.id}/sign-up"
        self.assertIn("/web/login", self.url_open("/my/volunteer").url)
        self.authenticate("portal_outside", "portal_outside")
        with self.assertLogs("odoo.http", "WARNING"):
            response = self.url_open(path, data={"nothing": "x"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.helper.taken, 0)
        self.assertEqual(self.url_open(path).status_code, 405)

    def test_queries_do_not_grow(self):
        def count():
            self.env.invalidate_all()
            activities = self.env["volunteer.activity"].search(
                Activity._domain_open_for(self.outside)
            )
            before = self.cr.sql_log_count
            activities.slot_ids._get_signup_obstacles_by_slot(self.outside)
            return self.cr.sql_log_count - before

        Activity = self.env["volunteer.activity"]
        count()  # what is asked once a process is asked here
        few = count()
        for number in range(10):
            self._make_activity(
                f"A{number}", self.start + timedelta(days=number + 1), {0: 2, 1: 2}
            )
        self.assertEqual(count(), few)
