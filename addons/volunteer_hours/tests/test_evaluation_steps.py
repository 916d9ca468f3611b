from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.evaluation.volunteer_evaluation_locking import (
    ERASABLE_COLUMNS,
    FREE_FIELDS,
    LOCKED_COLUMNS,
)
from .evaluation_common import HR, SheetsCase


@tagged("post_install", "-at_install")
class TestEvaluationSteps(SheetsCase):
    def test_from_the_person_to_hr(self):
        self.send_out()
        self.assertEqual(self.round.state, "open")
        self.assertEqual(self.sheet.state, "self")
        self.sheet.with_user(self.member_user).action_remark(" Forty hours. ")
        self.assertEqual(self.sheet.self_text, "Forty hours.")
        self.assertEqual(self.sheet.state, "department")
        self.sheet.with_user(self.head_user).action_department("Agreed.")
        self.assertEqual(self.sheet.department_by_id, self.head_user)
        self.assertEqual(self.sheet.waits_for, "committee")
        self.sheet.with_user(self.officer).action_committee("Agreed, too.")
        self.assertEqual(self.sheet.waits_for, "hr")
        self.sheet.with_user(self.hr_user).action_confirm("Into the appraisal.")
        self.assertEqual(self.sheet.state, "confirmed")
        # What nobody changed is score and proposed grade.
        self.assertEqual(self.sheet.final_score, 17.5)
        self.assertEqual(self.sheet.final_grade, "Good")

    def test_hr_decides_other_points(self):
        self.take_to_hr()
        sheet = self.sheet.with_user(self.hr_user)
        with self.assertRaises(UserError):
            sheet.action_confirm(points=float("nan"))
        with self.assertRaises(UserError):
            sheet.action_confirm(points="12")
        sheet.action_confirm(points=12.345, grade="Very good")
        self.assertEqual(self.sheet.final_score, 12.35)
        self.assertEqual(self.sheet.final_grade, "Very good")
        self.assertEqual(self.sheet.score, 17.5)

    def test_without_login_or_head_the_committee_goes_on(self):
        nobody = self.make_volunteer("Without a login")
        alone = self.make_sheet(nobody)
        quiet = self.make_sheet(None, self._employ("Quiet", None, self.ward))
        self.send_out()
        self.assertEqual(alone.state, "committee")
        self.assertEqual(quiet.state, "department")
        self.citizen_sheet.with_user(self.portal_user).action_remark("Fine.")
        self.assertEqual(self.citizen_sheet.state, "committee")

    def test_nobody_decides_about_themselves(self):
        own = self.make_sheet(None, self.head)
        self.send_out()
        own.with_user(self.head_user).action_remark("Well led.")
        # The head of the department is the person: the committee goes on.
        self.assertEqual(own.state, "committee")
        self.head_user.group_ids += self.env.ref("volunteer_base.group_officer")
        self.head_user.group_ids += self.env.ref(HR)
        for method in (
            lambda sheet: sheet.action_committee("Agreed."),
            lambda sheet: sheet.action_send_back("Anew."),
        ):
            with self.assertRaises(AccessError):
                method(own.with_user(self.head_user))
        own.with_user(self.officer).action_committee("Agreed.")
        with self.assertRaises(AccessError):
            own.with_user(self.head_user).action_confirm()
        own.with_user(self.hr_user).action_confirm()
        with self.assertRaises(AccessError):
            own.with_user(self.head_user).action_correct("More points.")

    def test_everything_in_its_turn(self):
        self.send_out()
        for user, deed in (
            (self.head_user, lambda sheet: sheet.action_department("Agreed.")),
            (self.officer, lambda sheet: sheet.action_committee("Agreed.")),
            (self.hr_user, lambda sheet: sheet.action_confirm("Agreed.")),
            (self.hr_user, lambda sheet: sheet.action_correct("Wrong.")),
        ):
            with self.assertRaisesRegex(UserError, "waits for somebody else"):
                deed(self.sheet.with_user(user))
        with self.assertRaises(UserError):
            self.sheet.with_user(self.member_user).action_remark("  ")
        self.assertEqual(self.sheet.state, "self")

    def test_rights_of_every_step(self):
        self.send_out()
        others = (self.head_user, self.officer, self.hr_user)
        for user in others:
            with self.assertRaises(AccessError):
                self.sheet.with_user(user).action_remark("For somebody else.")
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        for user in (self.officer, self.hr_user):
            with self.assertRaises(AccessError):
                self.sheet.with_user(user).action_department("Agreed.")
        self.sheet.with_user(self.head_user).action_department("Agreed.")
        for user in (self.head_user, self.hr_user):
            with self.assertRaises(AccessError):
                self.sheet.with_user(user).action_committee("Agreed.")
        self.sheet.with_user(self.officer).action_committee("Agreed.")
        for user in (self.head_user, self.officer):
            with self.assertRaises(AccessError):
                self.sheet.with_user(user).action_confirm()
            with self.assertRaises(AccessError):
                self.sheet.with_user(user).action_skip()

    def test_sending_back_goes_one_step(self):
        self.take_to_hr()
        with self.assertRaises(UserError):
            self.sheet.with_user(self.hr_user).action_send_back(" ")
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.officer).action_send_back("Not my turn")
        for user, waits in (
            (self.hr_user, "committee"),
            (self.officer, "department"),
            (self.head_user, "self"),
        ):
            self.sheet.with_user(user).action_send_back("Say more.")
            self.assertEqual(self.sheet.waits_for, waits)
            self.assertEqual(self.sheet.returned_by_id, user)
        self.assertEqual(self.sheet.self_text, "I did well.")
        message = self.env["volunteer.message"].search(
            [("volunteer_id", "=", self.member.id)], order="id desc", limit=1
        )
        self.assertIn("Say more.", message.body)
        self.assertEqual(message.url, f"/my/volunteer/evaluation/{self.sheet.id}")
        self.sheet.with_user(self.member_user).action_remark("More.")
        self.assertFalse(self.sheet.return_reason)

    def test_correction_is_a_new_version(self):
        self.confirm()
        (new_id,) = self.sheet.with_user(self.hr_user).action_correct("Two days more.")
        new = self.Sheet.browse(new_id)
        self.assertEqual((new.version, new.previous_id), (2, self.sheet))
        self.assertEqual((new.is_current, self.sheet.is_current), (True, False))
        self.assertEqual(new.waits_for, "hr")
        self.assertEqual(new.department_text, "Agreed.")
        self.assertFalse(new.hr_on)
        # Figures are taken anew, by the scheme, which gives nothing by now.
        self.assertEqual((new.score, self.sheet.score), (0, 17.5))
        self.assertEqual(new.scheme["name"], "Points")
        self.assertEqual(self.sheet.state, "confirmed")
        with self.assertRaisesRegex(UserError, "newer version"):
            self.sheet.with_user(self.hr_user).action_correct("Again.")
        new.with_user(self.hr_user).action_confirm()
        self.assertEqual(new.state, "confirmed")

    def test_confirmed_stays(self):
        self.confirm()
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "new version"):
            self.sheet.sudo().write({"final_score": 20})
        with self.assertRaisesRegex(UserError, "new version"):
            self.sheet.sudo().unlink()
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.hr_user).write({"final_score": 20})
        for statement in (
            "UPDATE volunteer_evaluation SET final_score = 20 WHERE id = %s",
            "UPDATE volunteer_evaluation SET state = 'draft' WHERE id = %s",
            "UPDATE volunteer_evaluation SET self_text = 'x' WHERE id = %s",
            "UPDATE volunteer_evaluation SET volunteer_name = 'x' WHERE id = %s",
            "DELETE FROM volunteer_evaluation WHERE id = %s",
        ):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [self.sheet.id])

    def test_every_column_is_locked_or_known_to_be_free(self):
        stored = {
            name
            for name, field in self.Sheet._fields.items()
            if field.store and field.column_type and name not in MAGIC_COLUMNS
        }
        known = {*LOCKED_COLUMNS, *ERASABLE_COLUMNS, *FREE_FIELDS}
        self.assertEqual(
            stored - known, {"volunteer_name", "returned_by_id"}, "locked or free?"
        )

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_evaluation_round_cron_move_on"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_dates_over(self):
        self.round.write(
            {"remark_until": "2026-01-10", "department_until": "2026-01-20"}
        )
        self.send_out()
        # In UTC; the unit's day begins eight hours earlier.
        for moment, state in (
            ("2026-01-10 15:00:00", "self"),
            ("2026-01-10 17:00:00", "department"),
            ("2026-01-20 04:00:00", "department"),
            ("2026-01-22 04:00:00", "committee"),
            ("2026-01-23 04:00:00", "committee"),
        ):
            with freeze_time(moment):
                self.run_cron()
            self.assertEqual(self.sheet.state, state, moment)
        self.assertFalse(self.sheet.self_text)

    def test_head_who_left_holds_nothing_up(self):
        self.send_out()
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        self.ward.manager_id = False
        self.run_cron()
        self.assertEqual(self.sheet.state, "committee")

    def test_hr_goes_on_without(self):
        self.send_out()
        self.sheet.with_user(self.hr_user).action_skip()
        self.assertEqual(self.sheet.state, "department")
        self.sheet.with_user(self.hr_user).action_skip()
        self.assertEqual(self.sheet.state, "committee")

    def test_round_closes_when_all_is_confirmed(self):
        evaluation_round = self.round.with_user(self.hr_user)
        self.send_out()
        with self.assertRaisesRegex(UserError, "3 sheets are not confirmed"):
            evaluation_round.action_close()
        for sheet in self.sheet | self.unregistered_sheet | self.citizen_sheet:
            self.confirm(sheet)
        evaluation_round.action_close()
        self.assertEqual(self.round.state, "closed")
        self.assertFalse(self.round.activity_ids)
        with self.assertRaises(UserError):
            evaluation_round.action_open()

    def test_who_is_told(self):
        self.send_out()
        messages = self.env["volunteer.message"].search(
            [("url", "like", "/my/volunteer/evaluation/")]
        )
        self.assertEqual(messages.volunteer_id, self.member | self.citizen)
        todo = self.round.activity_ids
        self.assertEqual(todo.user_id, self.head_user)
        # Once more, for sheets made later: nobody hears of it twice.
        self.send_out()
        self.assertEqual(len(self.round.activity_ids), 1)

    def test_queries_do_not_grow(self):
        few = self._measure(2)
        many = self._measure(12)
        self.assertLessEqual(many, few + 2)

    def _measure(self, count):
        evaluation_round = self.round.copy({"name": f"Round of {count}"})
        sheets = self.Sheet.browse()
        for number in range(count):
            person = self._employ(f"{count} {number}", None, self.ward)
            sheets |= self.make_sheet(None, person, evaluation_round, state="committee")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sheets.with_user(self.officer).action_committee("Agreed.")
        sheets.with_user(self.hr_user).action_confirm("Agreed.")
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
