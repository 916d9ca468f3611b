from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestLeadClosing(HoursCase):
    def messages(self):
        return self.env["volunteer.message"].search(
            [("activity_id", "=", self.activity.id), ("matter", "=", "reminder")]
        )

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_activity_cron_closing"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_the_leader_is_reminded_once(self):
        self.run_cron()
        self.run_cron()
        message = self.messages()
        self.assertEqual(message.volunteer_id, self.leader)
        self.assertEqual(message.url, f"/my/volunteer/lead/{self.activity.id}")
        self.assertTrue(self.activity.closing_reminded)

    def test_nobody_is_reminded_too_early(self):
        self.company.volunteer_closing_hours = 720
        self.run_cron()
        self.assertFalse(self.messages())

    def test_what_is_closed_needs_no_reminder(self):
        activity = self.activity.with_user(self.leader_user)
        activity.action_confirm_all_present()
        activity.action_done()
        self.run_cron()
        self.assertFalse(self.messages())

    def test_tile_of_what_is_to_be_closed(self):
        def count(user):
            tiles = self.env["volunteer.home"].with_user(user).get_tiles()
            return {tile["key"]: tile["count"] for tile in tiles}.get("to_close")

        before = count(self.officer)
        self.assertGreaterEqual(before, 1)
        self.assertEqual(count(self.leader_user), 1)
        other = self.make_user("test_other_leader", "volunteer_base.group_leader")
        self.assertFalse(count(other))
        self.activity.with_user(self.leader_user).action_not_held("Storm")
        self.assertEqual((count(self.officer) or 0), before - 1)

    def test_not_held(self):
        with self.assertRaises(AccessError):
            self.activity.with_user(self.member_user).action_not_held("Storm")
        with self.assertRaises(UserError):
            self.activity.with_user(self.leader_user).action_not_held(" ")
        self.activity.with_user(self.leader_user).action_not_held("Storm")
        self.assertEqual(self.activity.state, "cancelled")
        self.assertEqual(set(self.activity.signup_ids.mapped("state")), {"cancelled"})

    def test_held_activities_are_not_said_to_be_otherwise(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        with self.assertRaisesRegex(UserError, "held"):
            self.activity.with_user(self.leader_user).action_not_held("Storm")

    def test_a_forgotten_check_out_is_confirmed_by_tap(self):
        signup = self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.member
        )
        signup._check_in_sudo("roster", self.start)
        signup.hour_ids._close_forgotten_sudo()
        self.env.invalidate_all()
        activity = self.activity.with_user(self.leader_user)
        row = next(
            row for row in activity.action_get_roster()["rows"] if row["forgotten"]
        )
        self.assertEqual((row["presence"], row["out"]), ("left", ""))
        tap = {
            "uuid": "11111111-2222-4333-8444-666666666666",
            "kind": "present",
            "at": 1,
            "signup_id": signup.id,
        }
        answer = activity.action_hand_over_taps([tap], 1)
        self.assertEqual(answer["results"], {tap["uuid"]: ""})
        self.assertFalse(signup.end_open)
        self.assertEqual(signup.hours, 3.5)

    def test_leaving_and_coming_back(self):
        # Soon after noon: a stay over midnight would be of two days.
        now = self.start + timedelta(days=6, hours=5)
        self.enterContext(freeze_time(now))
        activity = self.make_activity(
            now - timedelta(minutes=170), now + timedelta(minutes=10), self.member
        )
        signup = activity.signup_ids

        def tap(number, kind, minutes):
            return {
                "uuid": f"11111111-2222-4333-8444-00000000000{number}",
                "kind": kind,
                "at": (1000 - minutes) * 60_000,
                "signup_id": signup.id,
            }

        activity.with_user(self.leader_user).action_hand_over_taps(
            [tap(1, "in", 170), tap(2, "out", 110), tap(3, "in", 60)], 60_000_000
        )
        self.env.invalidate_all()
        self.assertEqual(signup.presence, "here")
        self.assertEqual(len(signup.hour_ids), 2)
        # A tap made before they left, handed over late by another phone, says nothing.
        activity.with_user(self.leader_user).action_hand_over_taps(
            [tap(4, "out", 1), tap(5, "in", 140)], 60_000_000
        )
        self.env.invalidate_all()
        self.assertEqual((signup.presence, len(signup.hour_ids)), ("left", 2))

    def test_marks_from_the_backend(self):
        self.activity.with_user(self.leader_user).action_confirm_all_present()
        self.env["volunteer.rating.wizard"].with_user(self.leader_user).with_context(
            active_ids=self.activity.signup_ids.ids
        ).create({"quality": "4"}).action_apply()
        self.assertEqual(self.activity.signup_ids.mapped("quality"), [4, 4])
        self.assertEqual(self.activity.hour_ids.mapped("quality"), [4, 4])
