import io

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from .sending import send_content
from .spreadsheet import XLSX


class VolunteerImportController(http.Controller):
    @http.route(
        "/volunteer/import/<int:import_id>/mistakes",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_mistakes(self, import_id):
        """The rows that were left out, with the reasons in a last column."""
        return self._send_mistakes("volunteer.import", import_id)

    def _send_mistakes(self, model, import_id):
        register = request.env[model].browse(import_id)
        try:
            register._check_may_download()
            stream = io.BytesIO()
            register.sudo()._write_mistakes_sudo(stream)
        except (AccessError, MissingError) as error:
            # Whether there is such an import is not told.
            raise request.not_found() from error
        except UserError as error:
            return request.make_response(
                str(error), [("Content-Type", "text/plain; charset=utf-8")], status=410
            )
        return send_content(stream.getvalue(), register._get_mistakes_filename(), XLSX)
