from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.month_names import MONTH_NAMES

#: To-dos about a plan: that it is due, and then that it waits for approval.
MATTER = "plan"


class ResCompany(models.Model):
    """When the plan of a year is due."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_plan_due_month = fields.Selection(
        MONTH_NAMES,
        string="Plan Due in",
        required=True,
        default="5",
    )
    volunteer_plan_due_day = fields.Integer(
        string="Plan Due on Day",
        default=30,
        help="Day of the month by which the plan of the year is handed in; 31 is the "
        "last day of a shorter month.",
    )
    volunteer_plan_notice_days = fields.Integer(
        string="Remind of the Plan",
        default=14,
        help="Days before the plan is due on which the volunteer office is reminded, "
        "once a year; 0 reminds nobody.",
    )

    _volunteer_plan_due_range = models.Constraint(
        "CHECK (volunteer_plan_due_day BETWEEN 1 AND 31 "
        "AND volunteer_plan_notice_days >= 0)",
        "The plan is due on a day between 1 and 31; days cannot be negative.",
    )

    def _get_volunteer_plan_due(self, year):
        """Return the date by which the plan of a year is handed in."""
        self.ensure_one()
        company = self.sudo()
        month = fields.Date.to_date(
            f"{year}-{int(company.volunteer_plan_due_month):02}-01"
        )
        return month + relativedelta(day=company.volunteer_plan_due_day)


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_plan_due_month = fields.Selection(
        related="company_id.volunteer_plan_due_month", readonly=False, required=True
    )
    volunteer_plan_due_day = fields.Integer(
        related="company_id.volunteer_plan_due_day", readonly=False
    )
    volunteer_plan_notice_days = fields.Integer(
        related="company_id.volunteer_plan_notice_days", readonly=False
    )


class VolunteerPlan(models.Model):
    """A plan of the year is handed in on time, and somebody is told that it was."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.plan"  # pylint: disable=consider-merging-classes-inherited

    date_submitted = fields.Date(string="Handed in on", readonly=True, copy=False)
    date_due = fields.Date(string="Due", compute="_compute_date_due")
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_date_due",
        help="Handed in after the day set for the unit, or not at all by then.",
    )

    # So that the office is reminded once a year.
    reminded_year = fields.Integer(readonly=True, copy=False, aggregator=None)

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "date_submitted", "reminded_year")

    @api.depends("year", "kind", "state", "date_submitted", "company_id")
    def _compute_date_due(self):
        for plan in self:
            annual = plan.kind == "annual" and plan.year and plan.company_id
            plan.date_due = annual and plan.company_id._get_volunteer_plan_due(
                plan.year
            )
            # A plan from before the date was noted is not called late.
            handed_in = plan.date_submitted or (
                plan.state == "draft"
                and (plan.company_id or self.env.company)._get_volunteer_today()
            )
            plan.is_late = bool(
                plan.date_due and handed_in and handed_in > plan.date_due
            )

    def action_submit(self):
        result = super().action_submit()
        plans = self.sudo()
        for company, group in plans.grouped("company_id").items():
            group.write({"date_submitted": company._get_volunteer_today()})
        plans._end_office_todos_sudo(MATTER)
        plans._ask_for_approval_sudo()
        return result

    def action_approve(self):
        result = super().action_approve()
        self.sudo()._end_office_todos_sudo(MATTER)
        return result

    def action_draft(self):
        result = super().action_draft()
        plans = self.sudo()
        plans.write({"date_submitted": False})
        plans._end_office_todos_sudo(MATTER)
        return result

    def _ask_for_approval_sudo(self):
        """Give who approves plans in the unit a to-do."""
        managers = self.env.ref("volunteer_base.group_manager").sudo().all_user_ids
        people = managers.filtered(
            lambda user: user.active and not user._is_superuser()
        )
        users = {}
        for plan in self:
            able = people.filtered(
                lambda user, plan=plan: plan.company_id in user.company_ids
            )
            home = able.filtered(
                lambda user, plan=plan: user.company_id == plan.company_id
            )
            users[plan] = (home or able)[:1]
        self.filtered(lambda plan: users[plan])._todo_for_office_sudo(
            MATTER, lambda env: env._("Approve the plan"), users=users
        )

    @api.model
    def _make_first_sudo(self, company, year, officer):
        """Return an empty draft of the year, named in the language of the officer."""
        env = self.with_context(lang=officer.lang).env
        return self.sudo().create(
            {
                "name": env._("Volunteer Plan %(year)s", year=year),
                "year": year,
                "company_id": company.id,
                "user_id": officer.id,
            }
        )

    @api.model
    def _cron_remind_of_plan(self):
        """Remind the office of each unit, once, that the plan of the year is due.

        The to-do stands on the draft of that year, else on the last plan, from which
        the new one is best made. A unit with volunteers and no plan at all gets an
        empty draft, on which the to-do stands.
        """
        plans = self.sudo().search([("kind", "=", "annual")])
        of_company = plans.grouped("company_id")
        serving = (
            self.env["volunteer.volunteer"]
            .sudo()
            ._read_group([("state", "in", ("trial", "registered"))], ["company_id"])
        )
        companies = plans.company_id.union(*(company for (company,) in serving))
        companies = companies.filtered("active")
        officers = companies._get_volunteer_officers_sudo()
        for company in companies:
            own = of_company.get(company, plans.browse())
            today = company._get_volunteer_today()
            due = company._get_volunteer_plan_due(today.year)
            days = company.volunteer_plan_notice_days
            if not days or not (due - relativedelta(days=days)) <= today:
                continue
            if not own and officers[company]:
                own = self._make_first_sudo(company, due.year, officers[company])
            of_year = own.filtered(lambda plan, year=due.year: plan.year == year)
            if of_year.filtered(lambda plan: plan.state != "draft"):
                continue
            subject = (of_year or own.sorted("year", reverse=True))[:1]
            if not subject or subject.reminded_year == due.year:
                continue
            subject.reminded_year = due.year
            subject._todo_for_office_sudo(
                MATTER,
                lambda env, year=due.year: env._(
                    "The volunteer plan of %(year)s is due", year=year
                ),
                date=due,
            )


class VolunteerHome(models.AbstractModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.home"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_tile_definitions(self):
        return [
            *super()._get_tile_definitions(),
            {
                "key": "plan_drafts",
                "title": self.env._("Plans to hand in"),
                "hint": self.env._("Drafts of this year; submit them in time."),
                "model": "volunteer.plan",
                "domain": Domain("state", "=", "draft")
                & Domain("kind", "=", "annual")
                & Domain("year", "=", fields.Date.context_today(self).year),
                "action": "volunteer_base.volunteer_plan_action",
                "group": "volunteer_base.group_officer",
            },
            {
                "key": "plan_tasks",
                "title": self.env._("My overdue tasks"),
                "hint": self.env._("Lines of the plans that you see to."),
                "model": "volunteer.plan.line",
                "domain": Domain("user_id", "=", self.env.uid)
                & Domain("is_overdue", "=", True),
                "action": "volunteer_base.volunteer_plan_line_action_own",
            },
        ]
