from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestSignupSwap(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_user = cls._new_user("swap_other", "base.group_user")
        cls.other = cls._new_volunteer("Colleague", cls.other_user, kind="staff")
        cls.env["volunteer.team.member"].create(
            {
                "team_id": cls.team.id,
                "volunteer_id": cls.other.id,
                "date_from": "2020-01-01",
            }
        )
        cls.activity = cls._new_activity(hours=72)
        cls.slot = cls.activity.slot_ids
        cls.slot.action_sign_up_volunteers(cls.staff_volunteer.ids)
        cls.signup = cls.activity.signup_ids

    def _ask(self, who="Colleague", activity=None, signup=None):
        signup = (signup or self.signup).with_user(self.staff)
        if activity:
            swap_id = signup.action_ask_exchange(who, activity.id)
        else:
            swap_id = signup.action_ask_substitute(who)
        return self.env["volunteer.signup.swap"].browse(swap_id)

    def _serving(self, activity):
        return activity.signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        ).volunteer_id

    def _titles(self, volunteer):
        return volunteer.sudo().sent_message_ids.mapped("title")

    def test_substitute(self):
        swap = self._ask(self.other.code)
        self.assertEqual(self._serving(self.activity), self.staff_volunteer)
        self.assertIn("Staff asks you to take over", self._titles(self.other))
        swap.with_user(self.other_user).action_agree()
        self.assertEqual(swap.state, "done")
        self.assertEqual(self._serving(self.activity), self.other)
        self.assertEqual(self.slot.taken, 1)
        self.assertIn("The change is made", self._titles(self.staff_volunteer))
        self.assertIn(
            "A volunteer has a substitute", self._titles(self.leader_volunteer)
        )
        with self.assertRaisesRegex(UserError, "already"):
            swap.with_user(self.other_user).action_agree()

    def test_the_waitlist_gets_no_seat_in_between(self):
        waiting = self.env["volunteer.signup"].browse(
            self.slot.with_user(self.leader).action_sign_up()
        )
        self._ask().with_user(self.other_user).action_agree()
        self.assertEqual(waiting.state, "waiting")
        self.assertFalse(waiting.offered_until)
        self.assertEqual((self.slot.taken, self.slot.waiting), (1, 1))

    def test_who_waited_may_be_the_substitute(self):
        self.slot.with_user(self.other_user).action_sign_up()
        self.assertEqual(self.slot.waiting, 1)
        self._ask().with_user(self.other_user).action_agree()
        self.assertEqual((self.slot.taken, self.slot.waiting), (1, 0))

    def test_exchange(self):
        # At the same time: neither could simply sign up for the other's service.
        theirs = self._new_activity(hours=72)
        theirs.slot_ids.action_sign_up_volunteers(self.other.ids)
        swap = self._ask(activity=theirs)
        swap.with_user(self.other_user).action_agree()
        self.assertEqual(self._serving(self.activity), self.other)
        self.assertEqual(self._serving(theirs), self.staff_volunteer)
        self.assertEqual((self.slot.taken, theirs.slot_ids.taken), (1, 1))

    def test_exchange_of_posts(self):
        second = self.env["volunteer.activity.slot"].create(
            {
                "activity_id": self.activity.id,
                "post_id": self.second_post.id,
                "seats": 1,
            }
        )
        second.action_sign_up_volunteers(self.other.ids)
        swap = self._ask(activity=self.activity)
        swap.with_user(self.other_user).action_agree()
        posts = {one.volunteer_id: one.slot_id for one in self.activity.signup_ids}
        self.assertEqual(posts, {self.staff_volunteer: second, self.other: self.slot})
        self.assertEqual((self.slot.taken, second.taken), (1, 1))

    def test_nothing_happens_by_half(self):
        """The colleague may do this service, but the asker may not do theirs."""
        theirs = self._new_activity(hours=96)
        theirs.slot_ids.action_sign_up_volunteers(self.other.ids)
        swap = self._ask(activity=theirs)
        clash = self._new_activity(hours=96)
        clash.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        with (
            self.assertRaisesRegex(UserError, "at the same time"),
            self.env.cr.savepoint(),
        ):
            swap.with_user(self.other_user).action_agree()
        self.env.invalidate_all()
        self.assertEqual(swap.state, "asked")
        self.assertEqual(self._serving(self.activity), self.staff_volunteer)
        self.assertEqual(self._serving(theirs), self.other)
        self.assertEqual((self.slot.taken, theirs.slot_ids.taken), (1, 1))

    def test_gates_are_asked(self):
        swap = self._ask()
        self.other.action_suspend("Check")
        self.other.flush_recordset()
        with self.assertRaisesRegex(UserError, "not a registered volunteer"):
            swap.with_user(self.other_user).action_agree()

    def test_the_leader_agrees_first(self):
        self.company.volunteer_swap = "approve"
        swap = self._ask()
        swap.with_user(self.other_user).action_agree()
        self.assertEqual(swap.state, "agreed")
        self.assertEqual(self._serving(self.activity), self.staff_volunteer)
        self.assertEqual(self.slot.taken, 1)
        self.assertTrue(
            any("decision" in title for title in self._titles(self.leader_volunteer))
        )
        for user in (self.staff, self.other_user):
            with self.assertRaises(AccessError):
                swap.with_user(user).action_approve()
        swap.with_user(self.leader).action_approve()
        self.assertEqual(self._serving(self.activity), self.other)

    def test_the_leader_refuses(self):
        self.company.volunteer_swap = "approve"
        swap = self._ask()
        swap.with_user(self.other_user).action_agree()
        with self.assertRaises(UserError):
            swap.with_user(self.leader).action_refuse(" ")
        swap.with_user(self.leader).action_refuse("Experience is needed")
        self.assertEqual(swap.state, "refused")
        for person in (self.other, self.staff_volunteer):
            self.assertTrue(
                any("Experience" in title for title in self._titles(person))
            )

    def test_answers(self):
        swap = self._ask()
        with self.assertRaisesRegex(UserError, "asked already"):
            self._ask()
        with self.assertRaises(AccessError):
            swap.with_user(self.staff).action_agree()
        with self.assertRaises(AccessError):
            swap.with_user(self.other_user).action_withdraw()
        swap.with_user(self.other_user).action_decline()
        self.assertIn("Colleague cannot take over", self._titles(self.staff_volunteer))
        second = self._ask()
        second.with_user(self.staff).action_withdraw()
        with self.assertRaisesRegex(UserError, "already"):
            second.with_user(self.other_user).action_agree()

    def test_who_can_be_asked(self):
        """Nobody finds out here who else is a volunteer."""
        for text in ("Portal", self.portal_volunteer.code, "Nobody", "", "%", None):
            with self.assertRaisesRegex(UserError, "Nobody of your teams"):
                self._ask(text)
        twin = self._new_volunteer("Colleague", kind="staff")
        self.env["volunteer.team.member"].create(
            {"team_id": self.team.id, "volunteer_id": twin.id}
        )
        with self.assertRaisesRegex(UserError, "Several people"):
            self._ask()
        self.assertEqual(self._ask(twin.code).other_id, twin)

    def test_when_it_is_not_allowed(self):
        with self.assertRaises(AccessError):
            self.signup.with_user(self.other_user).action_ask_substitute("Staff")
        self.company.volunteer_swap = "off"
        with self.assertRaisesRegex(UserError, "no longer be handed over"):
            self._ask()
        self.company.volunteer_swap = "inform"
        self.activity.write({"start": fields.Datetime.now() - timedelta(minutes=1)})
        with self.assertRaisesRegex(UserError, "no longer be handed over"):
            self._ask()

    def test_exchange_for_what_somebody_does_not_do(self):
        elsewhere = self._new_activity(hours=120)
        with self.assertRaisesRegex(UserError, "not signed up for that activity"):
            self._ask(activity=elsewhere)

    def test_moot_requests_lapse(self):
        swap = self._ask()
        self.signup.with_user(self.staff).action_cancel()
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_base.volunteer_signup_cron_waitlist"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(swap.state, "lapsed")

    def test_who_reads_it(self):
        swap = self._ask()
        for user in (self.staff, self.other_user, self.leader, self.officer):
            self.assertEqual(swap.with_user(user).state, "asked")
        stranger = self._new_user("swap_stranger", "volunteer_base.group_leader")
        for user in (stranger, self.portal):
            with self.assertRaises(AccessError):
                swap.with_user(user).read(["state"])
