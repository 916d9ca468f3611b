from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PresenceCase


@tagged("post_install", "-at_install")
class TestPresenceDesk(PresenceCase):
    def test_in_and_out(self):
        answer = self.scan()
        self.assertEqual(answer["status"], "green")
        self.assertIn("08:30", answer["title"])
        self.assertIn("Main hall", answer["text"])
        line = self.lines()
        self.assertEqual((line.state, line.method, line.proven), ("open", "qr", True))
        self.assertEqual(self.signup.state, "attended")
        answer = self.scan(175)
        self.assertEqual(answer["status"], "green")
        self.assertIn("11:25", answer["title"])
        self.assertEqual((line.state, line.hours), ("draft", 3.0))
        self.assertEqual(line.check_out, self.NOW + timedelta(minutes=175))

    def test_the_same_scan_twice(self):
        for minutes in (0, 0, 4):
            answer = self.scan(minutes)
        self.assertEqual(answer["status"], "amber")
        self.assertIn("08:30", answer["text"])
        self.assertEqual(self.lines().check_in, self.NOW)
        self.scan(176)
        answer = self.scan(178)
        self.assertEqual(answer["status"], "amber")
        self.assertEqual(len(self.lines()), 1)

    def test_leaving_early_is_asked(self):
        self.scan()
        answer = self.scan(60)
        self.assertEqual(answer["status"], "ask")
        self.assertEqual([choice["deed"] for choice in answer["choices"]], ["leave"])
        self.assertEqual(self.lines().state, "open")
        self.assertEqual(self.scan(60, deed="leave")["status"], "green")
        # Sent again, it is no second deed.
        self.assertEqual(self.scan(61, deed="leave")["status"], "amber")
        self.assertEqual(self.lines().hours, 1.0)

    def test_midway_and_back(self):
        """The break does not count; coming back is no way to another minimum."""
        self.scan()
        self.scan(60, deed="leave")
        self.assertEqual(self.scan(90)["status"], "ask")
        self.assertEqual(self.scan(90, deed="return")["status"], "green")
        self.scan(150, deed="leave")
        self.assertEqual(self.lines().mapped("hours"), [1.0, 1.0])
        self.scan(160, deed="return")
        self.scan(169, deed="leave")
        self.assertEqual(self.lines().mapped("state"), ["draft", "draft", "cancelled"])
        self.assertEqual(self.signup.hours, 2.0)

    def test_back_within_the_tolerance(self):
        """Who left at 11:22 has hours until 11:30: what follows overlaps nothing."""
        self.scan()
        self.scan(172)
        self.scan(178, deed="return")
        answer = self.scan(240, deed="leave")
        self.assertEqual(answer["status"], "green")
        first, second = self.lines()
        self.assertEqual(first.stop, self.stop)
        self.assertGreaterEqual(second.start or second.check_in, first.check_out)
        self.assertEqual((second.start, second.hours), (self.stop, 1.0))

    def test_too_early_and_over(self):
        answer = self.scan(-151)
        self.assertEqual(answer["status"], "red")
        self.assertIn("08:00", answer["text"])
        self.assertIn("Leader", answer["text"])
        self.assertEqual(self.scan(181)["status"], "red")
        self.assertFalse(self.lines())

    def test_walk_in(self):
        walker = self.make_volunteer("Walker")
        answer = self.scan(volunteer=walker)
        self.assertEqual(answer["status"], "ask")
        (choice,) = answer["choices"]
        answer = self.scan(volunteer=walker, deed="join", slot=choice["slot"])
        self.assertEqual(answer["status"], "green")
        self.assertEqual(self.lines(walker).state, "open")
        self.assertEqual(self.activity.slot_ids.taken, 3)

    def test_walk_in_is_refused(self):
        walker = self.make_volunteer("Walker")
        slot = self.activity.slot_ids
        other = self.make_activity(self.start, self.stop, self.member.browse())
        foreign = other.slot_ids.id
        # A need of another activity is none of the choices.
        answer = self.scan(volunteer=walker, deed="join", slot=foreign)
        self.assertEqual(answer["status"], "ask")
        slot.seats = slot.taken
        answer = self.scan(volunteer=walker, deed="join", slot=slot.id)
        self.assertEqual(answer["status"], "red")
        slot.seats = 10
        self.company.volunteer_walk_ins = False
        answer = self.scan(volunteer=walker, deed="join", slot=slot.id)
        self.assertEqual(answer["status"], "red")
        self.assertFalse(self.lines(walker))

    def test_gates_hold_for_walk_ins(self):
        busy = self.make_volunteer("Busy")
        self.make_activity(self.start, self.stop, busy)
        answer = self.scan(volunteer=busy)
        self.assertEqual(answer["status"], "red")
        self.assertIn("same time", answer["text"])

    def test_who_does_not_serve(self):
        self.citizen.action_suspend("rest")
        self.assertEqual(self.scan()["status"], "red")
        stranger = self.make_volunteer(
            "Elsewhere",
            company_id=self.env["res.company"].create({"name": "Other"}).id,
        )
        answer = self.scan(volunteer=stranger)
        self.assertEqual(answer["status"], "red")
        self.assertIn("Test Hospital", answer["text"])
        self.assertFalse(self.lines())

    def test_closed_activities(self):
        for state in ("draft", "done", "cancelled"):
            self.activity.sudo().state = state
            answer = self.scan()
            self.assertEqual(answer["status"], "red", state)
        self.activity.sudo().state = "published"
        self.activity.counts_hours = False
        self.assertEqual(self.scan()["status"], "amber")
        self.assertFalse(self.lines())

    def test_who_was_noted_as_absent_asks_who_leads(self):
        with freeze_time(self.NOW):
            self.signup.action_mark_absent()
        answer = self.scan(5)
        self.assertEqual(answer["status"], "red")
        self.assertIn("absent", answer["text"])
        self.assertFalse(self.lines())

    def test_still_elsewhere(self):
        next_one = self.make_activity(
            self.stop, self.stop + timedelta(hours=2), self.citizen
        )
        self.scan()
        answer = self.scan(170, activity=next_one)
        self.assertEqual(answer["status"], "ask")
        answer = self.scan(170, activity=next_one, deed="move")
        self.assertEqual(answer["status"], "green")
        first, second = self.lines()
        self.assertEqual((first.state, first.hours), ("draft", 3.0))
        self.assertEqual((second.activity_id, second.state), (next_one, "open"))

    def test_merged_record_is_the_same_person(self):
        double = self.make_volunteer("Double")
        double.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        self.signup.sudo().volunteer_id = double
        self.assertEqual(self.scan()["status"], "green")


@tagged("post_install", "-at_install")
class TestForgotten(PresenceCase):
    def close(self, minutes):
        with (
            freeze_time(self.NOW + timedelta(minutes=minutes)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(
                "volunteer_hours.volunteer_hour_cron_close_forgotten"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_closed_by_rule(self):
        self.scan()
        self.close(180 + 59)
        line = self.lines()
        self.assertEqual(line.state, "open")
        self.close(180 + 60)
        self.assertEqual((line.state, line.hours), ("draft", 3.0))
        self.assertEqual((line.stop, line.check_out), (self.stop, False))
        self.assertTrue(line.auto_closed)
        # Once only.
        self.close(600)
        self.assertEqual((line.state, line.hours), ("draft", 3.0))

    def test_a_stay_that_ended_keeps_its_stamp(self):
        """A team came at one moment; one of them left, and came back."""
        self.scan()
        self.scan(volunteer=self.member)
        self.scan(60, deed="leave")
        self.scan(90, deed="return")
        self.close(300)
        self.assertEqual(self.lines().mapped("auto_closed"), [False, True])
        self.assertEqual(
            self.lines().mapped("check_out"),
            [self.NOW + timedelta(minutes=60), False],
        )
        self.assertTrue(self.lines(self.member).auto_closed)

    def test_settled_hours_do_not_stop_the_others(self):
        self.scan()
        self.scan(volunteer=self.member)
        self.scan(60, deed="leave")
        self.record(self.lines())
        digest = self.lines().digest
        self.scan(90, deed="return")
        self.close(300)
        self.assertEqual(self.lines()[0].digest, digest)
        self.assertEqual(self.lines().mapped("state"), ["recorded", "draft"])
        self.assertTrue(self.lines(self.member).auto_closed)

    def test_strangers_learn_no_names(self):
        self.scan()
        self.close(300)
        claim = self.claim(self.citizen)
        for call in (
            lambda line: line.action_submit(),
            lambda line: line.action_confirm_end(),
        ):
            for line in (self.lines(), claim, self.lines() | claim):
                with self.assertRaises(AccessError) as caught:
                    call(line.with_user(self.stranger))
                self.assertNotIn("Citizen", str(caught.exception))

    def test_who_leads_confirms_the_end(self):
        self.scan()
        self.close(300)
        self.activity.signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        ).action_mark_absent()
        activity = self.activity.with_user(self.leader_user)
        with self.assertRaisesRegex(UserError, "Citizen"):
            activity.action_done()
        for user in (self.portal_user, self.stranger):
            with self.assertRaises(AccessError):
                self.lines().with_user(user).action_confirm_end()
        self.assertTrue(self.signup.end_open)
        self.signup.with_user(self.leader_user).action_confirm_end()
        self.assertFalse(self.signup.end_open)
        self.assertEqual(self.lines().end_confirmed_by, self.leader_user)
        activity.action_done()
        self.assertEqual(self.lines().state, "submitted")

    def test_who_leads_corrects_the_end(self):
        self.scan()
        self.close(300)
        signup = self.signup.with_user(self.leader_user)
        signup.action_confirm_end(self.NOW + timedelta(minutes=65))
        line = self.lines()
        self.assertEqual((line.state, line.hours), ("draft", 1.0))
        self.assertEqual(line.check_out, self.NOW + timedelta(minutes=65))
        self.assertTrue(line.auto_closed)

    def test_closed_before_the_next_check_in(self):
        evening = self.make_activity(
            self.stop + timedelta(minutes=10),
            self.stop + timedelta(hours=2),
            self.citizen,
        )
        self.scan()
        self.assertEqual(self.scan(185, activity=evening)["status"], "green")
        first, second = self.lines()
        self.assertTrue(first.auto_closed)
        self.assertEqual((first.state, second.state), ("draft", "open"))

    def test_over_midnight(self):
        """Planned until 01:00 in Shanghai: the rule ends both days' lines."""
        night = self.make_activity(
            self.NOW.replace(hour=14, minute=0),
            self.NOW.replace(hour=17, minute=0),
            self.member,
        )
        self.scan(13 * 60 + 30, self.member, activity=night)
        self.close(24 * 60)
        lines = self.lines(self.member)
        self.assertEqual(
            [str(line.date) for line in lines], ["2026-03-03", "2026-03-04"]
        )
        self.assertEqual(lines.mapped("hours"), [2.0, 1.0])
        self.assertEqual(lines.mapped("auto_closed"), [True, True])
        night.signup_ids.with_user(self.leader_user).action_confirm_end(
            self.NOW.replace(hour=15, minute=0)
        )
        self.assertEqual(sorted(lines.mapped("state")), ["cancelled", "draft"])
        self.assertEqual(night.signup_ids.hours, 1.0)

    def test_a_day_too_full_holds_up_nobody(self):
        """The office noted 13 hours of an emergency on this day already."""
        self.scan()
        self.scan(volunteer=self.member)
        flood = self.project.copy({"name": "Flood", "kind": "emergency"})
        with freeze_time(self.NOW):
            self.claim(
                self.citizen,
                project_id=flood.id,
                date=self.NOW.date(),
                minutes=13 * 60,
            )
        self.close(300)
        self.assertEqual(self.lines().state, "cancelled")
        self.assertEqual(self.lines(self.member).state, "draft")

    def test_left_after_midnight_is_typed_as_the_clock_shows_it(self):
        night = self.make_activity(
            self.NOW.replace(hour=14, minute=0),
            self.NOW.replace(hour=17, minute=0),
            self.member,
        )
        self.scan(13 * 60 + 30, self.member, activity=night)
        self.close(24 * 60)
        with freeze_time(self.NOW + timedelta(days=1)):
            night.signup_ids.with_user(self.leader_user).action_type_times("", "00:31")
        self.assertEqual(night.signup_ids.hours, 2.5)

    def test_a_full_day_does_not_keep_anybody_from_leaving(self):
        self.company.volunteer_daily_limit = 2.0
        self.scan()
        self.assertEqual(self.scan(178)["status"], "green")
        self.assertEqual(self.lines().hours, 2.0)
