from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerEvaluationController(http.Controller):
    @http.route(
        "/volunteer/evaluation/<int:round_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_evaluation(self, round_id):
        """Send the register of an evaluation."""
        evaluation_round = request.env["volunteer.evaluation.round"].browse(round_id)
        try:
            evaluation_round._check_may_download()
        except (AccessError, MissingError, UserError) as error:
            raise request.not_found() from error
        return send_xlsx(
            evaluation_round.sudo()._write_file_sudo, evaluation_round._get_filename()
        )
