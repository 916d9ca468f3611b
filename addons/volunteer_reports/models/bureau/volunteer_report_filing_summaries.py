from odoo import fields, models

from ...tools.filing import safe_name
from .volunteer_report_filing import OWED

PAPER = "volunteer_reports.volunteer_annual_report_paper"


class VolunteerReportFiling(models.Model):
    """Summaries of units of this database, on the desk once they are confirmed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.report.filing"  # pylint: disable=consider-merging-classes-inherited

    def _fill_from_companies_sudo(self):
        result = super()._fill_from_companies_sudo()
        owed = self.filtered(
            lambda one: one.kind == "summary" and one.unit_id.reporting_company_id
        )
        if owed:
            reports = self.env["volunteer.annual.report"].sudo()
            owed._take_summaries_sudo(
                reports.search(
                    [
                        ("kind", "=", "summary"),
                        ("state", "=", "confirmed"),
                        ("company_id", "in", owed.unit_id.reporting_company_id.ids),
                        ("year", "in", [day.year for day in owed.mapped("period")]),
                    ]
                )
            )
        return result

    def _take_summaries_sudo(self, reports):
        """Hand in these summaries, each as its unit prints it.

        One that was confirmed anew takes the place of the former, until the desk has
        accepted it.

        :param reports: summaries as superuser, confirmed
        """
        by_key = {(report.company_id, report.year): report for report in reports}
        for filing in self:
            unit = filing.unit_id.reporting_company_id
            report = by_key.get((unit, filing.period.year))
            if not report or filing.state not in (*OWED, "filed"):
                continue
            paper = self.env["ir.actions.report"].sudo()
            # The paper needs nothing from the server, so tests render it too.
            paper = paper.with_context(force_report_rendering=True)
            content, _kind = paper._render_qweb_pdf(PAPER, report.ids)
            day = filing.filed_on or unit._get_volunteer_date(report.confirmed_on)
            filing._hand_in_sudo(
                {
                    "file": self._encode_file(content),
                    "filename": safe_name(report.title) + ".pdf",
                    "filed_on": day,
                }
            )


class VolunteerAnnualReport(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.annual.report"  # pylint: disable=consider-merging-classes-inherited

    def action_confirm(self):
        result = super().action_confirm()
        reports = self.sudo().filtered(lambda report: report.kind == "summary")
        filings = self.env["volunteer.report.filing"].sudo()
        filings.search(
            [
                ("unit_id.reporting_company_id", "in", reports.company_id.ids),
                ("material_id.kind", "=", "summary"),
                (
                    "period",
                    "in",
                    [fields.Date.to_date(f"{one.year}-01-01") for one in reports],
                ),
                ("state", "in", (*OWED, "filed")),
            ]
        )._take_summaries_sudo(reports)
        return result
