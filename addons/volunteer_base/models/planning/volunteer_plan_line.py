from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.plan_period import months_text, parse_period


class VolunteerPlanLine(models.Model):
    _name = "volunteer.plan.line"
    _description = "Volunteer Plan Line"
    _order = "plan_id, sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "volunteer.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state")
    sequence = fields.Integer(string="No.")
    name = fields.Char(string="Project Name", required=True)
    population = fields.Char(string="Whom It Serves")
    content = fields.Text()
    period = fields.Char(
        string="Time", help="As planned, e.g. “4月及11月”; months are read from it."
    )
    month_mask = fields.Integer(
        compute="_compute_months",
        store=True,
        precompute=True,
        aggregator=None,
        help="Bit 0 is January, bit 11 is December.",
    )
    months = fields.Char(compute="_compute_months_text")
    on_demand = fields.Boolean(compute="_compute_months", store=True, precompute=True)
    user_id = fields.Many2one(
        "res.users", string="Owner", index="btree_not_null", ondelete="restrict"
    )
    date_due = fields.Date(string="Due")
    project_id = fields.Many2one(
        "volunteer.project",
        string="Resulting Project",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )

    @api.depends("period")
    def _compute_months(self):
        for line in self:
            period = parse_period(line.period or "")
            line.month_mask = sum(1 << (month - 1) for month in period.months)
            line.on_demand = period.on_demand
            line.is_unread_period = bool(line.period) and not period.recognised

    @api.depends("month_mask", "on_demand")
    @api.depends_context("lang")
    def _compute_months_text(self):
        for line in self:
            line.months = (
                self.env._("On demand")
                if line.on_demand
                else months_text(line._get_months())
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(self._number(vals_list))
        lines.plan_id._check_not_approved()
        return lines

    @api.model
    def _number(self, vals_list):
        """Return the values with numbers that go on within each plan.

        A table in which every line is the first can be printed, but not read in again.
        """
        plans = {vals["plan_id"] for vals in vals_list if vals.get("plan_id")}
        last = {
            plan.id: number
            for plan, number in self._read_group(
                [("plan_id", "in", list(plans))], ["plan_id"], ["sequence:max"]
            )
        }
        numbered = []
        for vals in vals_list:
            plan = vals.get("plan_id")
            number = vals.get("sequence") or last.get(plan, 0) + 1
            last[plan] = max(last.get(plan, 0), number)
            numbered.append({**vals, "sequence": number})
        return numbered

    @api.onchange("name")
    def _onchange_name(self):
        if not self.sequence:
            numbers = self.plan_id.line_ids.mapped("sequence")
            self.sequence = max(numbers, default=0) + 1

    def write(self, vals):
        # Projects are made, and owners change, after approval too.
        if not set(vals) - self._get_fields_after_approval():
            return super().write(vals)
        self.plan_id._check_not_approved()
        result = super().write(vals)
        # The plan they were moved into, too.
        self.plan_id._check_not_approved()
        return result

    @api.model
    def _get_fields_after_approval(self):
        """Return the names of what still changes in an approved plan."""
        return {"project_id", "user_id", "date_due"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.plan_id._check_not_approved()

    def _get_months(self):
        """Return the planned months, 1 to 12, in order."""
        self.ensure_one()
        return tuple(
            month for month in range(1, 13) if self.month_mask >> (month - 1) & 1
        )

    def action_create_project(self):
        """Make a project of every line that has none, and open what was made.

        A project is a lasting service with a brand, so lines of one name share one:
        “健康“童”行” in four kindergartens is one project with four lines.

        :return: an action on the lines' projects
        :raise UserError: no line was given
        """
        if not self:
            raise UserError(self.env._("Add lines to the plan first."))
        Project = self.env["volunteer.project"]
        known = {
            (project.company_id, project.name): project
            for project in Project.search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("name", "in", self.mapped("name")),
                    ("state", "!=", "closed"),
                ]
            )
        }
        first_lines = {}
        for line in self.filtered(lambda line: not line.project_id):
            key = (line.company_id, line.name)
            if key not in known:
                first_lines.setdefault(key, line)
        made = Project.create(
            [line._prepare_project_vals() for line in first_lines.values()]
        )
        known.update(zip(first_lines, made, strict=True))
        for key, project in known.items():
            self.filtered(
                lambda line, key=key: (
                    not line.project_id and (line.company_id, line.name) == key
                )
            ).project_id = project
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_project_action"
        )
        if len(self.project_id) == 1:
            return {
                **action,
                "res_id": self.project_id.id,
                "views": [(False, "form")],
                "view_mode": "form",
            }
        return {**action, "domain": [("id", "in", self.project_id.ids)]}

    def _prepare_project_vals(self):
        self.ensure_one()
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "population": self.population,
            "content": self.content,
            "manager_id": (self.user_id or self.env.user).id,
        }
