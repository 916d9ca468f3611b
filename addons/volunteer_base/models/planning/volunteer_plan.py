from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class VolunteerPlan(models.Model):
    _name = "volunteer.plan"
    _description = "Volunteer Plan"
    _inherit = [
        "volunteer.guard.mixin",
        "volunteer.todo.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [
            ("annual", "Annual"),
            ("short", "Short-term"),
            ("mid", "Mid-term"),
            ("long", "Long-term"),
        ],
        required=True,
        default="annual",
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
        help="The calendar year, or the first year of a longer plan.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "volunteer.plan.line", "plan_id", string="Lines", copy=True
    )
    line_count = fields.Integer(compute="_compute_counts")
    project_count = fields.Integer(compute="_compute_counts")
    note = fields.Html()

    _year_range = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2100)", "Please give the year with four digits."
    )

    @api.depends("line_ids.project_id")
    def _compute_counts(self):
        groups = {
            plan: (lines, projects)
            for plan, lines, projects in self.env["volunteer.plan.line"]._read_group(
                [("plan_id", "in", self.ids)],
                ["plan_id"],
                ["__count", "project_id:count_distinct"],
            )
        }
        for plan in self:
            plan.line_count, plan.project_count = groups.get(plan, (0, 0))

    def write(self, vals):
        if {"name", "year", "kind", "company_id"} & set(vals):
            self._check_not_approved()
        return super().write(vals)

    def _check_not_approved(self):
        """:raise UserError: what was approved and sealed no longer changes"""
        approved = self.filtered(lambda plan: plan.state == "approved")
        if approved:
            raise UserError(
                self.env._(
                    "These plans are approved; reopen them first: %(plans)s.",
                    plans=approved.mapped("name"),
                )
            )

    def action_submit(self):
        """Hand plans in for approval.

        :raise UserError: a plan is not a draft or has no line
        """
        self.check_access("write")
        self._check_state("draft")
        empty = self.filtered(lambda plan: not plan.line_ids)
        if empty:
            raise UserError(
                self.env._(
                    "Add lines to the plan first: %(plans)s.",
                    plans=empty.mapped("name"),
                )
            )
        self.sudo().write({"state": "submitted"})
        return True

    def action_approve(self):
        """Approve submitted plans.

        :raise AccessError: the user does not manage volunteering
        :raise UserError: a plan was not submitted
        """
        if not self.env.user.has_group("volunteer_base.group_manager"):
            raise AccessError(
                self.env._("Only a volunteering administrator approves plans.")
            )
        self.check_access("write")
        self._check_state("submitted")
        self.sudo().write({"state": "approved"})
        return True

    def action_draft(self):
        """Take submitted or approved plans back to draft."""
        self.check_access("write")
        if "approved" in self.mapped("state") and not self.env.user.has_group(
            "volunteer_base.group_manager"
        ):
            raise AccessError(
                self.env._(
                    "Only a volunteering administrator reopens an approved plan."
                )
            )
        self.sudo().write({"state": "draft"})
        return True

    def action_create_projects(self):
        """Make a project of every line that has none."""
        return self.line_ids.action_create_project()

    def action_open_projects(self):
        """Open the projects of these plans."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_project_action"
        )
        return {**action, "domain": [("plan_line_ids.plan_id", "in", self.ids)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if "approved" in self.mapped("state"):
            raise UserError(self.env._("An approved plan cannot be deleted."))
