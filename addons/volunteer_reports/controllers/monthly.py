from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerMonthly(http.Controller):
    @http.route(
        "/volunteer/monthly/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def monthly_file(self, report_id):
        """Answer with the spreadsheet of a report: as handed in, or as of now."""
        reports = request.env["volunteer.monthly.report"]
        report = reports.has_access("read") and reports.search([("id", "=", report_id)])
        if not report:
            raise request.not_found()
        return send_xlsx(report._write_file, f"{report._get_filename()}.xlsx")
