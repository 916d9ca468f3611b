import re
from datetime import timedelta

import vobject

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestCalendar(HttpCase, VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(hours=72, seats=3, place="Hall A; left")
        cls.activity.slot_ids.action_sign_up_volunteers(cls.portal_volunteer.ids)
        cls.signup = cls.activity.signup_ids

    def _read(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        return list(getattr(vobject.readOne(response.text), "vevent_list", []))

    def _press(self, deed):
        page = self.url_open("/my/volunteer/calendar").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        return self.url_open(
            f"/my/volunteer/calendar/{deed}", data={"csrf_token": token}
        ).text

    def _find_address(self, page):
        return re.search(r"/volunteer/calendar/[\w-]+\.ics", page).group(0)

    def test_one_service(self):
        path = f"/my/volunteer/sign-ups/{self.signup.id}/calendar.ics"
        self.authenticate("test_portal", "test_portal")
        self.assertIn(path, self.url_open("/my/volunteer").text)
        (event,) = self._read(path)
        self.assertEqual(event.location.value, "Hall A; left")
        self.assertEqual(event.dtstart.value.replace(tzinfo=None), self.activity.start)
        self.authenticate("test_staff", "test_staff")
        self.assertIn("not among yours", self.url_open(path).text)

    def test_subscription(self):
        self.authenticate("test_portal", "test_portal")
        address = self._find_address(self._press("share"))
        self.logout(keep_db=True)
        (event,) = self._read(address)
        uid, before = event.uid.value, event.dtstart.value
        self.activity.write(
            {
                "start": self.activity.start + timedelta(hours=1),
                "stop": self.activity.stop + timedelta(hours=1),
            }
        )
        (event,) = self._read(address)
        self.assertEqual(event.uid.value, uid, "the phone moves it, adds no other")
        self.assertEqual(event.dtstart.value - before, timedelta(hours=1))
        self.activity.action_cancel("Rain")
        self.assertFalse(self._read(address))

    def test_revoking(self):
        self.authenticate("test_portal", "test_portal")
        first = self._find_address(self._press("share"))
        second = self._find_address(self._press("share"))
        self.assertNotEqual(first, second)
        self._press("stop")
        for address in (first, second, "/volunteer/calendar/x.ics"):
            self.assertEqual(self.url_open(address).status_code, 404)

    def test_nobody_reads_the_address_of_others(self):
        self.portal_volunteer.with_user(self.portal).action_share_calendar()
        for user in (self.officer, self.manager, self.portal):
            with self.assertRaises(AccessError):
                self.portal_volunteer.with_user(user).read(["calendar_token"])
        with self.assertRaises(AccessError):
            self.portal_volunteer.with_user(self.officer).action_share_calendar()

    def test_who_waits_has_no_event(self):
        waiting = self.env["volunteer.activity.slot"].browse(self.activity.slot_ids.id)
        waiting.seats = 1
        waiting.with_user(self.staff).action_sign_up()
        owner = self.staff_volunteer
        owner.with_user(self.staff).action_share_calendar()
        self.assertFalse(self._read(owner._get_calendar_path_sudo()))
