import io

from odoo import fields, models

from ...tools.filing import safe_name
from .volunteer_report_filing import OWED


class VolunteerReportFiling(models.Model):
    """The plan of the year of a unit of this database, on the desk when submitted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    def _fill_from_companies_sudo(self):
        result = super()._fill_from_companies_sudo()
        owed = self.filtered(
            lambda one: one.kind == "plan" and one.unit_id.reporting_company_id
        )
        if owed:
            plans = self.env["volunteer.plan"].sudo()
            owed._take_plans_sudo(
                plans.search(
                    [
                        ("kind", "=", "annual"),
                        ("state", "!=", "draft"),
                        (
                            "company_id",
                            "in",
                            owed.unit_id.reporting_company_id.ids,
                        ),
                        ("year", "in", [day.year for day in owed.mapped("period")]),
                    ]
                )
            )
        return result

    def _take_plans_sudo(self, plans):
        """Hand in these plans, each as the file that its unit prints.

        :param plans: annual plans as superuser, submitted or approved
        """
        by_key = {(plan.company_id, plan.year): plan for plan in plans}
        for filing in self:
            plan = by_key.get((filing.unit_id.reporting_company_id, filing.period.year))
            if not plan or filing.state not in OWED:
                continue
            file = io.BytesIO()
            plan._write_sheet(file)
            vals = {
                "file": self._encode_file(file.getvalue()),
                "filename": safe_name(plan._get_paper_title()) + ".xlsx",
            }
            day = filing.filed_on or plan.date_submitted
            if day:
                vals["filed_on"] = day
            filing._hand_in_sudo(vals)


class VolunteerPlan(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.plan"  # pylint: disable=consider-merging-classes-inherited

    def action_submit(self):
        result = super().action_submit()
        plans = self.sudo().filtered(lambda plan: plan.kind == "annual")
        filings = self.env["volunteer.report.filing"].sudo()
        filings.search(
            [
                ("unit_id.reporting_company_id", "in", plans.company_id.ids),
                ("material_id.kind", "=", "plan"),
                (
                    "period",
                    "in",
                    [fields.Date.to_date(f"{one.year}-01-01") for one in plans],
                ),
                ("state", "in", OWED),
            ]
        )._take_plans_sudo(plans)
        return result
