from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


class ObjectionCase(HoursCase):
    def publish(self, lines):
        self.approve_all(lines)
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        return notice

    def report(self, line, text="It was three hours"):
        user = line.volunteer_id.user_id
        return self.env["volunteer.objection"].browse(
            line.with_user(user).action_report_error(text)
        )


@tagged("post_install", "-at_install")
class TestObjection(ObjectionCase):
    def test_it_holds_its_line_only(self):
        lines = self.claim() | self.claim(self.citizen)
        notice = self.publish(lines)
        self.report(lines[0])
        self.assertEqual(lines.mapped("is_held"), [True, False])
        notice.with_user(self.officer).action_close()
        self.assertEqual(lines.mapped("state"), ["approved", "recorded"])
        self.assertFalse(lines[0].notice_id)
        self.assertEqual(notice.line_count, 1)
        self.assertFalse(notice._find_ledger_break(self.company))

    def test_held_lines_wait_for_the_answer(self):
        """They are in no notice before it, and in the next one after."""
        held, other = self.claim(), self.claim(self.citizen)
        notice = self.publish(held | other)
        objection = self.report(held)
        notice.with_user(self.officer).action_close()
        again = self.env["volunteer.notice"].create({"company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "No approved hours"):
            again.with_user(self.officer).action_publish()
        objection.with_user(self.officer).action_reject("The roster says two hours")
        again.with_user(self.officer).action_publish()
        again.with_user(self.officer).action_close()
        self.assertEqual(held.state, "recorded")
        self.assertEqual(objection.state, "rejected")
        self.assertEqual(objection.answered_by, self.officer)

    def test_nothing_left_to_record(self):
        line = self.claim()
        notice = self.publish(line)
        self.report(line)
        notice.with_user(self.officer).action_close()
        self.assertEqual((notice.state, line.state), ("draft", "approved"))
        self.assertFalse(notice.closes_on)
        self.assertFalse(self.company.volunteer_ledger_no)

    def test_upheld_before_recording(self):
        """The line goes back with the answer, and is approved again by people."""
        line = self.claim(self.citizen)
        notice = self.publish(line)
        objection = self.report(line)
        objection.with_user(self.officer).action_uphold("Please correct the hours")
        self.assertEqual((line.state, objection.state), ("refused", "upheld"))
        self.assertFalse(line.notice_id)
        self.assertIn("Please correct the hours", line.approval_ids.mapped("note"))
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.citizen.id)], limit=1
        )
        self.assertIn("Please correct the hours", message.body)
        with self.assertRaisesRegex(UserError, "no decision of yours"):
            line.with_user(self.officer).action_undo_decision()
        line.with_user(self.portal_user).action_submit()
        self.assertEqual(line.state, "submitted")
        self.assertEqual(notice.hour_ids, self.Hour)

    def test_proof_does_not_outweigh_an_upheld_objection(self):
        self.env["volunteer.approval.route"].create(
            {"name": "Proven", "sequence": 1, "auto_approve": True}
        )
        signup = self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        line = self.Hour.browse(
            signup.with_user(self.leader_user).action_confirm_presence()
        )
        line.with_user(self.leader_user).action_submit()
        self.assertEqual(line.state, "approved")
        self.report(line).with_user(self.officer).action_uphold("Left at nine")
        line.with_user(self.portal_user).action_submit()
        self.assertEqual(line.state, "submitted")

    def test_error_report_on_recorded_hours(self):
        line = self.claim()
        self.record(line)
        report = self.report(line)
        self.assertEqual(report.kind, "error_report")
        self.assertFalse(line.is_held)
        report.with_user(self.officer).action_uphold("Counted twice")
        self.assertEqual(report.reversal_id.reverses_id, line)
        self.assertEqual(report.reversal_id.state, "submitted")
        self.assertEqual(report.reversal_id.minutes, -120)
        second = self.report(line, "Still wrong")
        second.with_user(self.officer).action_uphold("It is being reversed")
        self.assertEqual(second.reversal_id, report.reversal_id)

    def test_too_late_to_hold(self):
        """While a notice closes, what is said is about recorded hours."""
        line = self.claim()
        notice = self.publish(line)
        notice.state = "closing"
        report = self.report(line)
        self.assertEqual(report.kind, "error_report")
        with self.assertRaisesRegex(UserError, "being recorded"):
            report.with_user(self.officer).action_uphold("Yes")
        notice._record_sudo()
        self.assertEqual(line.state, "recorded")

    def test_not_before_approval(self):
        line = self.claim()
        with self.assertRaisesRegex(UserError, "not approved yet"):
            self.report(line)

    def test_once_a_person(self):
        line = self.claim()
        self.publish(line)
        first = self.report(line)
        with self.assertRaisesRegex(UserError, "told us about these hours already"):
            self.report(line)
        # Two taps at once are told apart by the database.
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            first.sudo().copy({"hour_id": line.id, "user_id": first.user_id.id})
        first.with_user(self.officer).action_reject("It was two")
        self.assertTrue(self.report(line), "said again after the answer")

    def test_cancelled_in_between(self):
        """Who objected gets an answer even where nothing is left to decide."""
        line = self.claim()
        self.approve_all(line)
        objection = self.report(line)
        line.with_user(self.officer).action_cancel()
        objection.with_user(self.officer).action_uphold("Cancelled already")
        self.assertEqual((line.state, objection.state), ("cancelled", "upheld"))


@tagged("post_install", "-at_install")
class TestObjectionRights(ObjectionCase):
    def setUp(self):
        super().setUp()
        self.line = self.claim()
        self.notice = self.publish(self.line)

    def test_only_ones_own(self):
        for user in (self.portal_user, self.stranger, self.leader_user, self.officer):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.line.with_user(user).action_report_error("Not so")

    def test_who_answers(self):
        objection = self.report(self.line)
        for user in (self.portal_user, self.stranger, self.leader_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                objection.with_user(user).action_uphold("Yes")
        with self.assertRaises(AccessError):
            objection.with_user(self.member_user).action_reject("No")
        with self.assertRaisesRegex(UserError, "write an answer"):
            objection.with_user(self.officer).action_reject("  ")
        objection.with_user(self.officer).action_reject("No")
        with self.assertRaisesRegex(UserError, "has been answered"):
            objection.with_user(self.officer).action_uphold("Yes")

    def test_nobody_answers_about_themselves(self):
        """The executive in charge does, where the office is one person."""
        person = self.make_volunteer("Officer", self.officer)
        self.company.volunteer_executive_id = self.stranger
        line = self.claim(person)
        line.action_submit()
        line.sudo().write(
            {"state": "approved", "approver_id": False, "approver_group_id": False}
        )
        objection = self.report(line)
        with self.assertRaisesRegex(UserError, "Nobody decides on their own"):
            objection.with_user(self.officer).action_reject("No")
        self.assertFalse(objection.with_user(self.officer).can_answer)
        self.assertTrue(objection.with_user(self.stranger).can_answer)
        objection.with_user(self.stranger).action_uphold("Yes")
        self.assertEqual(line.state, "refused")

    def test_who_sees_it(self):
        """The person it is about does not learn who objected."""
        objection = self.env["volunteer.objection"]._raise_sudo(
            self.line, "He was not there", user=self.portal_user
        )
        for user in (self.member_user, self.portal_user, self.leader_user):
            with self.subTest(user=user.login):
                found = objection.with_user(user).search([])
                self.assertFalse(found)
        # Nor as one of the office, or as the executive in charge.
        self.company.volunteer_executive_id = self.member_user
        self.member_user.write(
            {"group_ids": [Command.link(self.ref("volunteer_base.group_officer"))]}
        )
        self.assertFalse(objection.with_user(self.member_user).search([]))
        self.assertEqual(objection.with_user(self.officer).search([]), objection)
        self.member_user.write(
            {"group_ids": [Command.unlink(self.ref("volunteer_base.group_officer"))]}
        )
        own = self.report(self.line)
        self.assertEqual(own.with_user(self.member_user).search([]), own)
        with self.assertRaises(AccessError):
            own.with_user(self.member_user).read(["contact"])

    def test_guarded(self):
        objection = self.report(self.line)
        for vals in ({"state": "rejected"}, {"answer": "x"}, {"kind": "error_report"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                objection.with_user(self.officer).write(vals)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            objection.with_user(self.officer).write({"text": "Something else"})
        with self.assertRaises(UserError):
            objection.sudo().unlink()

    def test_entered_by_the_office(self):
        objection = (
            self.env["volunteer.objection"]
            .with_user(self.officer)
            .create({"hour_id": self.line.id, "text": "A caller", "contact": "1234"})
        )
        self.assertEqual(objection.notice_id, self.notice)
        self.assertEqual(objection.company_id, self.company)
        self.assertTrue(self.line.is_held)
        self.assertTrue(objection.activity_ids, "a to-do for the office")
        objection.with_user(self.other_officer).action_reject("No")
        self.assertFalse(objection.activity_ids)

    def test_own_copy_and_erasure(self):
        """One's own words are in one's copy, others' are not; erasing empties both."""
        own = self.report(self.line, "I served for three hours")
        other = self.env["volunteer.objection"]._raise_sudo(
            self.line, "He was elsewhere", objector="Neighbour", contact="139"
        )
        other.with_user(self.officer).action_reject("He was here")
        groups = self.member.with_user(self.member_user).get_own_data()["groups"]
        text = str(groups)
        self.assertIn("I served for three hours", text)
        self.assertIn("He was here", text)
        self.assertNotIn("He was elsewhere", text)
        self.member._erase_sudo()
        self.assertEqual((own | other).mapped("text"), ["–", "–"])
        self.assertFalse(other.objector or other.contact)

    def test_many_cost_the_same(self):
        lines = self.Hour.union(
            *(self.claim(date=f"2025-03-{day:02}") for day in range(1, 14))
        )
        self.publish(lines)

        def answer(some):
            objections = self.env["volunteer.objection"].union(
                *(self.report(line) for line in some)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            objections.with_user(self.officer).action_uphold("Yes")
            self.env.flush_all()
            return self.cr.sql_log_count - before

        answer(lines[:1])
        self.assertLessEqual(answer(lines[2:]), answer(lines[1:2]) + 3)
