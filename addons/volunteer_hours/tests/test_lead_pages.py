import json
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestLeadPages(HttpCase, HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide_user = cls.make_user("test_guide", "base.group_portal")
        cls.guide = cls.make_volunteer("Guide", cls.guide_user)
        # Of age, whatever the time of day at which the tests run.
        cls.citizen.kind = "retiree"
        now = fields.Datetime.now()
        cls.running = cls.make_activity(
            now - timedelta(minutes=30),
            now + timedelta(minutes=90),
            leader_id=cls.guide.id,
            name="Running <b>guide</b>",
        )
        cls.page = f"/my/volunteer/lead/{cls.running.id}"

    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def call(self, path, **params):
        response = self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    def test_list_of_what_one_leads(self):
        self.log_in(self.guide_user)
        home = self.url_open("/my/volunteer").text
        self.assertIn('href="/my/volunteer/lead"', home)
        text = self.url_open("/my/volunteer/lead").text
        self.assertIn(f'href="{self.page}"', text)
        self.assertNotIn(f'href="/my/volunteer/lead/{self.activity.id}"', text)
        self.assertNotIn("<b>guide</b>", text)
        self.log_in(self.portal_user)
        self.assertNotIn(
            'href="/my/volunteer/lead"', self.url_open("/my/volunteer").text
        )
        self.assertNotIn(self.page, self.url_open("/my/volunteer/lead").text)

    def test_no_browser_keeps_names_by_itself(self):
        self.log_in(self.guide_user)
        response = self.url_open(self.page)
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_the_leader_sees_who_was_not_reached(self):
        nobody = self.make_volunteer("Without login")
        people = nobody | self.citizen
        people._notify_sudo(
            "office", lambda person: ("News", "Text"), activity=self.running
        )
        self.log_in(self.guide_user)
        text = self.url_open(self.page).text
        found = text.partition('id="lead_messages"')[2].partition("</p>")[0]
        self.assertIn("Without login", found)
        self.assertNotIn(self.citizen.name, found)

    def test_the_list_costs_the_same_for_many(self):
        self.log_in(self.guide_user)
        now = fields.Datetime.now()
        Activity = self.env["volunteer.activity"].with_user(self.guide_user)

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            groups = Activity._get_led_sudo()
            for activities in groups.values():
                activities._format_when()
                activities.mapped("seats")
            return self.env.cr.sql_log_count - before

        def plan(*days):
            for number in days:
                self.make_activity(
                    now + timedelta(days=number),
                    now + timedelta(days=number, hours=2),
                    self.member,
                    leader_id=self.guide.id,
                )

        plan(1)
        count()
        few = count()
        plan(*range(2, 12))
        self.assertLessEqual(count(), few)

    def test_roster_page(self):
        self.log_in(self.guide_user)
        text = self.url_open(self.page).text
        start = text.index('<script id="lead_roster"')
        start = text.index(">", start) + 1
        roster = json.loads(text[start : text.index("</script>", start)])
        self.assertEqual(roster["name"], "Running <b>guide</b>")
        self.assertEqual([row["name"] for row in roster["rows"]], ["Member", "Citizen"])
        self.assertIn("/qr", text)

    def test_taps_over_the_wire(self):
        self.log_in(self.guide_user)
        tap = {
            "uuid": "11111111-2222-4333-8444-555555555555",
            "kind": "in",
            "at": 1_795_000_000_000,
            "signup_id": self.running.signup_ids[0].id,
        }
        for _twice in range(2):
            answer = self.call(f"{self.page}/taps", taps=[tap], clock=tap["at"])
            self.assertEqual(answer["result"]["results"], {tap["uuid"]: ""})
        self.assertEqual(len(self.running.hour_ids), 1)
        self.log_in(self.portal_user)
        with mute_logger("odoo.http"):
            answer = self.call(f"{self.page}/taps", taps=[tap], clock=tap["at"])
        self.assertIn("in charge", answer["error"]["data"]["message"])

    def test_others_are_sent_away(self):
        for user in (self.portal_user, self.member_user, self.stranger):
            self.log_in(user)
            response = self.url_open(self.page)
            self.assertTrue(response.url.endswith("/my/volunteer/lead"))
            self.assertNotIn("Citizen", response.text)
            signup = self.running.signup_ids[0]
            photo = self.url_open(f"{self.page}/photo/{signup.id}")
            self.assertEqual(photo.status_code, 404)

    def test_volunteers_read_what_was_said_of_their_service(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        ).with_user(self.leader_user).action_rate(4, "Kind <to> patients")
        self.log_in(self.portal_user)
        text = self.url_open("/my/volunteer/hours").text
        self.assertIn("Kind &lt;to&gt; patients", text)
        self.assertEqual(text.count("fa-star-o"), 1)

    def test_not_held(self):
        self.log_in(self.leader_user)
        page = f"/my/volunteer/lead/{self.activity.id}"
        text = self.url_open(page).text
        token = text[text.index('name="csrf_token"') :].split('value="')[1]
        token = token.split('"')[0]
        self.url_open(f"{page}/not-held", data={"csrf_token": token, "reason": "Storm"})
        self.assertEqual(
            (self.activity.state, self.activity.cancel_reason), ("cancelled", "Storm")
        )

    def test_worker_may_serve_the_list_too(self):
        response = self.url_open("/my/volunteer/lead/worker.js")
        self.assertEqual(
            response.headers["Service-Worker-Allowed"], "/my/volunteer/lead"
        )
        self.assertIn("javascript", response.headers["Content-Type"])
