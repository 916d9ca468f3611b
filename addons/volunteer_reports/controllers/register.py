from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.sending import send_content
from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerRegister(http.Controller):
    @http.route(
        "/volunteer/register/<string:model>/<int:record_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_register_xlsx(self, model, record_id):
        """Send a register as a spreadsheet; rights are the register's own."""
        register = self._find(model, record_id)
        return send_xlsx(
            register._write_register_xlsx, register._get_register_filename("xlsx")
        )

    @http.route(
        "/volunteer/register/<string:model>/<int:record_id>.pdf",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def volunteer_register_pdf(self, model, record_id):
        """Send a register on paper; rights are the register's own."""
        register = self._find(model, record_id)
        name = register._get_register_filename("pdf")
        return send_content(register._render_register_pdf(), name)

    def _find(self, model, record_id):
        mixin = request.env["volunteer.register.mixin"]
        try:
            return mixin._find_register(model, record_id)
        except MissingError as error:
            raise NotFound from error
        except AccessError as error:
            raise Forbidden from error
