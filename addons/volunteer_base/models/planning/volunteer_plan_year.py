from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.plan_year import MONTHS, attainment, month_status, next_year_name


class VolunteerPlan(models.Model):
    """A plan's year: planned against held, and the plan of the year after."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.plan"  # pylint: disable=consider-merging-classes-inherited

    copied_from_id = fields.Many2one(
        "volunteer.plan",
        string="Continues",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    # Pressed twice at the same moment.
    _continued_once = models.UniqueIndex(
        "(copied_from_id) WHERE copied_from_id IS NOT NULL",
        "Next year's plan was made from this one already.",
    )

    def get_year_table(self):
        """Return what each line planned for each month beside what was held.

        :return: ``{"year": int, "today": month 1-12 or 0 outside this year, "rows":
            [{"id": int, "name": str, "on_demand": bool, "period": str, "project_id":
            int or False, "attainment": 0-1 or None, "cells": [{"month": 1-12,
            "status": see ``tools.plan_year.month_status``, "held": int, "coming":
            int}]}]}``, lines in the plan's order
        :rtype: dict
        :raise AccessError: the user does not read this plan
        """
        self.ensure_one()
        self.check_access("read")
        today = self.company_id._get_volunteer_today()
        held, coming = self.line_ids._count_activities_sudo()
        rows = []
        for line in self.line_ids:
            months = set(line._get_months())
            cells = [
                {
                    "month": month,
                    "status": month_status(
                        month in months,
                        held[line][month],
                        coming[line][month],
                        (self.year, month) < (today.year, today.month),
                    ),
                    "held": held[line][month],
                    "coming": coming[line][month],
                }
                for month in MONTHS
            ]
            rows.append(
                {
                    "id": line.id,
                    "name": line.name,
                    "on_demand": line.on_demand,
                    "period": line.period or "",
                    "project_id": line.project_id.id,
                    "attainment": attainment(months, +held[line]),
                    "cells": cells,
                }
            )
        return {
            "year": self.year,
            "today": today.month if today.year == self.year else 0,
            "rows": rows,
        }

    def action_copy_to_next_year(self):
        """Make next year's draft of these plans and open it.

        Lines keep their times, owners and projects; due dates and progress begin anew.

        :return: an action on the new plans
        :raise UserError: next year's plan was made from this one already
        """
        self.check_access("read")
        made = self.search([("copied_from_id", "in", self.ids)])
        if made:
            raise UserError(
                self.env._(
                    "There is one already: %(plans)s.", plans=made.mapped("name")
                )
            )
        plans = self.browse()
        for plan in self:
            copy = plan.copy(
                {
                    "name": next_year_name(plan.name, plan.year),
                    "year": plan.year + 1,
                    "copied_from_id": plan.id,
                }
            )
            for line, new in zip(plan.line_ids, copy.line_ids, strict=True):
                if line.project_id.state != "closed":
                    new.project_id = line.project_id
            plans += copy
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_plan_action"
        )
        if len(plans) == 1:
            return {**action, "res_id": plans.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", plans.ids)]}


class VolunteerPlanLine(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.plan.line"  # pylint: disable=consider-merging-classes-inherited

    planned_months = fields.Integer(compute="_compute_attainment")
    held_count = fields.Integer(
        string="Activities Held",
        compute="_compute_attainment",
        help="Activities of the resulting project held in the plan's year.",
    )
    attainment = fields.Float(
        compute="_compute_attainment",
        help="Share of the planned months in which an activity was held.",
    )

    @api.depends("month_mask", "project_id", "plan_id.year")
    def _compute_attainment(self):
        held, _coming = self._count_activities_sudo()
        for line in self:
            months = line._get_months()
            line.planned_months = len(months)
            line.held_count = held[line].total()
            line.attainment = attainment(months, +held[line]) or 0.0

    def _count_activities_sudo(self):
        """Return what was held and what is to come of each line's project, by month.

        Lines of one project share its activities. One query however many lines.

        :return: two of ``{line: Counter({month: activities})}``
        """
        held, coming = defaultdict(Counter), defaultdict(Counter)
        years = [year for year in self.plan_id.mapped("year") if year]
        if not self.project_id or not years:
            return held, coming
        groups = (
            self.env["volunteer.activity"]
            .sudo()
            ._read_group(
                Domain("project_id", "in", self.project_id.ids)
                & Domain("state", "in", ("published", "done"))
                & Domain("date", ">=", f"{min(years)}-01-01")
                & Domain("date", "<=", f"{max(years)}-12-31"),
                ["project_id", "state", "date:month"],
                ["__count"],
            )
        )
        lines_of = defaultdict(list)
        for line in self:
            lines_of[line.project_id, line.plan_id.year].append(line)
        for project, state, month, count in groups:
            counts = held if state == "done" else coming
            for line in lines_of[project.with_env(self.env), month.year]:
                counts[line][month.month] += count
        return held, coming
