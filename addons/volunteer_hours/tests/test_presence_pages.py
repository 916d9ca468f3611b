import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PresenceCase


class PresencePages(HttpCase, PresenceCase):
    def at(self, minutes=0):
        return freeze_time(self.NOW + timedelta(minutes=minutes))

    def code(self, record=None, minutes=0):
        record = record or self.activity
        kind = "a" if record._name == "volunteer.activity" else "d"
        with self.at(minutes):
            return self.env["volunteer.device"]._make_code_sudo(kind, record)[0]

    def open_code(self, code, minutes=0):
        with self.at(minutes):
            return self.url_open(f"/volunteer/scan/{code}")

    def status(self, response):
        self.assertEqual(response.status_code, 200)
        return re.search(r'data-status="(\w+)"', response.text).group(1)

    def log_in(self, login="test_portal"):
        with self.at():
            self.authenticate(login, login)


@tagged("post_install", "-at_install")
class TestScanPage(PresencePages):
    def test_in_and_out(self):
        self.log_in()
        self.assertEqual(self.status(self.open_code(self.code())), "green")
        self.assertEqual(self.status(self.open_code(self.code())), "amber")
        response = self.open_code(self.code(minutes=60), 60)
        self.assertEqual(self.status(response), "ask")
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', response.text))
        with self.at(61):
            response = self.url_open("/volunteer/scan", data=form)
        self.assertEqual(self.status(response), "green")
        line = self.lines()
        self.assertEqual((line.state, line.method), ("draft", "qr"))

    def test_old_forged_and_foreign(self):
        self.log_in()
        code = self.code()
        forged = ("A" if code[0] != "A" else "B") + code[1:]
        gone = self.env["volunteer.activity"].browse(2**31 - 1)
        for bad, minutes in (
            (code, 1),
            (forged, 0),
            (code[:-4], 0),
            ("x" * 32, 0),
            (self.code(gone), 0),
        ):
            self.assertEqual(self.status(self.open_code(bad, minutes)), "red")
        other = self.env["res.company"].create({"name": "Other Hospital"})
        activity = self.env["volunteer.activity"].create(
            {
                "project_id": self.env["volunteer.project"]
                .create({"name": "Other", "company_id": other.id})
                .id,
                "team_id": self.env["volunteer.team"]
                .create({"name": "Other", "company_id": other.id})
                .id,
                "company_id": other.id,
                "start": self.start,
                "stop": self.stop,
                "slot_ids": [
                    (
                        0,
                        0,
                        {
                            "post_id": self.env["volunteer.post"]
                            .create({"name": "Other", "company_id": other.id})
                            .id,
                            "seats": 3,
                        },
                    )
                ],
            }
        )
        activity.sudo().action_publish()
        response = self.open_code(self.code(activity))
        self.assertEqual(self.status(response), "red")
        self.assertIn("Other Hospital", response.text)
        self.assertFalse(self.lines())

    def test_login_on_the_way(self):
        """A password takes longer to type than a code lives: the scan was in time."""
        self.authenticate(None, None)
        code = self.code()
        response = self.open_code(code)
        self.assertIn("/web/login", response.url)
        self.assertIn(f"volunteer%2Fscan%2F{code}", response.url.replace("/", "%2F"))
        with self.at(2):
            self.url_open(
                "/web/login",
                data={
                    "login": "test_portal",
                    "password": "test_portal",
                    "csrf_token": http.Request.csrf_token(self),
                    "redirect": f"/volunteer/scan/{code}",
                },
            )
        self.assertEqual(self.lines().method, "qr")
        # Once: the next time it is old.
        self.assertEqual(self.status(self.open_code(code, 20)), "red")

    def test_an_old_code_does_not_become_good_by_a_login(self):
        self.authenticate(None, None)
        code = self.code()
        self.open_code(code, 1)
        self.log_in()
        self.assertEqual(self.status(self.open_code(code, 1)), "red")

    def test_somebody_elses_question(self):
        self.log_in()
        self.open_code(self.code())
        response = self.open_code(self.code(minutes=60), 60)
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', response.text))
        self.log_in("test_member")
        form["csrf_token"] = http.Request.csrf_token(self)
        with self.at(61):
            response = self.url_open("/volunteer/scan", data=form)
        self.assertEqual(self.status(response), "red")
        self.assertEqual(self.lines().state, "open")

    def test_no_volunteer(self):
        self.log_in("test_stranger")
        self.assertEqual(self.status(self.open_code(self.code())), "red")


@tagged("post_install", "-at_install")
class TestScreens(PresencePages):
    def test_lobby(self):
        device = self.env["volunteer.device"].create({"name": "Hall", "kind": "screen"})
        url = device.action_new_link()["context"]["default_url"]
        token = url.rpartition("/")[2]
        with self.at():
            page = self.url_open(f"/volunteer/screen/{token}").text
            state = self.url_open(
                f"/volunteer/screen/{token}/state",
                data="{}",
                headers={"Content-Type": "application/json"},
            ).json()["result"]
        self.assertIn("Guiding Patients", page)
        self.assertNotIn("Citizen", page)
        (shown,) = state["activities"]
        self.assertEqual((shown["here"], shown["expected"]), (0, 2))
        self.log_in()
        with self.at():
            code = state["url"].rpartition("/")[2]
            self.assertEqual(self.status(self.open_code(code)), "green")
        self.assertEqual(self.lines().device_id, device)
        device.action_revoke()
        self.assertEqual(self.status(self.open_code(code)), "red")

    def test_code_of_the_leader(self):
        path = f"/my/volunteer/lead/{self.activity.id}/qr"
        self.log_in()
        with self.at():
            self.assertNotIn("data-presence-screen", self.url_open(path).text)
            answer = self.url_open(
                f"{path}/state", data="{}", headers={"Content-Type": "application/json"}
            ).json()
            self.assertFalse(answer.get("result"))
        self.log_in("test_leader")
        with self.at():
            self.assertIn("data-presence-screen", self.url_open(path).text)
        action = self.activity.with_user(self.leader_user).action_show_code()
        self.assertEqual(action["url"], path)
        with self.assertRaises(AccessError):
            self.activity.with_user(self.member_user).action_show_code()


@tagged("post_install", "-at_install")
class TestOwnPages(PresencePages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.online = cls.make_activity(
            cls.stop, cls.stop + timedelta(hours=2), cls.citizen, venue="online"
        )
        cls.online_signup = cls.online.signup_ids

    def send(self, path, minutes=0, **form):
        form["csrf_token"] = http.Request.csrf_token(self)
        with self.at(minutes):
            return self.url_open(path, data=form)

    def test_badge_and_pin(self):
        self.log_in()
        with self.at():
            self.assertIn("data:image/png", self.url_open("/my/volunteer/badge").text)
        path = "/my/volunteer/badge/pin"
        for wrong in (
            {"pin": "402817", "again": "402818"},
            {"pin": "123456", "again": "123456"},
            {},
        ):
            self.assertIn("alert-danger", self.send(path, **wrong).text)
        self.assertFalse(self.citizen.pin_date)
        response = self.send(path, pin="402817", again="402817")
        self.assertIn("alert-success", response.text)
        self.assertTrue(self.citizen._check_pin_sudo("402817"))
        before = self.citizen._get_badge_sudo()
        self.send("/my/volunteer/badge/new")
        self.assertNotEqual(self.citizen._get_badge_sudo(), before)

    def test_online(self):
        self.log_in()
        path = f"/my/volunteer/sign-ups/{self.online_signup.id}"
        self.assertIn("alert-danger", self.send(f"{path}/start", 100).text)
        with self.at(180):
            home = self.url_open("/my/volunteer").text
        self.assertIn(f"{path}/start", home)
        for minutes in (180, 181):
            self.assertIn("alert-success", self.send(f"{path}/start", minutes).text)
        line = self.lines()
        self.assertEqual((line.state, line.method), ("open", "online"))
        for minutes in (250, 251):
            response = self.send(f"{path}/stop", minutes)
            self.assertIn("alert-success", response.text)
        self.assertEqual((line.state, line.hours), ("draft", 1.0))

    def test_online_over_rpc(self):
        with self.at(180), self.assertRaises(AccessError):
            self.online_signup.with_user(self.member_user).action_start_online()
        with self.at(), self.assertRaisesRegex(UserError, "scan"):
            self.signup.with_user(self.portal_user).action_start_online()
        self.assertFalse(self.lines())

    def test_here_is_shown_at_home(self):
        self.scan()
        self.log_in()
        with self.at(10):
            home = self.url_open("/my/volunteer").text
        self.assertIn("volunteer_running", home)
        self.assertIn("08:30", home)
