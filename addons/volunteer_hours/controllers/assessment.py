from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerAssessmentController(http.Controller):
    @http.route(
        "/volunteer/assessment/<int:assessment_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_assessment(self, assessment_id):
        """The rows of an assessment that the user may read, as a file."""
        assessment = request.env["volunteer.team.assessment"].search(
            [("id", "=", assessment_id)]
        )
        if not assessment:
            raise request.not_found()
        return send_xlsx(assessment._write_file, f"{assessment.name}.xlsx")
