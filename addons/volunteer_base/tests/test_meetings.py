from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestMeetings(VolunteerCommon):
    """Minutes, once closed, stand; decisions are followed up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.kind = "committee"
        cls.today = fields.Date.context_today(cls.team)
        cls.meeting = cls._new_meeting()
        cls.own, cls.foreign = cls.env["volunteer.meeting.decision"].create(
            [
                {
                    "meeting_id": cls.meeting.id,
                    "name": name,
                    "owner_id": owner.id,
                    "date_due": cls.today + timedelta(days=days),
                }
                for name, owner, days in (
                    ("Train newcomers", cls.staff_volunteer, -1),
                    ("Buy vests", cls.portal_volunteer, 5),
                )
            ]
        )

    @classmethod
    def _new_meeting(cls, **vals):
        return cls.env["volunteer.meeting"].create(
            {
                "name": "Annual meeting",
                "kind": "annual",
                "team_id": cls.team.id,
                "date": fields.Datetime.now() - timedelta(hours=3),
                **vals,
            }
        )

    def _hold(self):
        self.meeting.action_add_members()
        self.meeting.action_hold()

    def test_members_are_added(self):
        self.meeting.with_user(self.leader).action_add_members()
        self.assertEqual(
            self.meeting.attendee_ids, self.leader_volunteer | self.staff_volunteer
        )

    def test_hold(self):
        meeting = self.meeting.with_user(self.leader)
        with self.assertRaisesRegex(UserError, "who attended"):
            meeting.action_hold()
        meeting.action_add_members()
        meeting.action_hold()
        self.assertEqual(meeting.state, "held")
        # What was said and decided stands, whom it is given to may change.
        for vals in (
            {"minutes": "Other"},
            {"attendee_ids": [(5,)]},
            {"date": fields.Datetime.now()},
            {"decision_ids": [(0, 0, {"name": "Smuggled in"})]},
            {"decision_ids": [(2, self.own.id)]},
            {"decision_ids": [(1, self.own.id, {"name": "Other"})]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                meeting.write(vals)
        with self.assertRaises(UserError):
            self.meeting.with_user(self.officer).unlink()
        self.own.with_user(self.leader).owner_id = self.leader_volunteer
        meeting.action_reopen()
        meeting.minutes = "Corrected"
        self.assertEqual(meeting.state, "planned")

    def test_future_meeting_is_not_held(self):
        meeting = self._new_meeting(
            date=fields.Datetime.now() + timedelta(days=1),
            attendee_ids=self.staff_volunteer,
        )
        with self.assertRaisesRegex(UserError, "not begun"):
            meeting.action_hold()
        with self.assertRaises(UserError):
            meeting.action_cancel("  ")
        meeting.action_cancel("Nobody had time")
        self.assertEqual(meeting.cancel_reason, "Nobody had time")

    def test_who_sees_meetings(self):
        Meeting = self.env["volunteer.meeting"]
        stranger = self._new_user("meetings_leader", "volunteer_base.group_leader")
        self.assertFalse(Meeting.with_user(self.staff).search([]))
        self._hold()
        for user, expected in (
            (self.staff, self.meeting),
            (self.leader, self.meeting),
            (self.officer, self.meeting),
            (stranger, Meeting),
            (
                self._new_user(
                    "meetings_other", "volunteer_base.group_officer", self.other_company
                ),
                Meeting,
            ),
        ):
            found = Meeting.with_user(user).search([("id", "=", self.meeting.id)])
            self.assertEqual(found.sudo(), expected, user.login)
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.staff).write({"place": "Elsewhere"})
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.staff).action_reopen()

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def test_overdue(self):
        Decision = self.env["volunteer.meeting.decision"]
        ours = [("meeting_id", "=", self.meeting.id)]
        # Nothing is decided before the meeting was held.
        self.assertFalse(self.own.overdue)
        self.assertFalse(Decision.search([*ours, ("overdue", "=", True)]))
        self._hold()
        self.assertTrue(self.own.overdue)
        self.assertEqual(Decision.search([*ours, ("overdue", "=", True)]), self.own)
        self.assertEqual(
            Decision.search([*ours, ("overdue", "=", False)]), self.foreign
        )
        self.foreign.date_due = False
        self.assertEqual(
            Decision.search([*ours, ("overdue", "!=", True)]), self.foreign
        )
        # Who sees to it need not be able to read the meeting.
        found = Decision.with_user(self.portal).search([("overdue", "=", False)])
        self.assertEqual(found.sudo(), self.foreign)
        self.assertFalse(found.overdue)
        self.own.action_done("Held twice")
        self.assertFalse(self.own.overdue)
        self.assertFalse(Decision.search([*ours, ("overdue", "=", True)]))

    def test_owner_gets_one_todo(self):
        self.assertFalse(self.own.activity_ids)
        self._hold()
        todo = self.own.activity_ids
        self.assertEqual(todo.user_id, self.staff)
        self.assertEqual(todo.date_deadline, self.own.date_due)
        # People without the backend find theirs on their own page.
        self.assertFalse(self.foreign.activity_ids)
        self.own.owner_id = self.leader_volunteer
        self.assertEqual(self.own.activity_ids.user_id, self.leader)
        note = self.own.activity_schedule(
            "mail.mail_activity_data_todo", summary="Ask the tailor", automated=False
        )
        self.meeting.action_reopen()
        # What people noted for themselves stays.
        self.assertEqual(self.own.activity_ids, note)

    def test_owner_notes_it_done(self):
        self._hold()
        for user in (
            self.portal,
            self._new_user("decisions_user", "base.group_user"),
        ):
            with self.assertRaises(AccessError):
                self.own.with_user(user).action_done()
        self.own.with_user(self.staff).action_done(" Held twice ")
        self.assertEqual(self.own.date_done, self.today)
        self.assertEqual(self.own.result, "Held twice")
        self.assertFalse(self.own.activity_ids)
        with self.assertRaises(UserError):
            self.own.with_user(self.staff).action_done()
        self.own.with_user(self.leader).action_undo()
        self.assertFalse(self.own.date_done)
        self.assertEqual(self.own.activity_ids.user_id, self.staff)
        with self.assertRaises(AccessError):
            self.own.with_user(self.officer).write({"date_done": self.today})

    def test_attendee_reads_but_does_not_close(self):
        """Somebody else's decision is read by all who were there."""
        self._hold()
        self.foreign.with_user(self.staff).read(["name"])
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.staff).action_done()

    def test_queries_of_many_decisions(self):
        """Closing the minutes costs the same for one decision and for twenty."""

        def hold(count):
            meeting = self._new_meeting(attendee_ids=self.staff_volunteer)
            self.env["volunteer.meeting.decision"].create(
                [
                    {
                        "meeting_id": meeting.id,
                        "name": f"Decision {number}",
                        "owner_id": self.staff_volunteer.id,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            meeting.action_hold()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        hold(1)
        self.assertLessEqual(hold(20), hold(1) + 2)
