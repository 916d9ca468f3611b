from odoo import http
from odoo.http import request


class VolunteerExport(http.Controller):
    @http.route(
        "/volunteer/export/<int:export_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_export(self, export_id):
        """Send a file that was made in the background, to who asked for it."""
        export = request.env["volunteer.export"].browse(export_id).exists()
        if not export or not export.has_access("read"):
            raise request.not_found()
        export._check_download()
        stream = request.env["ir.binary"]._get_stream_from(
            export.sudo().attachment_id, filename=export.name
        )
        response = stream.get_response(as_attachment=True)
        response.headers["Cache-Control"] = "no-store"
        return response
