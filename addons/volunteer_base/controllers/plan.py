import io

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from .sending import send_content
from .spreadsheet import XLSX


class VolunteerPlanController(http.Controller):
    @http.route(
        "/volunteer/plan/<int:plan_id>/sheet",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download_plan(self, plan_id, wide="", **_query):
        """The plan as .xlsx: five columns, or with who does what until when."""
        plan = request.env["volunteer.plan"].browse(plan_id)
        stream = io.BytesIO()
        try:
            plan._write_sheet(stream, wide=bool(wide))
            name = f"{plan.name}.xlsx"
        except (AccessError, MissingError) as error:
            # Whether there is such a plan is not told.
            raise request.not_found() from error
        return send_content(stream.getvalue(), name, XLSX)
