from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestSignup(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity()
        cls.slot = cls.activity.slot_ids

    def _sign_up(self, user, slot=None):
        slot = (slot or self.slot).with_user(user)
        return self.env["volunteer.signup"].browse(slot.action_sign_up())

    def test_last_seat(self):
        signup = self._sign_up(self.staff)
        self.assertEqual(signup.state, "confirmed")
        self.assertEqual(signup.volunteer_id, self.staff_volunteer)
        self.assertEqual(
            (signup.start, signup.stop), (self.activity.start, self.activity.stop)
        )
        self.assertEqual((self.slot.taken, self.slot.seats_left), (1, 0))
        self.company.volunteer_waitlist = False
        with self.assertRaisesRegex(UserError, "“Guide” is full"):
            self._sign_up(self.portal)
        self.assertEqual(self.slot.taken, 1)
        self.assertEqual(len(self.activity.signup_ids), 1)

    def test_cancel_gives_the_seat_back(self):
        signup = self._sign_up(self.staff)
        signup.with_user(self.staff).action_cancel()
        self.assertEqual(signup.state, "cancelled")
        self.assertEqual(self.slot.taken, 0)
        with self.assertRaisesRegex(UserError, "can no longer be cancelled"):
            signup.with_user(self.staff).action_cancel()
        self.assertEqual(self.slot.taken, 0)
        self._sign_up(self.portal)
        self.assertEqual(self._sign_up(self.staff).state, "waiting")

    def test_again_after_cancelling(self):
        """One row a volunteer and activity: signing up again revives it."""
        signup = self._sign_up(self.staff)
        signup.with_user(self.staff).action_cancel()
        self.assertEqual(self._sign_up(self.staff), signup)
        self.assertEqual(signup.state, "confirmed")
        self.assertEqual(self.slot.taken, 1)

    def test_again_on_another_post(self):
        self.activity.write(
            {"slot_ids": [(0, 0, {"post_id": self.second_post.id, "seats": 1})]}
        )
        second = self.activity.slot_ids - self.slot
        signup = self._sign_up(self.staff)
        with self.assertRaisesRegex(UserError, "signed up for this activity already"):
            self._sign_up(self.staff, second)
        signup.with_user(self.staff).action_cancel()
        self._sign_up(self.staff, second)
        self.assertEqual(signup.slot_id, second)
        self.assertEqual((self.slot.taken, second.taken), (0, 1))

    def test_absent_and_added_again(self):
        """Who was absent has kept the seat and takes no second one."""
        activity = self._new_activity(hours=-1)
        slot = activity.slot_ids.with_user(self.leader)
        ids = slot.action_sign_up_volunteers(self.staff_volunteer.ids)
        signup = self.env["volunteer.signup"].browse(ids).with_user(self.leader)
        signup.action_mark_absent()
        self.assertEqual(slot.taken, 1)
        self.assertEqual(slot.action_sign_up_volunteers(self.staff_volunteer.ids), ids)
        self.assertEqual((signup.state, slot.taken), ("confirmed", 1))
        signup.action_mark_absent()
        second = self.env["volunteer.activity.slot"].create(
            {"activity_id": activity.id, "post_id": self.second_post.id, "seats": 1}
        )
        second.with_user(self.leader).action_sign_up_volunteers(
            self.staff_volunteer.ids
        )
        self.assertEqual((slot.taken, second.taken), (0, 1))
        signup.action_cancel()
        self.assertEqual((slot.taken, second.taken), (0, 0))

    def test_one_place_at_a_time(self):
        self._sign_up(self.staff)
        overlapping = self._new_activity(hours=25)
        with self.assertRaisesRegex(UserError, "at the same time"):
            self._sign_up(self.staff, overlapping.slot_ids)
        self.assertEqual(overlapping.slot_ids.taken, 0)
        following = self._new_activity(hours=26)
        self._sign_up(self.staff, following.slot_ids)

    @mute_logger("odoo.sql_db")
    def test_one_place_at_a_time_in_the_database(self):
        self._sign_up(self.staff)
        overlapping = self._new_activity(hours=25)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["volunteer.signup"].create(
                {
                    "slot_id": overlapping.slot_ids.id,
                    "volunteer_id": self.staff_volunteer.id,
                }
            )

    def test_registered_only(self):
        self.staff_volunteer.action_suspend("Check")
        with self.assertRaisesRegex(UserError, "Staff is not a registered volunteer"):
            self._sign_up(self.staff)

    def test_volunteers_only(self):
        user = self._new_user("test_nobody", "base.group_user")
        with self.assertRaisesRegex(AccessError, "register first"):
            self._sign_up(user)

    def test_own_unit_only(self):
        self.activity.flush_recordset()
        stranger = self._new_user(
            "test_stranger", "base.group_portal", self.other_company
        )
        self._new_volunteer("Stranger", stranger, company_id=self.other_company.id)
        with self.assertRaises(AccessError):
            self._sign_up(stranger)
        other = self._new_volunteer("Other", company_id=self.other_company.id)
        with self.assertRaisesRegex(UserError, "does not serve in Test Hospital"):
            self.slot.action_sign_up_volunteers(other.ids)

    def test_published_only(self):
        draft = self._new_activity(hours=100, publish=False)
        with self.assertRaises(AccessError):
            self._sign_up(self.staff, draft.slot_ids)
        with self.assertRaisesRegex(UserError, "not open"):
            draft.slot_ids.with_user(self.officer).action_sign_up_volunteers(
                self.staff_volunteer.ids
            )

    def test_begun(self):
        begun = self._new_activity(hours=-1)
        with self.assertRaisesRegex(UserError, "has begun"):
            self._sign_up(self.staff, begun.slot_ids)
        slot = begun.slot_ids.with_user(self.leader)
        ids = slot.action_sign_up_volunteers(self.staff_volunteer.ids)
        signup = self.env["volunteer.signup"].browse(ids)
        with self.assertRaisesRegex(UserError, "tell its leader"):
            signup.with_user(self.staff).action_cancel()
        signup.with_user(self.leader).action_mark_absent()
        self.assertEqual(signup.state, "absent")

    def test_on_behalf(self):
        self.slot.seats = 3
        ids = self.slot.with_user(self.leader).action_sign_up_volunteers(
            (self.leader_volunteer | self.staff_volunteer).ids
        )
        self.assertEqual(len(ids), 2)
        self.assertEqual(self.slot.taken, 2)
        with self.assertRaises(AccessError):
            self.slot.with_user(self.staff).action_sign_up_volunteers(
                self.portal_volunteer.ids
            )

    def test_on_behalf_all_or_nobody(self):
        self.slot.seats = 1
        with self.assertRaisesRegex(UserError, "is full"):
            self.slot.with_user(self.officer).action_sign_up_volunteers(
                (self.staff_volunteer | self.portal_volunteer).ids
            )
        self.assertEqual(self.slot.taken, 0)
        self.assertFalse(self.activity.signup_ids)

    def test_wizard(self):
        wizard = (
            self.env["volunteer.signup.wizard"]
            .with_user(self.leader)
            .create(
                {"slot_id": self.slot.id, "volunteer_ids": self.staff_volunteer.ids}
            )
        )
        wizard.action_confirm()
        self.assertEqual(self.activity.signup_ids.volunteer_id, self.staff_volunteer)

    def test_foreign_cancel(self):
        signup = self._sign_up(self.staff)
        for user in (self.portal, self._new_user("test_other", "base.group_user")):
            with self.assertRaises(AccessError):
                signup.with_user(user).action_cancel()
            with self.assertRaises(AccessError):
                signup.with_user(user).action_mark_absent()
        with self.assertRaises(AccessError):
            signup.with_user(self.staff).action_mark_absent()
        self.assertEqual(signup.state, "confirmed")
        signup.with_user(self.leader).action_cancel()
        self.assertEqual(self.slot.taken, 0)

    def test_absent_before_the_start(self):
        signup = self._sign_up(self.staff)
        with self.assertRaisesRegex(UserError, "cannot be marked absent"):
            signup.with_user(self.leader).action_mark_absent()

    def test_other_teams_leader(self):
        """A leader is in charge of the own team and those below, nothing else."""
        signup = self._sign_up(self.staff)
        stranger = self._new_user("test_leader2", "volunteer_base.group_leader")
        self.env["volunteer.team"].create(
            {
                "name": "Other team",
                "company_id": self.company.id,
                "leader_id": self._new_volunteer("Leader 2", stranger).id,
            }
        )
        with self.assertRaises(AccessError):
            signup.with_user(stranger).action_cancel()
        with self.assertRaises(AccessError):
            self.slot.with_user(stranger).action_sign_up_volunteers(
                self.portal_volunteer.ids
            )
        below = self.env["volunteer.team"].create(
            {"name": "Below", "company_id": self.company.id, "parent_id": self.team.id}
        )
        activity = self._new_activity(hours=72, team_id=below.id, leader_id=False)
        activity.slot_ids.with_user(self.leader).action_sign_up_volunteers(
            self.staff_volunteer.ids
        )

    @mute_logger("odoo.sql_db")
    def test_seats_below_taken(self):
        self._sign_up(self.staff)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.slot.seats = 0
            self.slot.flush_recordset()

    def test_times_follow_the_activity(self):
        signup = self._sign_up(self.staff)
        start = self.activity.start + timedelta(hours=3)
        self.activity.write({"start": start, "stop": start + timedelta(hours=1)})
        self.assertEqual(
            (signup.start, signup.stop), (start, start + timedelta(hours=1))
        )

    def test_activity_cancelled(self):
        signup = self._sign_up(self.staff)
        with self.assertRaisesRegex(UserError, "give a reason"):
            self.activity.with_user(self.leader).action_cancel("  ")
        self.activity.with_user(self.leader).action_cancel("Rain")
        self.assertEqual(signup.state, "cancelled")
        self.assertEqual(self.slot.taken, 0)
        self.assertEqual(self.activity.cancel_reason, "Rain")
        with self.assertRaises(UserError):
            self._sign_up(self.portal)

    def test_local_date(self):
        """The date is the unit's: 00:30 in Shanghai is the day before in UTC."""
        self.activity.write(
            {"start": "2026-03-04 16:30:00", "stop": "2026-03-04 18:00:00"}
        )
        self.assertEqual(self.activity.date, fields.Date.to_date("2026-03-05"))
        self.company.volunteer_tz = "UTC"
        self.activity.write({"start": "2026-03-04 16:31:00"})
        self.assertEqual(self.activity.date, fields.Date.to_date("2026-03-04"))
