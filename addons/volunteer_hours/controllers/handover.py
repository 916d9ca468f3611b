from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerHandoverController(http.Controller):
    # Giving ID numbers away is logged: not readonly.
    @http.route(
        "/volunteer/handover/<int:batch_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def download_batch(self, batch_id):
        """Send the file of a batch for a public system."""
        batch = request.env["volunteer.hour.handover"].browse(batch_id)
        try:
            batch._check_may_download()
        except (AccessError, MissingError, UserError) as error:
            raise request.not_found() from error
        return send_xlsx(batch.sudo()._write_file_sudo, batch._get_filename())
