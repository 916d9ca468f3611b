import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class VolunteerLedger(http.Controller):
    @http.route(
        "/volunteer/ledger/<int:export_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_ledger(self, export_id):
        """Send a year's ledger; rights are those of the export and of its lines."""
        export = request.env["volunteer.ledger.export"].browse(export_id)
        export.check_access("read")
        export = export.exists()
        if not export or export.create_uid != request.env.user:
            raise request.not_found()
        file = tempfile.TemporaryFile()
        try:
            export._write_file(file)
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
                ("Content-Disposition", content_disposition(export._get_filename())),
                ("Cache-Control", "no-store"),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(file.close)
        return response
