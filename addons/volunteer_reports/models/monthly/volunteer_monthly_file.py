from odoo import models

from ...tools.monthly_file import Form, write_monthly


class VolunteerMonthlyReport(models.Model):
    """The report as .xlsx, for the bureau."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    def action_download(self):
        """Download the report as a spreadsheet; what was handed in, as it was.

        :raise AccessError: not of the volunteer office of the unit, nor above it
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/monthly/{self.id}.xlsx",
            "target": "download",
        }

    def action_print(self):
        """Print the report.

        :raise AccessError: not of the volunteer office of the unit, nor above it
        """
        self.check_access("read")
        report = self.env.ref("volunteer_reports.volunteer_monthly_report_report")
        return report.report_action(self)

    def _write_file(self, stream):
        """Write the report as .xlsx, in the language of the paper.

        :param stream: a binary file opened for writing
        :raise AccessError: not the user's to read
        """
        self.ensure_one()
        self.check_access("read")
        lang = self.env["ir.actions.report"]._get_paper_lang()
        report = self.with_context(lang=lang)
        figures = report._get_current_figures()[report]
        form = Form(
            unit=report.company_id.sudo().name,
            credit_code=report.company_id.sudo().company_registry or "",
            month=report.month,
            labels=report._get_monthly_labels(),
            values=figures["values"],
            texts=report._get_texts(),
            activity_heads=report._get_activity_heads(),
            activities=report._get_shown_activities(figures),
        )
        write_monthly(stream, form)

    def _get_shown_activities(self, figures):
        """Return the rows of activities: as handed in, or as of now."""
        self.ensure_one()
        if "activities" in figures:
            return figures["activities"]
        return self._get_activity_rows_sudo()
