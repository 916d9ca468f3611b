"""What people in office might try: reversals, presence, notices, limits, routes."""

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestReversals(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.claim(cls.citizen)

    def setUp(self):
        super().setUp()
        self.record(self.line)
        [reversal] = self.line.with_user(self.officer).action_reverse("not so")
        self.reversal = self.Hour.browse(reversal)

    def test_the_volunteer_does_not_stop_it(self):
        for name in ("action_cancel", "action_withdraw"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(self.reversal.with_user(self.portal_user), name)()
        self.assertEqual(self.reversal.state, "submitted")

    def test_it_is_never_rewritten(self):
        """Withdrawn, it is cancelled; it can neither be edited nor turned around."""
        reversal = self.reversal.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "not rewritten"):
            reversal.write({"minutes": 360})
        reversal.action_withdraw()
        self.assertEqual(self.reversal.state, "cancelled")
        with self.assertRaises(UserError):
            reversal.unlink()
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE volunteer_hour SET minutes = 360, hours = 6 WHERE id = %s",
                [self.reversal.id],
            )

    def test_it_takes_back_what_was_earned(self):
        """The factor of today does not matter."""
        self.project.point_factor = 3
        self.record(self.reversal)
        self.assertEqual(self.reversal.points, -self.line.points)
        self.assertFalse(self.env["volunteer.notice"]._find_ledger_break(self.company))


@tagged("post_install", "-at_install")
class TestForgery(HoursCase):
    def present(self):
        signups = self.activity.signup_ids.with_user(self.leader_user)
        return self.Hour.browse(signups.action_confirm_presence())

    def test_proven_lines_are_not_rewritten(self):
        line = self.present()[0].with_user(self.officer)
        for vals in ({"volunteer_id": self.leader.id}, {"minutes": 720}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "rewritten"),
            ):
                line.write(vals)
        line.description = "Helped at the desk"

    def test_a_cancelled_line_lets_presence_be_confirmed_again(self):
        line = self.present().filtered(lambda line: line.volunteer_id == self.member)
        line.with_user(self.officer).action_cancel()
        again = self.Hour.browse(
            line.signup_id.with_user(self.leader_user).action_confirm_presence()
        )
        self.assertTrue(again)
        self.assertNotEqual(again, line)
        self.assertEqual((again.state, again.hours), ("draft", 3.5))

    def test_a_forgotten_check_out_is_noticed(self):
        signup = self.activity.signup_ids[0].with_user(self.leader_user)
        signup.action_check_in("roster", self.start)
        with self.assertRaisesRegex(UserError, "the limit is 12"):
            signup.action_check_out(self.start + timedelta(days=3))

    def test_no_day_has_more_hours_by_approval(self):
        line = self.claim()
        line.action_submit()
        with self.assertRaisesRegex(UserError, "the limit is 12"):
            line.with_user(self.leader_user).action_approve(minutes=1440)

    def test_emergencies_are_entered_by_the_office(self):
        self.project.kind = "emergency"
        self.project.action_start()
        day = self.start.date().isoformat()
        Hour = self.Hour.with_user(self.portal_user)
        with (
            self.assertRaisesRegex(UserError, "the limit is 12"),
            self.cr.savepoint(),
        ):
            Hour.action_claim(day, 13 * 60, "Flood", self.project.id)
        self.assertTrue(self.claim(self.citizen, minutes=13 * 60))
        with self.assertRaisesRegex(UserError, "the limit is 24"):
            self.claim(self.citizen, minutes=13 * 60)

    def test_people_of_another_unit(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        stranger = self.env["volunteer.volunteer"].create(
            {"name": "Elsewhere", "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self.Hour.with_user(self.officer).create(
                {"volunteer_id": stranger.id, "date": "2025-03-03", "minutes": 60}
            )
        with self.assertRaisesRegex(UserError, "does not serve"):
            self.claim(stranger)

    def test_everybody_present_costs_the_same(self):
        """Ten people take hardly more queries than two."""

        def confirm(hour, count):
            start = self.start.replace(hour=hour)
            people = self.env["volunteer.volunteer"]
            for number in range(count):
                people |= self.make_volunteer(f"V{hour}-{number}")
            activity = self.make_activity(start, start + timedelta(hours=1), people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            activity.with_user(self.leader_user).action_confirm_all_present()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        confirm(4, 2)
        self.assertLessEqual(confirm(6, 10), confirm(5, 2) + 2)


@tagged("post_install", "-at_install")
class TestRounds(HoursCase):
    def test_an_earlier_round_is_not_undone(self):
        line = self.claim()
        line.with_user(self.member_user).action_submit()
        leader = line.with_user(self.leader_user)
        leader.action_approve(minutes=60)
        self.assertTrue(leader.can_undo)
        line.with_user(self.member_user).action_withdraw()
        line.with_user(self.officer).minutes = 30
        line.with_user(self.member_user).action_submit()
        self.assertFalse(leader.can_undo)
        with self.assertRaisesRegex(UserError, "decision of yours"):
            leader.action_undo_decision()
        self.assertEqual(line.minutes, 30)

    def test_the_office_never_decides_alone_on_its_own(self):
        """Whatever the route says, the executive in charge is asked."""
        self.company.volunteer_executive_id = self.stranger
        self.env["volunteer.approval.route"].create(
            {
                "name": "Among colleagues",
                "sequence": 1,
                "step_ids": [
                    (0, 0, {"kind": "user", "user_id": self.other_officer.id})
                ],
            }
        )
        line = self.claim(self.make_volunteer("Officer", self.officer))
        line.action_submit()
        line.with_user(self.other_officer).action_approve()
        self.assertEqual(line.approver_id, self.stranger)

    def test_own_by_the_employee_too(self):
        """Without a login on the volunteer, the employee's login still is one's own."""
        self.team.leader_id = False
        self.env["hr.employee"].create(
            {
                "name": "Officer",
                "company_id": self.company.id,
                "user_id": self.officer.id,
                "volunteer_id": self.member.id,
            }
        )
        self.member.user_id = False
        self.company.volunteer_executive_id = self.stranger
        line = self.claim()
        line.action_submit()
        self.assertEqual(line.approver_id, self.stranger)
        with self.assertRaisesRegex(UserError, "own hours"):
            line.with_user(self.officer).action_approve()

    def test_an_executive_who_cannot_decide(self):
        self.company.volunteer_executive_id = self.stranger
        self.stranger.active = False
        line = self.claim(self.make_volunteer("Officer", self.officer))
        self.team.leader_id = False
        with self.assertRaisesRegex(UserError, "executive in charge"):
            line.action_submit()

    def test_a_leader_does_not_wave_through_himself(self):
        self.env["volunteer.approval.route"].create(
            {"name": "Proven", "sequence": 1, "auto_approve": True}
        )
        activity = self.make_activity(
            self.stop, self.stop + timedelta(hours=2), self.leader | self.member
        )
        activity.with_user(self.leader_user).action_confirm_all_present()
        activity.hour_ids.with_user(self.leader_user).action_submit()
        states = {line.volunteer_id: line.state for line in activity.hour_ids}
        self.assertEqual(states[self.member], "approved")
        self.assertEqual(states[self.leader], "submitted")


@tagged("post_install", "-at_install")
class TestChain(HoursCase):
    def test_a_published_notice_keeps_its_unit_and_name(self):
        self.approve_all(self.claim())
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.action_publish()
        other = self.env["res.company"].create({"name": "Other Hospital"})
        for vals in (
            {"company_id": other.id},
            {"name": "x"},
            {"date_to": "2025-01-01"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "published"),
            ):
                notice.write(vals)
        notice.action_close()
        for query in (
            "UPDATE volunteer_notice SET name = 'x' WHERE id = %s",
            "UPDATE volunteer_notice SET digest = 'x' WHERE id = %s",
            "DELETE FROM volunteer_notice WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(query, [notice.id])

    def test_two_close_in_one_second(self):
        """Also in the reverse order of their ids, and by a clock set back."""
        Notice = self.env["volunteer.notice"]
        lines = [self.claim(date=f"2025-03-0{day}") for day in (3, 4, 5)]
        notices = Notice
        for day, line in zip((3, 4, 5), lines, strict=True):
            self.approve_all(line)
            notice = Notice.create(
                {"company_id": self.company.id, "date_to": f"2025-03-0{day}"}
            )
            notice.action_publish()
            notices |= notice
        with freeze_time("2025-04-01 08:00:00"):
            notices[1].sudo().write({"closes_on": "2025-04-01"})
            notices[0].sudo().write({"closes_on": "2025-04-01"})
            notices[1].action_close()
            notices[0].action_close()
        with freeze_time("2025-03-31 08:00:00"):
            notices[2].sudo().write({"closes_on": "2025-03-31"})
            notices[2].action_close()
        self.assertEqual(notices[0].previous_id, notices[1])
        self.assertEqual(notices[2].previous_id, notices[0])
        self.assertFalse(Notice._find_ledger_break(self.company))

    def test_the_counter_is_not_written(self):
        with self.assertRaises(UserError):
            self.company.volunteer_ledger_no = 7

    def test_texts_are_verified_and_may_only_be_erased(self):
        Notice = self.env["volunteer.notice"]
        line = self.claim()
        self.record(line)
        for query in (
            "UPDATE volunteer_hour SET organiser = 'Another body' WHERE id = %s",
            "UPDATE volunteer_hour SET description = 'x' WHERE id = %s",
            "UPDATE volunteer_hour SET text_salt = NULL WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(flush=False),
            ):
                self.cr.execute(query, [line.id])
        self.cr.execute("ALTER TABLE volunteer_hour DISABLE TRIGGER USER")
        self.cr.execute(
            "UPDATE volunteer_hour SET description = 'x' WHERE id = %s", [line.id]
        )
        self.assertIn("number 1", Notice._find_ledger_break(self.company))
        self.cr.execute("ALTER TABLE volunteer_hour ENABLE TRIGGER USER")
        self.cr.execute(
            "UPDATE volunteer_hour SET description = NULL, text_salt = NULL "
            "WHERE id = %s",
            [line.id],
        )
        self.assertFalse(Notice._find_ledger_break(self.company))

    def test_stray_lines_are_found(self):
        """A line that claims to be recorded, but that no notice recorded."""
        self.record(self.claim())
        stray = self.claim(self.citizen)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE volunteer_hour "
            "SET state = 'recorded', ledger_no = 99, digest = 'x' WHERE id = %s",
            [stray.id],
        )
        self.env.invalidate_all()
        sentence = self.env["volunteer.notice"]._find_ledger_break(self.company)
        self.assertIn("the ledger has 2", sentence)
