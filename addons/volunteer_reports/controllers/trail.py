from odoo import http
from odoo.http import request

from .spreadsheet import send_spreadsheet


class VolunteerTrail(http.Controller):
    @http.route(
        "/volunteer/trail/<int:export_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_trail(self, export_id):
        """Send the trail of a period; rights are those of the export and its lines."""
        return send_spreadsheet(request.env["volunteer.trail.export"].browse(export_id))
