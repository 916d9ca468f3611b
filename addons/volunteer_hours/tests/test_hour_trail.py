from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestTrail(HoursCase):
    def trail(self, line):
        return line.get_trail()[line.id]

    def kinds(self, line):
        return [entry["kind"] for entry in self.trail(line)]

    def test_from_claim_to_record(self):
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        line.with_user(self.leader_user).action_approve("left early", minutes=90)
        self.assertEqual(
            self.kinds(line), ["created", "submitted", "approved", "pending"]
        )
        _created, submitted, approved, pending = self.trail(line)
        self.assertEqual(submitted["who"], self.member_user.name)
        self.assertTrue(submitted["when"])
        self.assertEqual(approved["who"], self.leader_user.name)
        self.assertEqual((approved["old_minutes"], approved["new_minutes"]), (120, 90))
        self.assertEqual(approved["text"], "left early")
        self.assertTrue(pending["coming"])
        line.with_user(self.officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertEqual(
            self.kinds(line),
            ["created", "submitted", "approved", "approved", "published", "recorded"],
        )
        line.with_user(self.officer).action_reverse("wrong person")
        self.assertIn("wrong person", [entry["text"] for entry in self.trail(line)])

    def test_what_is_overwritten_stays(self):
        """A decision taken back, a refusal and what was submitted before it."""
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        leader = line.with_user(self.leader_user)
        leader.action_approve("seen", minutes=60)
        leader.action_undo_decision()
        undone = [entry for entry in self.trail(line) if not entry["coming"]]
        self.assertEqual(
            [entry["kind"] for entry in undone],
            ["created", "submitted", "approved", "undone"],
        )
        self.assertEqual((undone[2]["text"], undone[2]["new_minutes"]), ("seen", 60))
        self.assertEqual(
            (undone[3]["old_minutes"], undone[3]["new_minutes"]), (60, 120)
        )
        later = fields.Datetime.now() + timedelta(hours=1)
        with freeze_time(later):
            leader.action_refuse("too long")
        with freeze_time(later + timedelta(minutes=1)):
            line.write({"minutes": 90})
        with freeze_time(later + timedelta(minutes=2)):
            line.with_user(self.member_user).action_submit()
        with freeze_time(later + timedelta(minutes=3)):
            line.with_user(self.member_user).action_withdraw()
        kinds = self.kinds(line)
        self.assertEqual(kinds.count("submitted"), 2)
        self.assertEqual(kinds[-4:], ["refused", "changed", "submitted", "withdrawn"])
        with freeze_time(later + timedelta(minutes=4)):
            line.with_user(self.officer).action_cancel()
        self.assertEqual(self.kinds(line)[-1], "cancelled")

    def test_entered_and_submitted_in_one_second(self):
        # Late for the year, late for the claim, and like another.
        self.company.volunteer_cutoff_days = 10
        with freeze_time(fields.Datetime.now() + timedelta(days=430)):
            line = self.claim(late_reason="Was ill", override_reason="Two shifts")
            line.action_submit()
            line.with_user(self.leader_user).action_approve()
        self.assertEqual(
            self.kinds(line)[:-1],
            ["created", *["exception"] * 3, "submitted", "approved"],
        )

    def test_corrected_and_submitted_in_one_second(self):
        line = self.claim()
        line.action_submit()
        line.with_user(self.leader_user).action_refuse("Half as long")
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            line.with_user(self.member_user).action_correct_claim(
                line.date, 60, "Guided patients"
            )
            line.with_user(self.member_user).action_submit()
        happened = [entry["kind"] for entry in self.trail(line) if not entry["coming"]]
        self.assertEqual(happened[-2:], ["changed", "submitted"])

    def test_proven_hours_agree_by_themselves(self):
        self.env["volunteer.approval.route"].create(
            {"name": "Proven", "sequence": 1, "auto_approve": True}
        )
        self.activity.signup_ids.with_user(self.leader_user).action_confirm_presence()
        line = self.activity.hour_ids[:1]
        line.with_user(self.officer).action_submit()
        self.assertEqual(line.state, "approved")
        self.assertEqual(
            self.trail(line)[-1]["title"], "Agreed at once: presence is proven"
        )
        self.assertTrue(line.submitted_on)

    def test_constant_queries(self):
        lines = self.Hour
        for number in range(12):
            lines |= self.claim(minutes=30, description=f"{number}")
        lines.action_submit()
        lines.with_user(self.leader_user).action_approve()
        counts = []
        lines.with_user(self.officer).get_trail()
        for some in (lines[:1], lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.officer).get_trail()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_who_reads_the_line_reads_its_trail(self):
        line = self.claim(self.citizen)
        line.action_submit()
        self.assertTrue(line.with_user(self.portal_user).get_trail()[line.id])
        self.assertIn("o_volunteer_trail", line.with_user(self.portal_user).trail)
        with self.assertRaises(AccessError):
            line.with_user(self.stranger).get_trail()

    def test_events_are_held(self):
        line = self.claim()
        line.action_submit()
        line.action_withdraw()
        event = self.env["volunteer.hour.event"].search([("hour_id", "=", line.id)])
        with self.assertRaises(UserError):
            event.write({"note": "x"})
        with self.assertRaises(UserError):
            event.unlink()
        for statement in (
            "UPDATE volunteer_hour_event SET user_id = NULL WHERE id = %s",
            "DELETE FROM volunteer_hour_event WHERE id = %s",
        ):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [event.id])

    def test_erasure_takes_words_only(self):
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        line.with_user(self.leader_user).action_refuse("Member was not there")
        line.with_user(self.leader_user).action_undo_decision()
        event = self.env["volunteer.hour.event"].search(
            [("hour_id", "=", line.id), ("kind", "=", "refused")]
        )
        self.assertEqual(event.note, "Member was not there")
        event._erase_notes_sudo()
        self.assertFalse(event.note)
        self.assertIn("undone", self.kinds(line))
