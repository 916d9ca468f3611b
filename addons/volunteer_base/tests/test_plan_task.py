from datetime import date
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


class PlanCommon(VolunteerCommon):
    def _new_plan(self, *periods, year=2026, **vals):
        return self.env["volunteer.plan"].create(
            {
                "name": f"Plan {year}",
                "year": year,
                "company_id": self.company.id,
                "line_ids": [
                    (0, 0, {"sequence": place, "name": f"Line {place}", "period": text})
                    for place, text in enumerate(periods, start=1)
                ],
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestPlanTasks(PlanCommon):
    def test_due_from_the_time(self):
        plan = self._new_plan("4月及11月", "2月", "根据实际需求", "雨天视潮汐")
        lines = plan.line_ids
        self.assertEqual(
            lines.mapped("date_due"),
            [date(2026, 11, 30), date(2026, 2, 28), False, False],
        )
        self.assertEqual(lines.mapped("is_unread_period"), [False, False, False, True])
        self.assertEqual(lines[3].period, "雨天视潮汐", "kept as written")
        lines[1].date_due = "2026-02-10"
        lines[1].period = "3月"
        self.assertEqual(lines[1].date_due, date(2026, 2, 10), "set by hand stays")
        lines[:2].write({"period": "4月"})
        self.assertEqual(
            lines[:2].mapped("date_due"),
            [date(2026, 4, 30), date(2026, 2, 10)],
            "moved with the months, unless set by hand",
        )

    def test_owner_reports_without_a_group(self):
        owner = self._new_user("plan_owner", "base.group_user")
        plan = self._new_plan("6月", "7月")
        first, second = plan.line_ids
        first.user_id = owner
        plan.action_submit()
        plan.action_approve()
        Line = self.env["volunteer.plan.line"].with_user(owner)
        self.assertEqual(Line.search([("plan_id", "=", plan.id)]), first)
        own = first.with_user(owner)
        own.action_start_task()
        own.action_finish_task("40 people taught")
        self.assertEqual((first.task_state, first.result), ("done", "40 people taught"))
        self.assertTrue(first.date_done)
        with self.assertRaises(UserError):
            own.action_finish_task()
        with self.assertRaises(AccessError):
            second.with_user(owner).action_start_task()
        with self.assertRaises(AccessError):
            own.write({"content": "Other"})
        own.action_reopen_task()
        with self.assertRaises(UserError):
            own.action_drop_task(" ")
        own.action_drop_task("No school wanted it")
        self.assertEqual(first.task_state, "dropped")

    def test_progress_is_no_field_to_write(self):
        line = self._new_plan("6月").line_ids
        with self.assertRaises(UserError):
            line.with_user(self.officer).write({"task_state": "done"})

    @freeze_time("2026-07-01 04:00:00")
    def test_overdue(self):
        plan = self._new_plan("6月", "7月", "6月")
        plan.line_ids[2].action_finish_task()
        found = self.env["volunteer.plan.line"].search(
            [("plan_id", "=", plan.id), ("is_overdue", "=", True)]
        )
        self.assertEqual(found, plan.line_ids[0])
        self.assertEqual(plan.line_ids.mapped("is_overdue"), [True, False, False])
        rest = self.env["volunteer.plan.line"].search(
            [("plan_id", "=", plan.id), ("is_overdue", "=", False)]
        )
        self.assertEqual(rest, plan.line_ids[1:])


@tagged("post_install", "-at_install")
class TestPlanYear(PlanCommon):
    def _hold(self, project, day, state="done"):
        activity = self._new_activity(
            publish=False,
            project_id=project.id,
            team_id=self.team.id,
            start=f"{day} 02:00:00",
            stop=f"{day} 04:00:00",
        )
        activity.sudo().state = state
        return activity

    @freeze_time("2026-07-10 04:00:00")
    def test_planned_against_held(self):
        plan = self._new_plan("4月、6月、8月", "根据实际需求")
        plan.action_create_projects()
        first, second = plan.line_ids.mapped("project_id")
        self._hold(first, "2026-04-05")
        self._hold(first, "2026-04-06")
        self._hold(first, "2026-05-06")
        self._hold(first, "2026-12-06", "published")
        self._hold(first, "2025-06-06")
        self._hold(first, "2026-06-06", "cancelled")
        table = plan.with_user(self.officer).get_year_table()
        row = table["rows"][0]
        status = {cell["month"]: cell["status"] for cell in row["cells"]}
        self.assertEqual(
            {month: name for month, name in status.items() if name},
            {4: "held", 5: "extra", 6: "missed", 8: "planned", 12: "coming"},
        )
        self.assertEqual(row["cells"][3]["held"], 2)
        self.assertAlmostEqual(row["attainment"], 1 / 3)
        self.assertEqual(table["today"], 7)
        self.assertIsNone(table["rows"][1]["attainment"])
        self.assertEqual(plan.line_ids[0].held_count, 3)
        self.assertAlmostEqual(plan.line_ids[0].attainment, 1 / 3)
        self.assertFalse(second.service_activity_ids)

    def test_queries_of_the_year(self):
        def queries(plan):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan.get_year_table()
            return self.env.cr.sql_log_count - before

        small = self._new_plan("4月")
        large = self._new_plan(*["4月"] * 30, year=2027)
        (small | large).action_create_projects()
        queries(small)
        # A cache that runs out in between costs one more; a line costs none.
        self.assertLessEqual(queries(large), queries(small) + 2)

    def test_copy_to_next_year(self):
        plan = self._new_plan("4月", "5月", name="2026年安排表")
        plan.action_create_projects()
        closed = plan.line_ids[1].project_id
        closed.sudo().state = "closed"
        plan.line_ids[0].action_finish_task()
        plan.action_submit()
        action = plan.with_user(self.officer).action_copy_to_next_year()
        copy = self.env["volunteer.plan"].browse(action["res_id"])
        self.assertEqual(
            (copy.name, copy.year, copy.state), ("2027年安排表", 2027, "draft")
        )
        self.assertEqual(copy.line_ids.mapped("period"), ["4月", "5月"])
        self.assertEqual(copy.line_ids[0].project_id, plan.line_ids[0].project_id)
        self.assertFalse(copy.line_ids[1].project_id)
        self.assertEqual(copy.line_ids[0].task_state, "todo")
        self.assertEqual(copy.line_ids[0].date_due, date(2027, 4, 30))
        with self.assertRaisesRegex(UserError, "2027年安排表"):
            plan.action_copy_to_next_year()


@tagged("post_install", "-at_install")
class TestPlanDue(PlanCommon):
    def _todos(self, plan):
        return plan.activity_ids.filtered("automated")

    @freeze_time("2026-05-31 04:00:00")
    def test_late(self):
        plan, early = self._new_plan("6月"), self._new_plan("6月", year=2027)
        self.assertEqual(plan.date_due, date(2026, 5, 30))
        self.assertTrue(plan.is_late)
        self.assertFalse(early.is_late)
        early.action_submit()
        self.assertFalse(early.is_late)
        plan.action_submit()
        self.assertTrue(plan.is_late, "handed in too late")
        self.assertFalse(self._new_plan("6月", kind="long").date_due)

    def test_whoever_approves_is_told(self):
        plan = self._new_plan("6月")
        plan.with_user(self.officer).action_submit()
        self.assertEqual(self._todos(plan).user_id, self.manager)
        plan.with_user(self.manager).action_approve()
        self.assertFalse(self._todos(plan))

    @freeze_time("2026-05-20 04:00:00")
    def test_a_unit_without_any_plan_is_reminded_too(self):
        Plan = self.env["volunteer.plan"]
        mine = [("company_id", "=", self.company.id), ("kind", "=", "annual")]
        self.assertFalse(Plan.search(mine))
        Plan._cron_remind_of_plan()
        plan = Plan.search(mine)
        self.assertEqual((plan.year, plan.state), (2026, "draft"))
        self.assertEqual(self._todos(plan).user_id, self.officer)
        Plan._cron_remind_of_plan()
        self.assertEqual(Plan.search(mine), plan)
        nobody = [("company_id", "=", self.other_company.id)]
        self.assertFalse(Plan.search(nobody), "nobody serves there")

    def test_reminded_once_before_it_is_due(self):
        Plan = self.env["volunteer.plan"]
        with freeze_time("2025-06-30 04:00:00"):
            last = self._new_plan("6月", year=2025)
            last.action_submit()
            last.action_approve()
        with freeze_time("2026-05-10 04:00:00"):
            Plan._cron_remind_of_plan()
            self.assertFalse(self._todos(last), "too early")
        with freeze_time("2026-05-16 04:00:00"):
            Plan._cron_remind_of_plan()
            todo = self._todos(last)
            self.assertEqual(todo.date_deadline, date(2026, 5, 30))
            self.assertEqual(todo.user_id, self.officer)
            Plan._cron_remind_of_plan()
            self.assertEqual(self._todos(last), todo)
        with freeze_time("2027-05-20 04:00:00"):
            plan = self._new_plan("6月", year=2027)
            plan.action_submit()
            plan.action_approve()
            Plan._cron_remind_of_plan()
            self.assertFalse(self._todos(plan), "handed in")


@tagged("post_install", "-at_install")
class TestPlanSheet(PlanCommon):
    def test_five_columns_as_text(self):
        plan = self._new_plan("4月", "=1+1")
        stream = BytesIO()
        plan.with_user(self.officer)._write_sheet(stream)
        page = openpyxl.load_workbook(stream).active
        rows = list(page.iter_rows(min_row=2, values_only=True))
        self.assertEqual(len(rows[0]), 5)
        self.assertEqual(rows[1], (1, "Line 1", "", "", "4月"))
        self.assertEqual(page.cell(4, 5).data_type, "s")
        self.assertEqual(rows[2][4], "=1+1")
        plan._write_sheet(wide := BytesIO(), wide=True)
        page = openpyxl.load_workbook(wide).active
        self.assertEqual(page.cell(3, 8).value, "2026-04-30")
        with self.assertRaises(AccessError):
            plan.with_user(self.staff)._write_sheet(BytesIO())
