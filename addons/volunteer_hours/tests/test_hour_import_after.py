from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.volunteer_base.models import (
    volunteer_import_mixin,
    volunteer_import_running,
)

from ..models import volunteer_hour_import_after
from .test_hour_import import DAY, HEADER, HourImportCase

OPENING = ["志愿者编号", "时长", "组织单位"]


@tagged("post_install", "-at_install")
class TestRepeatedRows(HourImportCase):
    def test_the_same_file_twice(self):
        rows = [self.row(), self.row(day="2026-02-04", start="08:00", hours="3")]
        self.upload(HEADER, *rows).action_run()
        again = self.upload(HEADER, *rows, self.row(day="2026-02-05"))
        self.assertEqual(
            (again.known_count, again.new_count, again.bad_row_count), (2, 1, 0)
        )
        again.action_run()
        self.assertEqual((again.created_count, again.skipped_count), (1, 2))

    def test_nothing_new_is_said(self):
        self.upload(HEADER, self.row()).action_run()
        again = self.upload(HEADER, self.row())
        self.assertFalse(again.new_count)
        with self.assertRaises(UserError):
            again.action_run()

    def test_record_numbers_tell_rows_apart(self):
        header = [*HEADER, "外部记录号"]
        rows = [[*self.row(), "R1"], [*self.row(text="Ward"), "R2"]]
        first = self.upload(header, *rows, platform_id=self.platform.id)
        first.action_run()
        self.assertEqual(first.created_count, 2)
        # Corrected on the platform, and still the same record.
        changed = [*self.row(hours="3", text="Other words"), "R1"]
        again = self.upload(header, changed, platform_id=self.platform.id)
        self.assertEqual((again.known_count, again.new_count), (1, 0))

    def test_a_row_that_stands_twice_in_one_file(self):
        imported = self.upload(HEADER, self.row(), self.row())
        self.assertEqual((imported.new_count, imported.known_count), (1, 1))
        self.assertIn("row 2", imported.problem_ids.message)

    def test_hours_from_presence_are_not_imported_again(self):
        signup = self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == self.citizen
        )
        signup.with_user(self.leader_user).action_confirm_presence()
        header = ["志愿者编号", "日期", "时长", "活动"]
        row = [self.citizen.code, str(self.activity.date), "2", self.activity.name]
        imported = self.upload(header, row)
        self.assertEqual((imported.new_count, imported.known_count), (0, 1))

    def test_cancelled_lines_can_come_again(self):
        imported = self.upload(HEADER, self.row())
        imported.action_run()
        imported.hour_ids.with_user(self.officer).action_cancel()
        self.assertEqual(self.upload(HEADER, self.row()).new_count, 1)

    def test_one_person_in_two_places(self):
        self.claim(
            self.citizen,
            date=DAY,
            start="2026-02-03 00:00:00",
            stop="2026-02-03 02:00:00",
        )
        imported = self.upload(
            HEADER,
            self.row(start="09:00", stop="11:00", hours=""),
            self.row(start="13:00", stop="15:00", hours=""),
            self.row(start="14:00", stop="16:00", hours=""),
        )
        messages = dict(self.problems(imported))
        self.assertEqual(sorted(messages), [2, 4])
        self.assertIn("08:00–10:00", messages[2])
        self.assertIn("Row 3", messages[4])

    def test_the_daily_limit_counts_rows_and_lines(self):
        self.claim(self.citizen, date=DAY, minutes=600)
        imported = self.upload(
            HEADER, self.row(hours="2", text="a"), self.row(hours="1", text="b")
        )
        messages = dict(self.problems(imported))
        self.assertEqual(list(messages), [3])
        self.assertIn("13 h", messages[3])


@tagged("post_install", "-at_install")
class TestOpeningBalances(HourImportCase):
    def setUp(self):
        super().setUp()
        self.imported = self.upload(
            OPENING,
            [self.citizen.code, "1234.5", ""],
            [self.citizen.code, "80", "City League"],
            purpose="opening",
            opening_date="2026-01-01",
        )
        self.imported.action_run()
        self.lines = self.imported.hour_ids.sorted("minutes", reverse=True)

    def test_sums_without_a_due_date(self):
        own, other = self.lines
        self.assertEqual((own.minutes, other.minutes), (74070, 4800))
        self.assertEqual((own.organiser, other.organiser), (False, "City League"))
        for line in self.lines:
            self.assertTrue(line.is_opening)
            self.assertEqual(line.date, date(2026, 1, 1))
            self.assertFalse(line.due_date)
            self.assertTrue(line.description)

    def test_once_a_person_and_organiser(self):
        again = self.upload(
            OPENING,
            [self.citizen.code, "1234.5", ""],
            [self.member.code, "5", ""],
            [self.member.code, "5", ""],
            purpose="opening",
        )
        self.assertEqual((again.known_count, again.new_count), (2, 1))

    def test_another_sum_is_not_lost_in_silence(self):
        again = self.upload(
            OPENING,
            [self.citizen.code, "999", ""],
            [self.member.code, "5", ""],
            [self.member.code, "7", ""],
            purpose="opening",
        )
        self.assertEqual((again.known_count, again.new_count), (0, 1))
        messages = dict(self.problems(again))
        self.assertIn("1234.5 h already", messages[2])
        self.assertIn("5 h", messages[4])

    def test_a_balance_is_not_dated_ahead(self):
        again = self.upload(
            OPENING,
            [self.member.code, "5", ""],
            purpose="opening",
            opening_date="2099-01-01",
        )
        self.assertEqual((again.new_count, again.bad_row_count), (0, 1))

    def test_the_day_is_free_for_other_hours(self):
        line = self.claim(self.citizen, date="2026-01-01")
        self.assertEqual(line.state, "draft")

    def test_through_approval_and_notice_like_any(self):
        own, other = self.lines
        self.approve_all(self.lines)
        self.record(self.claim())
        self.assertEqual(set(self.lines.mapped("state")), {"recorded"})
        self.assertEqual(self.citizen.hours_claimed, 1314.5)
        self.assertLess(self.citizen.hours_year, 1, "they are of the years before")
        self.assertEqual(own.month_hours, 0)
        reversal = self.env["volunteer.hour"].browse(
            own.with_user(self.officer).action_reverse("Counted twice")
        )
        self.assertTrue(reversal.is_opening)
        self.assertFalse(reversal.due_date)
        with self.assertRaisesRegex(UserError, "Recorded"):
            other.sudo().write({"is_opening": False})

    def test_less_may_be_granted(self):
        self.imported.action_submit_all()
        self.lines.with_user(self.leader_user).action_approve(minutes=3003)
        self.assertEqual(set(self.lines.mapped("minutes")), {3003})

    def test_corrected_drafts_stay_opening_balances(self):
        self.lines[0].with_user(self.officer).write({"project_id": self.project.id})
        self.assertTrue(self.lines[0].is_opening)
        self.assertFalse(self.lines[0].due_date)


@tagged("post_install", "-at_install")
class TestAfterAnImport(HourImportCase):
    def _import(self, rows=6, **vals):
        days = [f"2026-01-{day:02d}" for day in range(5, 5 + rows)]
        imported = self.upload(HEADER, *(self.row(day=day) for day in days), **vals)
        imported.action_run()
        return imported

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_hour_import_cron"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_submit_all(self):
        imported = self._import()
        imported.action_submit_all()
        self.assertEqual(set(imported.hour_ids.mapped("state")), {"submitted"})
        self.assertEqual(imported.hour_ids.submitted_by, self.officer)
        with self.assertRaises(UserError):
            imported.action_submit_all()

    def test_many_are_submitted_in_the_background(self):
        self.patch(volunteer_hour_import_after, "SUBMIT_IN_REQUEST", 2)
        self.patch(volunteer_hour_import_after, "SUBMIT_BATCH", 4)
        imported = self._import()
        imported.action_submit_all()
        self.assertEqual(imported.draft_count, 6)
        with self.assertRaises(UserError):
            imported.action_undo()
        self._run_cron()
        self.assertFalse(imported.draft_count)
        self.assertFalse(imported.submit_asked_id)
        self.assertEqual(imported.hour_ids.submitted_by, self.officer)

    def test_large_files_are_imported_in_the_background(self):
        self.patch(volunteer_import_mixin, "ROWS_IN_REQUEST", 2)
        self.patch(volunteer_import_running, "BATCH", 4)
        imported = self._import()
        self.assertEqual((imported.state, imported.hour_count), ("running", 0))
        self._run_cron()
        self.assertEqual((imported.state, imported.created_count), ("done", 6))
        self.assertEqual(imported.hour_ids.create_uid, self.officer)

    def test_undo_takes_all_drafts_away(self):
        imported = self._import()
        imported.action_undo()
        self.assertEqual((imported.state, imported.hour_count), ("undone", 0))
        again = self._import()
        self.assertEqual(again.created_count, 6)

    def test_what_was_submitted_is_not_undone(self):
        imported = self._import()
        imported.hour_ids[0].with_user(self.officer).action_submit()
        with self.assertRaisesRegex(UserError, "1 lines"):
            imported.action_undo()
        self.assertEqual(imported.hour_count, 6)
        with self.assertRaises(UserError):
            imported.unlink()

    def test_what_was_withdrawn_is_cancelled_and_its_trail_kept(self):
        imported = self._import(2)
        withdrawn = imported.hour_ids[0].with_user(self.officer)
        withdrawn.action_submit()
        withdrawn.action_withdraw()
        with self.assertRaisesRegex(UserError, "Cancel them"):
            withdrawn.unlink()
        imported.action_undo()
        self.assertEqual((imported.state, imported.hour_count), ("undone", 0))
        self.assertEqual(withdrawn.exists().state, "cancelled")
        self.assertEqual(len(imported.hour_ids), 1)
        with self.assertRaisesRegex(UserError, "came from this import"):
            imported.unlink()
        self.assertEqual(self._import(2).created_count, 2)

    def test_only_the_office_submits_and_undoes(self):
        imported = self._import()
        for method in ("action_submit_all", "action_undo", "action_open_hours"):
            with self.assertRaises(AccessError, msg=method):
                getattr(imported.with_user(self.leader_user), method)()
