from datetime import timedelta
from types import SimpleNamespace

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.activities.volunteer_waitlist import KEPT_SEAT
from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestWaitlist(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(hours=72)
        cls.slot = cls.activity.slot_ids
        cls.first, cls.second, cls.third = (
            SimpleNamespace(
                user=user, volunteer=cls._new_volunteer(user.name, user, kind="staff")
            )
            for user in (
                cls._new_user(f"waiting_{number}", "base.group_portal")
                for number in range(3)
            )
        )
        cls.seated = cls._sign_up(cls.staff)

    @classmethod
    def _sign_up(cls, user, slot=None):
        slot = (slot or cls.slot).with_user(user)
        return cls.env["volunteer.signup"].browse(slot.action_sign_up())

    def _wait(self, *people):
        return self.env["volunteer.signup"].union(
            *(self._sign_up(person.user) for person in people)
        )

    def _pass_time(self, signup):
        """Let the time to answer be over."""
        signup.sudo().offered_until = fields.Datetime.now() - timedelta(minutes=1)

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_signup_cron_waitlist"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _messages(self, person):
        return person.volunteer.sudo().sent_message_ids.filtered(
            lambda message: message.matter == "waitlist"
        )

    def assert_counters(self, taken, waiting, slot=None):
        slot = slot or self.slot
        self.assertEqual((slot.taken, slot.waiting), (taken, waiting))

    def test_in_order(self):
        first, second = self._wait(self.first, self.second)
        self.assertEqual((first.state, second.state), ("waiting", "waiting"))
        self.assertEqual((first.waiting_place, second.waiting_place), (1, 2))
        self.assert_counters(1, 2)
        self.assertEqual(self._wait(self.first), first, "pressed twice")
        self.assert_counters(1, 2)

    def test_a_free_seat_is_offered_to_the_first(self):
        first, second = self._wait(self.first, self.second)
        self.seated.with_user(self.staff).action_cancel()
        self.assertTrue(first.offered_until)
        self.assertFalse(second.offered_until)
        self.assert_counters(1, 1)
        message = self._messages(self.first)
        self.assertTrue(message.urgent)
        self.assertIn("Guide", message.body)
        self.assertEqual(second.waiting_place, 1)
        first.with_user(self.first.user).action_confirm_offer()
        self.assertEqual(first.state, "confirmed")
        self.assertFalse(first.offered_until)
        self.assert_counters(1, 1)
        first.with_user(self.first.user).action_confirm_offer()  # a second tap

    def test_nobody_overtakes(self):
        """A kept seat is taken, for newcomers and for those whom a leader adds."""
        self._wait(self.first)
        self.seated.with_user(self.staff).action_cancel()
        late = self._sign_up(self.third.user)
        self.assertEqual(late.state, "waiting")
        with self.assertRaisesRegex(UserError, "is full"):
            self.slot.with_user(self.leader).action_sign_up_volunteers(
                self.staff_volunteer.ids
            )

    def test_declining(self):
        first, second = self._wait(self.first, self.second)
        self.seated.with_user(self.staff).action_cancel()
        with self.assertRaisesRegex(UserError, "No seat is kept"):
            second.with_user(self.second.user).action_decline_offer()
        first.with_user(self.first.user).action_decline_offer()
        self.assertEqual(first.state, "cancelled")
        self.assertTrue(second.offered_until)
        self.assert_counters(1, 0)
        # Once more, at the end.
        again = self._wait(self.first)
        self.assertEqual((again, again.waiting_place), (first, 1))
        self.assertGreater(first.waiting_rank, second.waiting_rank)

    def test_no_answer(self):
        first, second = self._wait(self.first, self.second)
        self.seated.with_user(self.staff).action_cancel()
        self._pass_time(first)
        with self.assertRaisesRegex(UserError, "time to answer is over"):
            first.with_user(self.first.user).action_confirm_offer()
        self._run_cron()
        self.assertEqual(first.state, "cancelled")
        self.assertTrue(second.offered_until)
        self.assert_counters(1, 0)
        self.assertEqual(len(self._messages(self.first)), 2)
        self._run_cron()
        self.assert_counters(1, 0)
        self.assertEqual(len(self._messages(self.second)), 1)

    def test_late_answers_end_with_the_next_sign_up(self):
        """Nobody waits for the scheduled action."""
        (first,) = self._wait(self.first)
        self.seated.with_user(self.staff).action_cancel()
        self._pass_time(first)
        self.assertEqual(self._sign_up(self.second.user).state, "confirmed")
        self.assertEqual(first.state, "cancelled")
        self.assert_counters(1, 0)

    def test_more_seats(self):
        signups = self._wait(self.first, self.second, self.third)
        self.activity.with_user(self.leader).write(
            {"slot_ids": [(1, self.slot.id, {"seats": 3})]}
        )
        self.assertEqual(
            [bool(signup.offered_until) for signup in signups], [True, True, False]
        )
        self.assert_counters(3, 1)

    def test_without_asking(self):
        self.company.volunteer_waitlist_auto = True
        first, second = self._wait(self.first, self.second)
        self.seated.with_user(self.staff).action_cancel()
        self.assertEqual((first.state, second.state), ("confirmed", "waiting"))
        self.assert_counters(1, 1)
        self.assertIn("moved up", self._messages(self.first).title)

    def test_who_is_busy_keeps_the_place(self):
        first, second = self._wait(self.first, self.second)
        elsewhere = self._new_activity(hours=72)
        other = self._sign_up(self.first.user, elsewhere.slot_ids)
        self.seated.with_user(self.staff).action_cancel()
        self.assertFalse(first.offered_until)
        self.assertTrue(second.offered_until)
        second.with_user(self.second.user).action_decline_offer()
        self.assert_counters(0, 1)
        other.with_user(self.first.user).action_cancel()
        self._run_cron()
        self.assertTrue(first.offered_until)

    def test_gates_are_asked_again(self):
        (first,) = self._wait(self.first)
        self.seated.with_user(self.staff).action_cancel()
        elsewhere = self._new_activity(hours=72)
        self._sign_up(self.first.user, elsewhere.slot_ids)
        with self.assertRaisesRegex(UserError, "at the same time"):
            first.with_user(self.first.user).action_confirm_offer()
        self.assertEqual(first.state, "waiting")
        self.assert_counters(1, 0)

    def test_waiting_twice_at_one_time(self):
        """Whoever waits is free elsewhere."""
        self._wait(self.first)
        elsewhere = self._new_activity(hours=72)
        signup = self._sign_up(self.first.user, elsewhere.slot_ids)
        self.assertEqual(signup.state, "confirmed")

    def test_another_post_instead(self):
        (first,) = self._wait(self.first)
        second_slot = self.env["volunteer.activity.slot"].create(
            {
                "activity_id": self.activity.id,
                "post_id": self.second_post.id,
                "seats": 1,
            }
        )
        self.assertEqual(self._sign_up(self.first.user, second_slot), first)
        self.assertEqual(first.state, "confirmed")
        self.assert_counters(1, 0)
        self.assert_counters(1, 0, second_slot)
        waiting = self._sign_up(self.second.user, second_slot)
        self.assertEqual(self._sign_up(self.second.user), waiting)
        self.assert_counters(1, 1)
        self.assert_counters(1, 0, second_slot)

    def test_leaving(self):
        first, second = self._wait(self.first, self.second)
        first.with_user(self.first.user).action_cancel()
        self.assert_counters(1, 1)
        self.assertEqual(second.waiting_place, 1)

    def test_cancelled_activity(self):
        signups = self._wait(self.first, self.second)
        self.activity.with_user(self.leader).action_cancel("Rain")
        self.assertEqual(set(signups.mapped("state")), {"cancelled"})
        self.assertFalse(any(signups.mapped("offered_until")))
        self.assert_counters(0, 0)

    def test_begun(self):
        first, second = self._wait(self.first, self.second)
        self.seated.with_user(self.staff).action_cancel()
        now = fields.Datetime.now()
        self.activity.write({"start": now - timedelta(minutes=5)})
        self._run_cron()
        self.assertEqual((first.state, second.state), ("cancelled", "cancelled"))
        self.assert_counters(0, 0)
        walk_in = self.slot.with_user(self.officer).action_sign_up_volunteers(
            self.third.volunteer.ids
        )
        self.assertTrue(walk_in)

    def test_a_walk_in_finds_the_seat_nobody_answered_for(self):
        """The activity has begun before the scheduled action ran."""
        (first,) = self._wait(self.first)
        self.seated.with_user(self.staff).action_cancel()
        self.activity.write({"start": fields.Datetime.now() - timedelta(minutes=1)})
        self.slot.with_user(self.officer).action_sign_up_volunteers(
            self.third.volunteer.ids
        )
        self.assertEqual(first.state, "cancelled")
        self.assert_counters(1, 0)

    def test_an_offer_ends_at_the_start(self):
        soon = self._new_activity(hours=1)
        seated = self._sign_up(self.staff, soon.slot_ids)
        first = self._sign_up(self.first.user, soon.slot_ids)
        seated.with_user(self.leader).action_cancel()
        self.assertEqual(first.offered_until, soon.start)

    def test_suspended_people_are_passed_over(self):
        first, second = self._wait(self.first, self.second)
        self.first.volunteer.action_suspend("Check")
        self.assertEqual(first.state, "cancelled")
        self.seated.with_user(self.staff).action_cancel()
        self.assertTrue(second.offered_until)

    def test_no_waitlist_in_this_unit(self):
        self.company.volunteer_waitlist = False
        with self.assertRaisesRegex(UserError, "is full"):
            self._sign_up(self.first.user)
        self.assert_counters(1, 0)

    def test_somebody_elses(self):
        (first,) = self._wait(self.first)
        self.seated.with_user(self.staff).action_cancel()
        for method in ("action_confirm_offer", "action_decline_offer"):
            with self.assertRaises(AccessError):
                getattr(first.with_user(self.second.user), method)()
        first.with_user(self.leader).action_confirm_offer()
        self.assertEqual(first.state, "confirmed")

    def test_fields_are_set_by_methods_only(self):
        (first,) = self._wait(self.first)
        for vals in ({"offered_until": fields.Datetime.now()}, {"waiting_rank": 0}):
            with self.assertRaises(AccessError):
                first.with_user(self.officer).write(vals)
        with self.assertRaises(AccessError):
            self.slot.with_user(self.officer).write({"last_rank": 0})

    def test_a_caller_keeps_no_seat(self):
        """What only the waitlist says cannot be said over RPC."""
        for value in (True, 1, "KEPT"):
            self.assertFalse(self.slot.with_context(**{KEPT_SEAT: value})._keeps_seat())
        self.assertTrue(self.slot._with_kept_seat()._keeps_seat())

    @mute_logger("odoo.sql_db")
    def test_no_offer_to_who_does_not_wait(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.seated.sudo().write({"offered_until": fields.Datetime.now()})

    def test_queries_do_not_grow(self):
        def release(count):
            slot = self._new_activity(hours=24 * (4 + count), seats=count).slot_ids
            people = [
                self._new_volunteer(f"Waiting {count} {number}", kind="staff")
                for number in range(2 * count)
            ]
            volunteers = self.env["volunteer.volunteer"].union(*people)
            signups = slot._sign_up_or_wait_sudo(volunteers.sudo())
            seated = signups.filtered(lambda signup: signup.state == "confirmed")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            seated._release_sudo()
            self.env.flush_all()
            queries = self.cr.sql_log_count - before
            self.assertEqual(len(slot._get_queue_sudo(offered=True)), count)
            return queries

        release(1)  # what is asked once a process is asked here
        self.assertEqual(release(20), release(1))

    def test_offer_is_given_up_for_another_post(self):
        second = self.env["volunteer.activity.slot"].create(
            {
                "activity_id": self.activity.id,
                "post_id": self.second_post.id,
                "seats": 1,
            }
        )
        self._sign_up(self.portal, second)
        one = self._sign_up(self.first.user)
        other = self._sign_up(self.second.user)
        self.seated.with_user(self.staff).action_cancel()
        self.assertTrue(one.offered_until)
        self.assertEqual(self._sign_up(self.first.user, second), one)
        # No seat is kept there, and the one that was kept goes to the next at once.
        self.assertFalse(one.offered_until)
        self.assertEqual(one.waiting_place, 1)
        self.assertTrue(other.offered_until)
        self.assert_counters(1, 0)
        self.assert_counters(1, 1, second)
        self.assertFalse(self.slot._find_wrong_counters_sudo())
