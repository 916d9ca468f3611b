from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.portal import HOME, VolunteerPortal
from odoo.addons.volunteer_base.controllers.sending import send_paper
from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx

REPORT = "volunteer_reports.volunteer_file_report"
ZIP = "application/zip"


class VolunteerFilesPortal(VolunteerPortal):
    """The volunteer's own file on paper."""

    @http.route(
        f"{HOME}/file.pdf", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_volunteer_file(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        name = request.env._("Volunteer's file %(code)s.pdf", code=volunteer.code)
        # The model checks whose file it is, and numbers stay masked.
        return send_paper(REPORT, volunteer, name)


class VolunteerActivityFile(http.Controller):
    @http.route(
        "/volunteer/activity/<int:activity_id>/file.zip",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def volunteer_activity_file(self, activity_id):
        """Send an activity's file to those in charge of it, and to the office."""
        activity = request.env["volunteer.activity"].browse(activity_id)
        if not activity.sudo().exists():
            raise request.not_found()
        return send_xlsx(activity._write_file_archive, activity._get_file_name(), ZIP)
