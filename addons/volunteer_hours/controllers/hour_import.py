from odoo import http

from odoo.addons.volunteer_base.controllers.volunteer_import import (
    VolunteerImportController,
)


class VolunteerHourImportController(VolunteerImportController):
    @http.route(
        "/volunteer/hours/import/<int:import_id>/mistakes",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_hour_mistakes(self, import_id):
        """The rows with a mistake, with the reasons in a last column."""
        return self._send_mistakes("volunteer.hour.import", import_id)
