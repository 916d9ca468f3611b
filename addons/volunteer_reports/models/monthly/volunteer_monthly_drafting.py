from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.monthly import add_months, first_day, last_day

#: Activities whose experience, and lines of the plan, that a draft begins with.
MOST_LINES = 12
#: Months before the last one that are drafted when they were missed.
MOST_MONTHS = 11
#: Reports drafted between two commits.
BATCH = 100


class VolunteerMonthlyReport(models.Model):
    """A month's report drafts itself on the 1st, and asks to be handed in."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_monthly_reports(self):
        """Draft reports of units with volunteers, where there are none; remind.

        Last month's, and those missed since the report before.
        """
        units = (
            self.env["res.company"]
            .sudo()
            .search([("volunteer_report_monthly", "=", True)])
        )
        months = defaultdict(units.browse)
        for unit, missing in self._get_missing_months_sudo(units).items():
            for month in missing:
                months[month] |= unit
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(units))
        for month, companies in months.items():
            companies = self._filter_to_draft_sudo(companies, month)
            for start in range(0, len(companies), BATCH):
                self._draft_sudo(companies[start : start + BATCH], month)
                if not progress._commit_progress(BATCH):
                    return
        self._remind_sudo(units)
        progress._commit_progress(remaining=0)

    @api.model
    def _get_missing_months_sudo(self, companies):
        """Return ``{company: months}``: after its latest report up to last month.

        A report deleted between others is not wanted, and does not come back; more
        than a year back is left to the office.
        """
        lasts = {
            unit: add_months(first_day(unit._get_volunteer_today()), -1)
            for unit in companies
        }
        there = defaultdict(list)
        for unit, month in self.sudo()._read_group(
            [("company_id", "in", companies.ids)], ["company_id", "month:month"]
        ):
            there[unit].append(month)
        result = {}
        for unit, last in lasts.items():
            earliest = add_months(last, -MOST_MONTHS)
            latest = max((one for one in there[unit] if one <= last), default=None)
            month = max(add_months(latest, 1), earliest) if latest else last
            result[unit] = []
            while month <= last:
                result[unit].append(month)
                month = add_months(month, 1)
        return result

    @api.model
    def _filter_to_draft_sudo(self, companies, month):
        """Return the units that have volunteers, and no report of the month yet."""
        volunteers = self.env["volunteer.volunteer"].sudo()
        serving = {
            company.id
            for (company,) in volunteers._read_group(
                [
                    ("company_id", "in", companies.ids),
                    ("state", "in", ("trial", "registered", "suspended")),
                ],
                ["company_id"],
            )
        }
        there = self.sudo().search(
            [("company_id", "in", companies.ids), ("month", "=", month)]
        )
        return companies.filtered(
            lambda unit: unit.id in serving and unit not in there.company_id
        )

    @api.model
    def _draft_sudo(self, companies, month):
        """Make the reports of these units and a to-do for each office."""
        lang = self.env["ir.actions.report"]._get_paper_lang()
        self = self.with_context(lang=lang)
        experience = self._collect_experience_sudo(companies, month)
        plans = self._collect_plans_sudo(companies, add_months(month, 1))
        reports = self.sudo().create(
            [
                {
                    "company_id": company.id,
                    "month": month,
                    "experience": experience.get(company),
                    "next_plan": plans.get(company),
                    "signatory": company.volunteer_report_signatory,
                    "phone": company.phone,
                    "filled_by": False,
                }
                for company in companies
            ]
        )
        for due_on, group in reports.grouped("due_on").items():
            group._todo_for_office_sudo(
                "monthly_due",
                lambda env, day=due_on: env._(
                    "Hand in the monthly report by %(date)s", date=format_date(env, day)
                ),
                date=due_on,
            )
        return reports

    def action_suggest_texts(self):
        """Fill empty texts with what activities and the plan of the year say.

        :raise AccessError: not of the volunteer office of the unit
        :raise UserError: handed in already
        """
        self._check_office()
        self._check_at_work()
        for month, reports in self.sudo().grouped("month").items():
            units = reports.company_id
            experience = self._collect_experience_sudo(units, month)
            plans = self._collect_plans_sudo(units, add_months(month, 1))
            for report in reports:
                unit = report.company_id
                report.write(
                    {
                        "experience": report.experience or experience.get(unit),
                        "next_plan": report.next_plan or plans.get(unit),
                    }
                )
        return True

    @api.model
    def _collect_experience_sudo(self, companies, month):
        """Return ``{company: text}`` of what was learnt in the month's activities."""
        lines = defaultdict(list)
        for activity in (
            self.env["volunteer.activity"]
            .sudo()
            .search(
                Domain("company_id", "in", companies.ids)
                & Domain("state", "=", "done")
                & Domain("experience", "not in", (False, ""))
                & Domain("date", ">=", month)
                & Domain("date", "<=", last_day(month)),
                order="date, start, id",
            )
        ):
            lines[activity.company_id].append(
                f"{activity.name}: {' '.join(activity.experience.split())}"
            )
        return {unit: "\n".join(texts[:MOST_LINES]) for unit, texts in lines.items()}

    @api.model
    def _collect_plans_sudo(self, companies, month):
        """Return ``{company: text}`` of what the plan of the year says for a month."""
        lines = defaultdict(list)
        for line in (
            self.env["volunteer.plan.line"]
            .sudo()
            .search(
                Domain("company_id", "in", companies.ids)
                & Domain("plan_id.kind", "=", "annual")
                & Domain("plan_id.year", "=", month.year)
                & Domain("plan_id.state", "=", "approved")
                & Domain("month_mask", ">", 0)
            )
        ):
            if month.month in line._get_months():
                parts = filter(None, (line.name, line.population, line.content))
                lines[line.company_id].append(
                    ", ".join(" ".join(part.split()) for part in parts)
                )
        return {unit: "\n".join(texts[:MOST_LINES]) for unit, texts in lines.items()}
