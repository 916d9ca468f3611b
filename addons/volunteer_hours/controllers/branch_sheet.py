from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerBranchSheetController(http.Controller):
    @http.route(
        "/volunteer/branch-sheet/<int:sheet_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_branch_sheet(self, sheet_id):
        """Send a branch sheet to who made it."""
        sheet = request.env["volunteer.branch.sheet"].browse(sheet_id)
        try:
            sheet._check_may_see()
        except (AccessError, MissingError, UserError) as error:
            raise request.not_found() from error
        return send_xlsx(sheet._write_file, sheet._get_filename())
