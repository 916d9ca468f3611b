import json
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.presence.volunteer_kiosk import NUMBER_TRIES
from .common import PresenceCase

PIN = "402817"


class KioskCase(PresenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device = cls.env["volunteer.device"].create({"name": "Lobby"})
        cls.citizen.with_user(cls.portal_user).action_set_pin(PIN)


@tagged("post_install", "-at_install")
class TestPin(KioskCase):
    def test_only_ones_own(self):
        for user in (self.officer, self.member_user):
            with self.assertRaises(AccessError):
                self.citizen.with_user(user).action_set_pin("739152")
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.portal_user).action_give_pin()
        self.assertTrue(self.citizen._check_pin_sudo(PIN))

    def test_easy_ones(self):
        citizen = self.citizen.with_user(self.portal_user)
        code = self.citizen.code.zfill(6)
        for pin in ("111111", "123456", "12345", "1234567", "", None, 402817, code):
            with self.subTest(pin=pin), self.assertRaises(UserError):
                citizen.action_set_pin(pin)

    def test_given_by_the_office(self):
        answer = self.citizen.with_user(self.officer).action_give_pin()
        pin = answer["params"]["message"]
        self.assertTrue(self.citizen._check_pin_sudo(pin))
        self.assertFalse(self.citizen._check_pin_sudo(PIN))

    def test_nobody_reads_or_writes_it(self):
        for user in (self.officer, self.portal_user):
            citizen = self.citizen.with_user(user)
            for name in ("pin_hash", "badge_number"):
                with self.assertRaises(AccessError):
                    citizen.read([name])
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.officer).write({"pin_date": "2020-01-01"})
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.officer).write({"badge_number": 7})
        self.assertNotIn(PIN, self.citizen.sudo().pin_hash)


@tagged("post_install", "-at_install")
class TestIdentify(KioskCase):
    def enter(self, number, pin):
        return self.device._identify_number_sudo(number, pin)

    def test_number_and_pin(self):
        code = self.citizen.code
        for typed in (code, code.lstrip("0"), f" {code} "):
            self.assertEqual(self.enter(typed, PIN), (self.citizen, None))
        for number, pin in (
            (code, "402818"),
            ("99999999", PIN),
            ("", ""),
            (None, {}),
        ):
            volunteer, refusal = self.enter(number, pin)
            self.assertFalse(volunteer)
            self.assertEqual(refusal["status"], "red")

    def test_what_is_wrong_is_not_told(self):
        """Whether a number exists, or has a PIN, is nobody's business."""
        answers = [
            self.enter(number, "739152")[1]
            for number in (self.citizen.code, self.member.code, "87654321")
        ]
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])

    def test_guessing_is_slowed_and_logged(self):
        number = self.citizen.code
        for guess in range(NUMBER_TRIES):
            self.assertFalse(self.enter(number, f"73915{guess}")[0])
        # The right one does not help any more, at another device neither.
        other = self.env["volunteer.device"].create({"name": "Door"})
        for device in (self.device, other):
            volunteer, refusal = device._identify_number_sudo(number, PIN)
            self.assertFalse(volunteer)
            self.assertIn("wait", refusal["text"])
        log = self.device.refusal_ids
        self.assertEqual(
            log.sorted("id").mapped("reason"),
            ["pin"] * NUMBER_TRIES + ["slowed_number"],
        )
        self.assertEqual(set(log.mapped("number")), {number})
        self.assertEqual(self.device.refusal_count, NUMBER_TRIES + 1)
        # Others are not locked out, and after a while nobody is.
        self.member.with_user(self.member_user).action_set_pin(PIN)
        self.assertTrue(self.enter(self.member.code, PIN)[0])
        self.env.cr.execute(
            "UPDATE volunteer_throttle SET date = date - interval '16 minutes'"
        )
        self.assertTrue(self.enter(number, PIN)[0])

    def test_a_device_waits_too(self):
        for number in range(30):
            self.enter(f"8000000{number}", PIN)
        volunteer, refusal = self.enter(self.citizen.code, PIN)
        self.assertFalse(volunteer)
        self.assertIn("device", refusal["text"])
        self.assertTrue(self.device._identify_badge_sudo("041999999999")[2])
        # What was typed may be a PIN: it is not kept.
        self.assertFalse(self.device.refusal_ids[-1].number)
        # Whoever goes on is slowed, and does not fill the log.
        for _guess in range(40):
            self.assertFalse(self.enter(self.citizen.code, PIN)[0])
        self.assertEqual(len(self.device.refusal_ids), 60)

    def test_own_badge(self):
        badge = self.citizen._get_badge_sudo()
        self.assertEqual(
            self.device._identify_badge_sudo(badge), (self.citizen, False, None)
        )
        code = self.citizen.code
        for forged in (
            badge[:-1] + ("A" if badge[-1] != "A" else "B"),
            badge.replace(code, self.member.code),
            code,
            "",
            None,
            "\0" * 9,
            "V-" * 99,
        ):
            volunteer, _needs_pin, refusal = self.device._identify_badge_sudo(forged)
            self.assertFalse(volunteer, forged)
            self.assertEqual(refusal["status"], "red")
        self.citizen.with_user(self.portal_user).action_new_badge()
        self.assertFalse(self.device._identify_badge_sudo(badge)[0])

    def test_badge_of_an_employee(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Member",
                "barcode": "041123456789",
                "volunteer_id": self.member.id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(
            self.device._identify_badge_sudo("041123456789"), (self.member, False, None)
        )
        self.device.badge_alone = False
        self.assertTrue(self.device._identify_badge_sudo("041123456789")[1])
        employee.active = False
        self.assertFalse(self.device._identify_badge_sudo("041123456789")[0])

    def test_staff_numbers_are_known_to_many(self):
        self.env["hr.employee"].create(
            {
                "name": "Member",
                "barcode": "20260317",
                "volunteer_id": self.member.id,
                "company_id": self.company.id,
            }
        )
        volunteer, needs_pin, _refusal = self.device._identify_badge_sudo("20260317")
        self.assertEqual((volunteer, needs_pin), (self.member, True))

    def test_two_numbers_of_one_person_share_their_tries(self):
        double = self.make_volunteer("Citizen again")
        double.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        for guess in range(NUMBER_TRIES):
            number = (self.citizen if guess % 2 else double).code
            self.assertFalse(self.enter(number, f"73915{guess}")[0])
        for number in (self.citizen.code, double.code):
            self.assertFalse(self.enter(number, PIN)[0])

    def test_numbers_of_items(self):
        """A short number is soon guessed, and asks for the PIN."""
        item = self.env["volunteer.item"].create({"name": "Vest", "numbered": True})
        issue = self.env["volunteer.item.issue"].create(
            {"item_id": item.id, "volunteer_id": self.citizen.id, "number": "0017"}
        )
        self.assertEqual(
            self.device._identify_badge_sudo("0017"), (self.citizen, True, None)
        )
        issue.date_back = issue.date_out
        self.assertFalse(self.device._identify_badge_sudo("0017")[0])


@tagged("post_install", "-at_install")
class TestKioskPages(HttpCase, KioskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        url = cls.device.action_new_link()["context"]["default_url"]
        cls.token = url.rpartition("/")[2]

    def call(self, path, minutes=0, token=None, **params):
        with freeze_time(self.NOW + timedelta(minutes=minutes)):
            response = self.url_open(
                f"/volunteer/kiosk/{token or self.token}/{path}",
                data=json.dumps({"jsonrpc": "2.0", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        return response.json().get("result")

    def test_page_names_nobody(self):
        response = self.url_open(f"/volunteer/kiosk/{self.token}")
        self.assertEqual(response.status_code, 200)
        for volunteer in (self.citizen, self.member, self.leader):
            self.assertNotIn(volunteer.name, response.text)

    def test_number_and_pin(self):
        number = self.citizen.code
        answer = self.call("enter", number=number, pin=PIN)
        self.assertEqual((answer["status"], answer["name"]), ("green", "Citizen"))
        line = self.lines()
        self.assertEqual((line.method, line.device_id), ("kiosk", self.device))
        self.assertEqual(self.call("enter", number=number, pin=PIN)["status"], "amber")
        answer = self.call("enter", 60, number=number, pin=PIN)
        self.assertEqual(answer["status"], "ask")
        answer = self.call("choose", 60, ticket=answer["ticket"], deed="leave")
        self.assertEqual(answer["status"], "green")
        self.assertEqual(line.state, "draft")

    def test_badge_with_pin(self):
        self.device.badge_alone = False
        badge = self.citizen._get_badge_sudo()
        answer = self.call("badge", badge=badge)
        self.assertEqual(answer["status"], "pin")
        ticket = answer["ticket"]
        # The ticket alone is no proof yet.
        self.assertEqual(self.call("choose", ticket=ticket)["status"], "red")
        self.assertEqual(self.call("enter", ticket=ticket, pin="1")["status"], "red")
        self.assertFalse(self.lines())
        answer = self.call("enter", ticket=ticket, pin=PIN)
        self.assertEqual(answer["status"], "green")
        self.assertEqual(self.lines().method, "badge")

    def test_tickets_are_of_one_device(self):
        self.call("enter", number=self.citizen.code, pin=PIN)
        ticket = self.call("enter", 60, number=self.citizen.code, pin=PIN)["ticket"]
        other = self.env["volunteer.device"].create({"name": "Door"})
        url = other.action_new_link()["context"]["default_url"]
        token = url.rpartition("/")[2]
        for foreign in (
            {"ticket": ticket, "token": token},
            {"ticket": ticket[:-2]},
            {"ticket": "x"},
            {"ticket": 7},
            {"ticket": None},
        ):
            answer = self.call("choose", 60, deed="leave", **foreign)
            self.assertEqual(answer["status"], "red", foreign)
        answer = self.call("choose", 62, ticket=ticket, deed="leave")
        self.assertEqual(answer["status"], "red")
        self.assertEqual(self.lines().state, "open")

    def test_walk_in(self):
        walker = self.make_volunteer("Walker")
        badge = walker._get_badge_sudo()
        answer = self.call("badge", badge=badge)
        self.assertEqual(answer["status"], "ask")
        slot = answer["choices"][0]["slot"]
        answer = self.call("choose", ticket=answer["ticket"], deed="join", slot=slot)
        self.assertEqual(answer["status"], "green")
        self.device.walk_ins = False
        other = self.make_volunteer("Other")._get_badge_sudo()
        self.assertEqual(self.call("badge", badge=other)["status"], "red")

    def test_revoked(self):
        self.device.with_user(self.officer).action_revoke()
        self.assertEqual(
            self.url_open(f"/volunteer/kiosk/{self.token}").status_code, 404
        )
        self.assertIsNone(self.call("enter", number=self.citizen.code, pin=PIN))
        self.assertFalse(self.call("alive"))
        self.assertFalse(self.lines())

    def test_links(self):
        """A link is of one device and of one kind of page; a new one voids it."""
        self.assertEqual(
            self.url_open(f"/volunteer/screen/{self.token}").status_code, 404
        )
        self.assertTrue(self.call("alive"))
        with self.assertRaises(AccessError):
            self.device.with_user(self.leader_user).action_new_link()
        self.device.with_user(self.officer).action_new_link()
        self.assertFalse(self.call("alive"))
        with self.assertRaises(AccessError):
            self.device.with_user(self.officer).read(["token_digest"])
        with self.assertRaises(AccessError):
            self.device.with_user(self.officer).write({"last_seen": "2026-01-01"})
