from odoo import api, models

from ...tools.monthly_file import Form, write_monthly


class VolunteerMonthlyReport(models.Model):
    """The report as .xlsx: for the bureau, or empty for a unit that fills it in."""

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
        lang = self.env["report.volunteer_reports.certificate"]._get_paper_lang()
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

    @api.model
    def _write_template(self, stream, unit, credit_code, month):
        """Write an empty form for a unit to fill in, in the language of the paper.

        Nothing in it is of this database but what is handed over; what comes back is
        read by ``tools.monthly_file.read_monthly``.

        :param stream: a binary file opened for writing
        :param str unit: name of the unit
        :param str credit_code: its credit code, or an empty text
        :param date month: first day
        """
        lang = self.env["report.volunteer_reports.certificate"]._get_paper_lang()
        report = self.with_context(lang=lang)
        labels = report._get_monthly_labels()
        labels["help"] = report.env._(
            "Fill in the white cells only. Hours with two decimals at most, shares in "
            "per cent without the sign. “Not recorded yet” are hours that are still in "
            "approval or public notice; report them next month as hours of earlier "
            "months. Codes on the right stay as they are."
        )
        form = Form(
            unit=unit,
            credit_code=credit_code or "",
            month=month,
            labels=labels,
            activity_heads=report._get_activity_heads(),
        )
        write_monthly(stream, form, is_template=True)

    def _get_shown_activities(self, figures):
        """Return the rows of activities: as handed in, or as of now."""
        self.ensure_one()
        if "activities" in figures:
            return figures["activities"]
        return self._get_activity_rows_sudo()
