from odoo.tests import tagged
from odoo.tools import SQL

from .common import VolunteerCommon

LOGGER = "odoo.addons.volunteer_base.models.activities.volunteer_seat_check"


@tagged("post_install", "-at_install")
class TestSeatCheck(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(hours=72, seats=1)
        cls.slot = cls.activity.slot_ids
        cls.slot.action_sign_up_volunteers(cls.staff_volunteer.ids)
        cls.slot.with_user(cls.leader).action_sign_up()

    def _run(self):
        self.env["volunteer.activity.slot"]._cron_check_counters()
        self.env.invalidate_all()

    def _count(self):
        return self.slot.seats, self.slot.taken, self.slot.waiting

    def _break(self, **counters):
        self.env.flush_all()
        for name, value in counters.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE volunteer_activity_slot SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    value,
                    self.slot.id,
                )
            )
        self.env.invalidate_all()

    def test_nothing_to_say(self):
        with self.assertNoLogs(LOGGER):
            self._run()
        self.assertEqual(self._count(), (1, 1, 1))

    def test_every_state(self):
        """What sign-ups hold seats is the same for the check as for the methods."""
        activity = self._new_activity(hours=-1, seats=4)
        slot = activity.slot_ids
        people = self.staff_volunteer | self.leader_volunteer
        ids = slot.with_user(self.officer).action_sign_up_volunteers(people.ids)
        signups = self.env["volunteer.signup"].browse(ids)
        signups[0].with_user(self.officer).action_mark_absent()
        signups[1].with_user(self.officer).action_cancel()
        self.activity.signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        ).with_user(self.officer).action_cancel()
        self.assertTrue(any(self.activity.signup_ids.mapped("offered_until")))
        self.assertFalse(self.slot._find_wrong_counters_sudo())

    def test_put_right(self):
        self._break(taken=0, waiting=7)
        with self.assertLogs(LOGGER, "ERROR"):
            self._run()
        self.assertEqual(self._count(), (1, 1, 1))

    def test_more_people_than_seats(self):
        self.slot.seats = 2
        self.activity.signup_ids.filtered("offered_until").action_confirm_offer()
        self._break(taken=0, seats=1)
        with self.assertLogs(LOGGER, "ERROR"):
            self._run()
        self.assertEqual(self._count(), (2, 2, 0), "nobody is turned away")

    def test_a_seat_that_was_lost_is_offered(self):
        self._break(seats=2, taken=2)
        with self.assertLogs(LOGGER, "ERROR"):
            self._run()
        self.assertEqual(self._count(), (2, 2, 0))
        self.assertTrue(any(self.activity.signup_ids.mapped("offered_until")))
