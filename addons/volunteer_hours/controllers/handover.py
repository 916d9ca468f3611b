import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from odoo.addons.volunteer_base.controllers.volunteer_import import XLSX


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
        file = tempfile.TemporaryFile()
        try:
            batch.sudo()._write_file_sudo(file)
            size = file.tell()
        except BaseException:
            file.close()
            raise
        file.seek(0)
        response = request.make_response(
            wrap_file(request.httprequest.environ, file),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(batch._get_filename())),
                ("Cache-Control", "no-store"),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(file.close)
        return response
