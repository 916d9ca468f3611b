import contextlib
import random
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon

#: Every walk is the same in each run, so that one that fails can be looked at.
SEEDS = (1, 2, 3)
STEPS = 80


class NobodyError(Exception):
    """Nobody is there to do a deed."""


@tagged("post_install", "-at_install")
class TestSignupWalk(VolunteerCommon):
    """Whatever people do, counters are the rows, and nobody is overtaken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = [
            cls._new_user(f"test_walker_{number}", "base.group_portal")
            for number in range(8)
        ]
        cls.people = cls.env["volunteer.volunteer"].union(
            *(cls._new_volunteer(user.login, user) for user in cls.users)
        )
        cls.env["volunteer.team.member"].create(
            [
                {
                    "team_id": cls.team.id,
                    "volunteer_id": person.id,
                    "date_from": "2020-01-01",
                }
                for person in cls.people
            ]
        )

    def test_random_walks(self):
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._walk(random.Random(seed), auto=seed % 3 == 0)
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def _walk(self, dice, auto):
        self.company.volunteer_waitlist_auto = auto
        self.company.volunteer_swap = dice.choice(["inform", "approve"])
        self.activities = self.env["volunteer.activity"].union(
            *(
                self._new_activity(
                    hours=hours,
                    slot_ids=[
                        (0, 0, {"post_id": post.id, "seats": dice.randint(1, 2)})
                        for post in self.post | self.second_post
                    ],
                )
                # The first two overlap.
                for hours in (48, 49, 72)
            )
        )
        self.slots = self.activities.slot_ids
        deeds = [
            *["_sign_up"] * 18,
            *["_cancel"] * 6,
            *["_answer"] * 5,
            *["_swap"] * 3,
            *["_agree"] * 3,
            *["_change_seats"] * 2,
            *["_sign_up_elsewhere"] * 3,
            "_sign_up_others",
            "_wait",
            "_move",
            "_suspend",
            *["_resume"] * 3,
            "_cron",
        ]
        clock = fields.Datetime.now()
        for step in range(STEPS):
            clock += timedelta(minutes=dice.choice([0, 0, 1, 5]))
            deed = dice.choice(deeds)
            if deed == "_wait":
                clock += timedelta(hours=3)
            if step == STEPS - 20:
                deed = "_cancel_activity"
            with freeze_time(clock), mute_logger("odoo.sql_db"):
                # Refused or not: what matters is that nothing is half done.
                with (
                    contextlib.suppress(
                        NobodyError, UserError, ValidationError, IntegrityError
                    ),
                    self.env.cr.savepoint(),
                ):
                    getattr(self, deed, self._cron)(dice)
                self.env.invalidate_all()
                self._check(f"step {step}: {deed}")

    def _check(self, where):
        self.assertFalse(self.slots._find_wrong_counters_sudo(), where)
        for slot in self.slots:
            self.assertLessEqual(slot.taken, slot.seats, where)
            if slot.activity_id.state != "published":
                self.assertFalse(slot.waiting + slot.taken, where)
        self.assertFalse(
            self.env["volunteer.signup"].search_count(
                [
                    ("offered_until", "!=", False),
                    ("volunteer_id.state", "not in", ("trial", "registered")),
                ]
            ),
            where,
        )

    def _slot(self, dice):
        return dice.choice(list(self.slots))

    def _sign_up(self, dice):
        user = dice.choice(self.users)
        slot = self._slot(dice)
        offered = slot._get_queue_sudo(offered=True)
        queue = slot._get_queue_sudo()
        signup_id = slot.with_user(user).action_sign_up()
        signup = self.env["volunteer.signup"].browse(signup_id)
        if (
            signup.state == "confirmed"
            and signup.volunteer_id not in (queue | offered).volunteer_id
        ):
            self._check_nobody_could_come(slot, slot._get_queue_sudo() & queue)

    def _own(self, dice, *domain):
        signups = self.env["volunteer.signup"].search(
            [("activity_id", "in", self.activities.ids), *domain], order="id"
        )
        if not signups:
            raise NobodyError
        signup = dice.choice(list(signups))
        return signup.with_user(signup.volunteer_id.user_id)

    def _cancel(self, dice):
        self._own(dice, ("state", "!=", "cancelled")).action_cancel()

    def _answer(self, dice):
        signup = self._own(dice, ("offered_until", "!=", False))
        if dice.random() < 0.6:
            signup.action_confirm_offer()
        else:
            signup.action_decline_offer()

    def _sign_up_elsewhere(self, dice):
        """Whom a seat is kept for wants another post of the same activity."""
        signup = self._own(dice, ("offered_until", "!=", False))
        (signup.activity_id.slot_ids - signup.slot_id).action_sign_up()

    def _swap(self, dice):
        signup = self._own(dice, ("state", "=", "confirmed"))
        other = dice.choice(list(self.people))
        theirs = other.signup_ids.filtered(lambda one: one.state == "confirmed")
        if theirs and dice.random() < 0.5:
            signup.action_ask_exchange(
                other.code, dice.choice(list(theirs)).activity_id.id
            )
        else:
            signup.action_ask_substitute(other.code)

    def _agree(self, dice):
        swaps = self.env["volunteer.signup.swap"].search(
            [("state", "in", ("asked", "agreed"))], order="id"
        )
        for swap in swaps:
            if swap.state == "asked":
                swap.with_user(swap.other_id.user_id).action_agree()
            else:
                swap.with_user(self.officer).action_approve()

    def _change_seats(self, dice):
        slot = self._slot(dice)
        slot.with_user(self.officer).seats = dice.randint(0, 4)

    def _sign_up_others(self, dice):
        people = dice.sample(list(self.people), 3)
        self._slot(dice).with_user(self.officer).action_sign_up_volunteers(
            [person.id for person in people], waitlist=dice.random() < 0.5
        )

    def _move(self, dice):
        activity = dice.choice(list(self.activities))
        shift = timedelta(hours=dice.choice([-2, -1, 1, 2]))
        activity.with_user(self.officer).write(
            {"start": activity.start + shift, "stop": activity.stop + shift}
        )

    def _suspend(self, dice):
        person = dice.choice(list(self.people)).with_user(self.officer)
        person.action_suspend("Test")

    def _resume(self, dice):
        for person in self.people.filtered(lambda one: one.state == "suspended"):
            person.with_user(self.officer).action_register()

    def _cancel_activity(self, dice):
        dice.choice(list(self.activities)).with_user(self.officer).action_cancel("Rain")

    def _cron(self, dice):
        # What the job does, which commits after each need.
        self.env["volunteer.signup.swap"]._end_late_swaps_sudo()
        self.slots._end_waiting_sudo(fields.Datetime.now())
        self.slots._offer_free_seats_sudo()
        for slot in self.slots.filtered(
            lambda slot: (
                slot.activity_id.state == "published" and slot.taken < slot.seats
            )
        ):
            self._check_nobody_could_come(slot, slot._get_queue_sudo())

    def _check_nobody_could_come(self, slot, queue):
        """A seat went to somebody else, or nobody has it: who waits could not come."""
        people = queue.volunteer_id
        barred = slot.sudo()._with_kept_seat()._get_signup_obstacles(people)
        self.assertEqual(set(barred), set(people), "overtaken")
