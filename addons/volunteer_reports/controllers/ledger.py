from odoo import http
from odoo.http import request

from .spreadsheet import send_spreadsheet


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
        return send_spreadsheet(
            request.env["volunteer.ledger.export"].browse(export_id)
        )
