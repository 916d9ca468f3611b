from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_call import CallCommon


@tagged("post_install", "-at_install")
class TestCallLimits(CallCommon):
    def test_what_people_were_asked_does_not_change(self):
        call = self._new_call(call=False).with_user(self.officer)
        call.name = "Many hands needed"
        call.action_call()
        other = self._new_activity(seats=3)
        for vals in (
            {"activity_id": other.id},
            {"post_id": self.second_post.id},
            {"seats": 9},
            {"name": "Something else"},
        ):
            with self.assertRaisesRegex(UserError, "Many hands", msg=vals):
                call.write(vals)

    def test_presence_cannot_be_answered_away(self):
        call = self._new_call()
        self._answer(call, 0)
        signup = self._get_answer(call, self.people[0]).signup_id
        signup.write({"state": "attended"})
        with self.assertRaisesRegex(UserError, "recorded"):
            self._answer(call, 0, coming=False)
        self.assertEqual(signup.state, "attended")

    def test_after_the_start_only_the_leader_takes_a_seat_back(self):
        call = self._new_call()
        self._answer(call, 0)
        answer = self._get_answer(call, self.people[0])
        with freeze_time(call.activity_id.start + timedelta(minutes=5)):
            with self.assertRaisesRegex(UserError, "leader"):
                self._answer(call, 0, coming=False)
            answer.with_user(self.officer).action_declines()
        self.assertEqual(answer.state, "declined")
        self.assertEqual(call.activity_id.slot_ids.taken, 0)

    def test_a_call_ends_with_its_activity(self):
        # Grown up: the age of others is asked for in the evening.
        self.people.kind = "retiree"
        call = self._new_call()
        self._answer(call, 0)
        call.activity_id.write(
            {
                "start": fields.Datetime.now() - timedelta(hours=3),
                "stop": fields.Datetime.now() - timedelta(hours=1),
            }
        )
        with self.assertRaisesRegex(UserError, "over"):
            self._answer(call, 1)
        self.assertEqual(call.activity_id.slot_ids.taken, 1)
        self._run_seats()
        self.assertEqual(call.state, "closed")

    def test_whoever_was_called_hears_that_it_is_cancelled(self):
        call = self._new_call(seats=1)
        self._answer(call, 0)
        self._answer(call, 1)
        self._answer(call, 2, coming=False)
        call.activity_id.with_user(self.officer).action_cancel("False alarm")
        told = call.activity_id.sent_message_ids.filtered(
            lambda message: message.matter == "cancelled"
        )
        # Comes, on the reserve, has not answered; not who said no.
        self.assertEqual(
            set(told.volunteer_id),
            set(self.people[0] | self.people[1] | self.people[3]),
        )
        self.assertEqual(len(told), 3)
        self.assertTrue(all("False alarm" in message.body for message in told))
