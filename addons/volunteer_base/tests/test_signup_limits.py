from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestSignupLimits(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 10:00 to 12:00.
        cls.morning = cls._new_activity(hours=72, seats=3)
        cls.morning.slot_ids.action_sign_up_volunteers(cls.staff_volunteer.ids)

    def _later(self, hours, length=2, **vals):
        """Return an activity so many hours after the end of the morning's."""
        start = self.morning.stop + timedelta(hours=hours)
        return self._new_activity(
            start=start, stop=start + timedelta(hours=length), **vals
        )

    def _obstacle(self, activity):
        return activity.slot_ids._get_signup_obstacles(self.staff_volunteer.sudo()).get(
            self.staff_volunteer
        )

    def _warning(self, activity):
        slot = activity.slot_ids
        warnings = slot._get_signup_warnings_by_slot(self.staff_volunteer.sudo())
        return warnings[slot].get(self.staff_volunteer)

    def test_rest(self):
        soon, later = self._later(0.25), self._later(1)
        self.assertFalse(self._obstacle(soon), "no rest is asked for")
        self.company.volunteer_rest_minutes = 60
        self.assertRegex(self._obstacle(soon), "needs 60 minutes of rest")
        self.assertFalse(self._obstacle(later))
        before = self._new_activity(
            start=self.morning.start - timedelta(hours=2.5),
            stop=self.morning.start - timedelta(hours=0.5),
        )
        self.assertRegex(self._obstacle(before), "of rest")

    def test_long_day(self):
        fits, long = self._later(1, length=6), self._later(1, length=6.5)
        self.assertFalse(self._obstacle(long))
        self.assertRegex(self._warning(long), "would serve 8.5 hours")
        self.assertFalse(self._warning(fits))
        self.company.volunteer_long_day = "block"
        self.assertRegex(self._obstacle(long), "more than 8")
        self.assertFalse(self._warning(long), "it is refused, not warned about")
        self.assertFalse(self._obstacle(fits))
        self.company.volunteer_long_day = "off"
        self.assertFalse(self._obstacle(long) or self._warning(long))

    def test_another_day_is_another_day(self):
        self.company.volunteer_long_day = "block"
        self.assertFalse(self._obstacle(self._later(22, length=8)))

    def test_emergencies_are_not_held_up(self):
        self.company.write(
            {"volunteer_long_day": "block", "volunteer_rest_minutes": 90}
        )
        emergency = self._later(0, length=11)
        self.assertTrue(self._obstacle(emergency))
        self.project.kind = "emergency"
        self.assertFalse(self._obstacle(emergency))

    def test_one_sentence_on_the_way_to_a_seat(self):
        self.company.volunteer_rest_minutes = 60
        soon = self._later(0.5)
        with self.assertRaisesRegex(UserError, "minutes of rest"):
            soon.slot_ids.with_user(self.staff).action_sign_up()
        self.assertFalse(soon.slot_ids.taken)


@tagged("post_install", "-at_install")
class TestLateCancel(VolunteerCommon):
    def _cancel(self, hours, user=None, **vals):
        activity = self._new_activity(hours=hours, **vals)
        activity.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        signup = activity.signup_ids
        signup.with_user(user or self.staff).action_cancel()
        return signup

    def _messages(self, volunteer):
        return volunteer.sudo().sent_message_ids

    def test_in_time(self):
        signup = self._cancel(72)
        self.assertFalse(signup.late_cancel)
        self.assertTrue(signup.cancelled_on)
        self.assertFalse(self._messages(self.leader_volunteer))

    def test_late(self):
        signup = self._cancel(3)
        self.assertTrue(signup.late_cancel)
        message = self._messages(self.leader_volunteer)
        self.assertIn("Staff cannot come", message.title)
        self.assertTrue(message.urgent)
        self.assertEqual(self.staff_volunteer.late_cancel_count, 1)
        # Whoever comes after all is no longer late.
        signup.slot_id.with_user(self.staff).action_sign_up()
        self.assertFalse(signup.late_cancel)
        self.assertFalse(signup.cancelled_on)

    def test_not_counted(self):
        self.company.volunteer_cancel_hours = 0
        self.assertFalse(self._cancel(3).late_cancel)

    def test_by_the_leader(self):
        """The hospital's own reason is not the volunteer's fault; they are told."""
        signup = self._cancel(3, self.leader)
        self.assertFalse(signup.late_cancel)
        titles = self._messages(self.staff_volunteer).mapped("title")
        self.assertIn("Your sign-up was cancelled", titles)

    def test_leaving_the_waitlist_is_never_late(self):
        activity = self._new_activity(hours=3)
        activity.slot_ids.action_sign_up_volunteers(self.leader_volunteer.ids)
        slot = activity.slot_ids.with_user(self.staff)
        waiting = self.env["volunteer.signup"].browse(slot.action_sign_up())
        waiting.with_user(self.staff).action_cancel()
        self.assertFalse(waiting.late_cancel)

    def test_nobody_writes_it(self):
        signup = self._cancel(3)
        for vals in ({"late_cancel": False}, {"cancelled_on": fields.Datetime.now()}):
            with self.assertRaises(AccessError):
                signup.with_user(self.officer).write(vals)
