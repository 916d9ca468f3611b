import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_gateway import Simulator
from .test_message_delivery import OutboxCommon

ROBOT = '{"msgtype": "text", "text": {"content": "{{text}} {{url}}"}}'
SMS = '{"to": "{{mobile}}", "text": "{{text}}", "key": "{{secret}}"}'


class GatewayCommon(OutboxCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_message_mail = False

    def setUp(self):
        super().setUp()
        self.simulator = self.enterContext(Simulator())

    def _new_gateway(self, kind="sms", answer="ok", **vals):
        return self.env["volunteer.gateway"].create(
            {
                "name": kind,
                "kind": kind,
                "company_id": self.company.id,
                "url": self.simulator.url + answer,
                "body": ROBOT
                if kind == "robot"
                else SMS.replace("mobile", "login")
                if kind == "http"
                else SMS,
                "secret_input": "s3cret",
                "success_path": "errcode",
                "success_value": "0",
                "inside": True,
                **vals,
            }
        )

    def _give_mobile(self, volunteer, mobile="13800138000", **vals):
        self._use_keys()
        return self.env["volunteer.identity"].create(
            {"volunteer_id": volunteer.id, "mobile": mobile, **vals}
        )

    def _get_bodies(self):
        return [json.loads(body) for _path, _headers, body in self.simulator.requests]


@tagged("post_install", "-at_install")
class TestGateway(GatewayCommon):
    def test_text_message(self):
        self._give_mobile(self.nobody)
        self._new_gateway(headers="X-Key: {{secret}}")
        message = self.nobody._notify_sudo(
            "office", lambda person: ('Say "hi"', "two\nlines \\ {{secret}}")
        )
        self.assertEqual(message.status, "queued")
        self._run_cron()
        self.assertEqual(message.status, "sent")
        (sent,) = self._get_bodies()
        self.assertEqual(sent["to"], "13800138000")
        self.assertEqual(sent["text"], 'Say "hi"\ntwo\nlines \\ {{secret}}')
        self.assertEqual(sent["key"], "s3cret")
        self.assertEqual(self.simulator.requests[0][1]["X-Key"], "s3cret")

    def test_whoever_has_no_number_gets_none(self):
        self._new_gateway()
        self.assertEqual(self._send(self.nobody).status, "failed")

    def test_children_are_reached_by_their_guardian(self):
        self._new_gateway()
        self._give_mobile(self.nobody, mobile=False, guardian_mobile="13900139000")
        self._send(self.nobody)
        self._run_cron()
        self.assertEqual(self._get_bodies()[0]["to"], "13900139000")

    def test_urgent_only(self):
        self._give_mobile(self.nobody)
        self._new_gateway(urgent_only=True)
        self.assertFalse(self._send(self.nobody).delivery_ids)
        self.assertTrue(self._send(self.nobody, urgent=True).delivery_ids)

    def test_other_platform(self):
        self._new_gateway("http")
        self._send(self.staff_volunteer)
        self._run_cron()
        self.assertEqual(self._get_bodies()[0]["to"], "test_staff")

    def test_a_robot_posts_once_and_reaches_nobody_in_person(self):
        self._new_gateway("robot")
        activity = self._new_activity(seats=5)
        people = self.nobody | self.portal_volunteer
        activity.slot_ids.action_sign_up_volunteers(people.ids)
        activity.with_user(self.officer).action_cancel("Typhoon")
        self._run_cron()
        (posted,) = self._get_bodies()
        self.assertIn("Typhoon", posted["text"]["content"])
        self.assertIn("/my/volunteer/messages", posted["text"]["content"])
        told = activity.sent_message_ids.filtered(lambda m: m.matter == "cancelled")
        self.assertEqual(
            {message.volunteer_id: message.status for message in told},
            {self.nobody: "failed", self.portal_volunteer: "page"},
        )

    def test_a_robot_posts_once_whatever_languages_people_read(self):
        self._new_gateway("robot")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.staff.lang = "fr_FR"
        self.portal.lang = "en_US"
        activity = self._new_activity(seats=5)
        people = self.staff_volunteer | self.portal_volunteer | self.nobody
        activity.slot_ids.action_sign_up_volunteers(people.ids)
        activity.with_user(self.officer).action_cancel("Typhoon")
        posts = activity.sent_message_ids.delivery_ids.filtered("is_group")
        self.assertEqual(posts.message_id.volunteer_id, self.nobody)

    def test_a_robot_says_nothing_about_one_person(self):
        self._new_gateway("robot")
        activity = self._new_activity(seats=5)
        for matter in ("change", "call", "cancelled"):
            message = self._send(self.nobody, matter, activity=activity)
            self.assertFalse(message.delivery_ids, matter)

    def test_a_robot_hears_of_each_activity_once(self):
        self._new_gateway("robot")
        first, second = self._new_activity(seats=5), self._new_activity(48, seats=5)
        people = self.nobody | self.portal_volunteer
        first.slot_ids.action_sign_up_volunteers(people.ids)
        second.slot_ids.action_sign_up_volunteers(self.nobody.ids)
        (first | second).with_user(self.officer).action_cancel("Typhoon")
        (post,) = first.sent_message_ids.delivery_ids.filtered("is_group")
        self.assertEqual(post.message_id.volunteer_id, self.nobody)

    def test_failures(self):
        self._give_mobile(self.nobody)
        gateway = self._new_gateway()
        for answer, state, status in (
            ("refused", "queued", "queued"),
            ("broken", "queued", "queued"),
            ("junk", "queued", "queued"),
            ("moved", "failed", "failed"),
            ("unknown", "failed", "failed"),
        ):
            self.simulator.answer = answer
            message = self._send(self.nobody)
            self._run_cron()
            delivery = message.delivery_ids
            self.assertEqual((delivery.state, message.status), (state, status), answer)
            self.assertTrue(delivery.error, answer)
            for hidden in ("s3cret", "13800138000"):
                self.assertNotIn(hidden, delivery.error, answer)
        self.simulator.answer = None
        due = self.deliveries.search([("state", "=", "queued")])
        due.date_next = fields.Datetime.now() - timedelta(seconds=1)
        self._run_cron()
        self.assertEqual(set(due.mapped("state")), {"sent"})
        gateway.active = False
        message = self._send(self.nobody)
        self.assertFalse(message.delivery_ids)

    def test_a_gateway_that_is_down_holds_nobody_up(self):
        gateway = self._new_gateway("http", urgent_only=True)
        gateway.url = "http://127.0.0.1:9/"
        users = [self._new_user(f"down{n}", "base.group_portal") for n in range(20)]
        people = self.env["volunteer.volunteer"].union(
            *(self._new_volunteer(user.login, user) for user in users)
        )
        messages = self._send(people, urgent=True)
        self._run_cron()
        tries = messages.delivery_ids.mapped("tries")
        self.assertEqual((tries.count(1), tries.count(0)), (8, 12))
        self.assertEqual(set(messages.delivery_ids.mapped("state")), {"queued"})

    def test_test_button(self):
        gateway = self._new_gateway(test_mobile="")
        with self.assertRaisesRegex(UserError, "mobile number"):
            gateway.action_test()
        gateway.test_mobile = "138 0013 8000"
        self.assertEqual(gateway.action_test()["params"]["type"], "success")
        self.assertEqual(self._get_bodies()[0]["to"], "13800138000")
        self.simulator.answer = "refused"
        with self.assertRaisesRegex(UserError, "93000") as error:
            gateway.action_test()
        self.assertNotIn("s3cret", str(error.exception))


@tagged("post_install", "-at_install")
class TestGatewaySettings(GatewayCommon):
    def test_the_secret_is_never_shown(self):
        gateway = self._new_gateway().with_user(self.manager)
        self.assertTrue(gateway.has_secret)
        self.assertFalse(gateway.read(["secret_input"])[0]["secret_input"])
        with self.assertRaises(AccessError):
            gateway.read(["secret"])
        with self.assertRaises(AccessError):
            gateway.search([("secret", "=like", "s%")])
        self.assertNotIn("s3cret", str(gateway.read()))
        self.assertFalse(gateway.sudo().copy().has_secret)

    def test_the_secret_stays_with_its_address(self):
        gateway = self._new_gateway(url="https://sms.example/send", inside=False)
        gateway.with_user(self.manager).url = "https://evil.example/"
        self.assertFalse(gateway.has_secret)
        gateway.write({"url": "https://sms.example/", "secret_input": "new"})
        self.assertEqual(gateway.sudo().secret, "new")

    def test_the_secret_stays_in_its_place(self):
        # In the text, it would arrive on the phone of whoever sends a test message.
        vals = {"url": "https://sms.example/send", "inside": False}
        for name, text in (
            ("body", '{"to": "{{mobile}}", "text": "{{ secret }}"}'),
            ("headers", "X-Echo: {{secret}}"),
        ):
            gateway = self._new_gateway(**vals).with_user(self.manager)
            gateway.write({name: text})
            self.assertFalse(gateway.has_secret, name)
        gateway = self._new_gateway(**vals).with_user(self.manager)
        gateway.write({"body": gateway.body, "headers": "Accept: */*"})
        self.assertTrue(gateway.has_secret)

    def test_only_administrators_reach_inside(self):
        gateway = self._new_gateway().with_user(self.manager)
        for vals in ({"url": "http://127.0.0.1:80/"}, {"body": "{}"}, {"inside": True}):
            with self.assertRaises(AccessError, msg=vals):
                gateway.write(vals)
        gateway.name = "Renamed"
        with self.assertRaises(AccessError):
            self._new_gateway().with_user(self.manager).copy()
        with self.assertRaises(ValidationError):
            self._new_gateway(url="http://sms.example/", inside=False)

    def test_nobody_listens_to_another_unit(self):
        gateway = self._new_gateway(url="https://sms.example/", inside=False)
        with self.assertRaisesRegex(AccessError, "not among yours"):
            gateway.with_user(self.manager).company_id = self.other_company
        self.assertEqual(gateway.company_id, self.company)

    def test_mistakes_are_explained(self):
        for vals, sentence in (
            ({"body": "{{password}}"}, "password"),
            ({"body": '{"text": {{title}}}'}, "no JSON"),
            ({"headers": "no colon"}, "no header"),
            ({"success_value": False}, "result field"),
            ({"kind": "robot", "body": '{"to": "{{mobile}}"}'}, "mobile"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._new_gateway(**vals)
