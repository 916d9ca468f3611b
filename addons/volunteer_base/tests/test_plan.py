from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.misc import file_open

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestPlan(VolunteerCommon):
    def test_projects_from_lines(self):
        """22 lines make 18 projects: lines of one name share one."""
        with file_open("volunteer_base/demo/changzhou-2017-plan.csv", "rb") as stream:
            plan = self._import_plan(stream.read()).with_user(self.officer)
        action = plan.action_create_projects()
        projects = plan.line_ids.project_id
        self.assertEqual(len(projects), 18)
        self.assertEqual(plan.project_count, 18)
        self.assertTrue(all(line.project_id for line in plan.line_ids))
        self.assertEqual(projects.company_id, self.company)
        shared = projects.filtered(lambda project: project.name == "健康“童”行")
        self.assertEqual(shared.plan_line_ids.mapped("sequence"), [5, 7, 11, 18])
        self.assertEqual(shared.manager_id, self.officer)
        self.assertEqual(
            self.env["volunteer.project"].search(action["domain"]), projects
        )
        # Again: nothing new.
        plan.action_create_projects()
        self.assertEqual(plan.line_ids.project_id, projects)

    def test_lines_are_numbered_as_they_come(self):
        plan = self.env["volunteer.plan"].create(
            {
                "name": "Plan",
                "year": 2026,
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"name": name}) for name in ("A", "B")],
            }
        )
        with Form(plan) as form:
            for name in ("C", "D"):
                with form.line_ids.new() as line:
                    line.name = name
                    self.assertEqual(line.sequence, 3 if name == "C" else 4)
        self.env["volunteer.plan.line"].create(
            [
                {"plan_id": plan.id, "name": "F", "sequence": 9},
                {"plan_id": plan.id, "name": "G"},
            ]
        )
        self.assertEqual(
            [row[:2] for row in plan._get_paper_rows()],
            [[1, "A"], [2, "B"], [3, "C"], [4, "D"], [9, "F"], [10, "G"]],
        )

    def test_paper_says_where_nothing_is_planned(self):
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2026, "company_id": self.company.id}
        )
        report = self.env["ir.actions.report"].with_context(lang="en_US")
        for name in ("volunteer_plan_document", "volunteer_plan_document_wide"):
            with self.subTest(name):
                html = report._render_qweb_html(f"volunteer_base.{name}", plan.ids)[0]
                self.assertIn("— no entries —", html.decode())
        self.env["volunteer.plan.line"].create({"plan_id": plan.id, "name": "Guide"})
        html = report._render_qweb_html(
            "volunteer_base.volunteer_plan_document", plan.ids
        )
        self.assertNotIn("— no entries —", html[0].decode())

    def test_next_year_continues_the_project(self):
        plans = self.env["volunteer.plan"].create(
            [
                {
                    "name": f"Plan {year}",
                    "year": year,
                    "company_id": self.company.id,
                    "line_ids": [(0, 0, {"name": "Brand", "period": "6月"})],
                }
                for year in (2026, 2027)
            ]
        )
        first = plans[0].line_ids
        action = first.action_create_project()
        self.assertEqual(action["res_id"], first.project_id.id)
        plans[1].action_create_projects()
        self.assertEqual(plans[1].line_ids.project_id, first.project_id)
        # A closed project is not revived, another unit's is not borrowed.
        first.project_id.sudo().state = "closed"
        third = plans[1].copy({"name": "Plan 2028", "year": 2028})
        third.action_create_projects()
        self.assertNotEqual(third.line_ids.project_id, first.project_id)
        other = self.env["volunteer.plan"].create(
            {
                "name": "Other",
                "company_id": self.other_company.id,
                "line_ids": [(0, 0, {"name": "Brand"})],
            }
        )
        other.action_create_projects()
        self.assertEqual(other.line_ids.project_id.company_id, self.other_company)

    def test_life_cycle(self):
        plan = (
            self.env["volunteer.plan"]
            .with_user(self.officer)
            .create({"name": "Plan", "company_id": self.company.id})
        )
        with self.assertRaisesRegex(UserError, "Add lines"):
            plan.action_submit()
        with self.assertRaisesRegex(UserError, "Add lines"):
            plan.action_create_projects()
        plan.line_ids = [(0, 0, {"name": "Line"})]
        plan.action_submit()
        self.assertEqual(plan.state, "submitted")
        with self.assertRaises(UserError):
            plan.action_submit()
        with self.assertRaises(AccessError):
            plan.action_approve()
        plan.with_user(self.manager).action_approve()
        self.assertEqual(plan.state, "approved")
        with self.assertRaises(AccessError):
            plan.action_draft()
        with self.assertRaises(UserError):
            plan.unlink()
        plan.with_user(self.manager).action_draft()
        self.assertEqual(plan.state, "draft")
        plan.unlink()

    def test_period_edited(self):
        plan = self.env["volunteer.plan"].create(
            {
                "name": "Plan",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"name": "Line", "period": "4月及11月"})],
            }
        )
        line = plan.line_ids
        self.assertEqual(line._get_months(), (4, 11))
        line.period = "根据实际需求"
        self.assertEqual((line._get_months(), line.on_demand), ((), True))
        line.period = "全年"
        self.assertEqual(line.month_mask, 0xFFF)
        self.assertFalse(line.on_demand)

    def test_approved_lines_are_fixed(self):
        plan = self.env["volunteer.plan"].create(
            {
                "name": "Plan",
                "company_id": self.company.id,
                "line_ids": [(0, 0, {"name": "Line", "period": "6月"})],
            }
        )
        plan.action_submit()
        plan.action_approve()
        plan = plan.with_user(self.officer)
        line = plan.line_ids
        for change in (
            lambda: line.write({"period": "7月"}),
            lambda: line.unlink(),
            lambda: plan.write({"line_ids": [(0, 0, {"name": "More"})]}),
            lambda: plan.write({"year": 2030}),
        ):
            with self.assertRaises(UserError):
                change()
        line.action_create_project()
        self.assertTrue(line.project_id)
        draft = plan.copy({"name": "Draft"})
        with self.assertRaisesRegex(UserError, "are approved"):
            draft.line_ids.plan_id = plan
