from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)
from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx

from ..models.bureau.volunteer_reporting_unit_page import MOST_BYTES, PAGE

#: Pages and files an hour from one address, by these system parameters.
VIEWS = ("volunteer_reports.desk_hourly_views", 300)
FILES = ("volunteer_reports.desk_hourly_files", 60)


class VolunteerDesk(http.Controller):
    """The page on which a unit without login fetches forms and hands in files."""

    @http.route(
        f"{PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def desk(self, token, done="", **_query):
        """Show what a unit owes and what it handed in lately."""
        unit = self._find(token)
        if not unit:
            return self._render_gone()
        if not check_hourly("desk", *VIEWS):
            return self._render_flood()
        return self._render_page(unit, done=done)

    @http.route(
        f"{PAGE}/<string:token>/<int:filing_id>.xlsx",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def desk_form(self, token, filing_id):
        """Send the form of a monthly report."""
        filing = self._find_filing(self._find(token), filing_id)._filter_forms()
        if not filing:
            return self._render_gone()
        if not check_hourly("desk", *VIEWS):
            return self._render_flood()
        return send_xlsx(filing._write_template, filing._get_template_name())

    @http.route(
        f"{PAGE}/<string:token>/<int:filing_id>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=MOST_BYTES + 1024 * 1024,
    )
    def desk_hand_in(self, token, filing_id, file=None, **_form):
        """Take a file for one of the unit's materials."""
        unit = self._find(token)
        filing = self._find_filing(unit, filing_id)
        if not filing:
            return self._render_gone()
        if not check_hourly("desk-file", *FILES):
            return self._render_flood()
        name = getattr(file, "filename", "") or ""
        data = file.read(MOST_BYTES + 1) if name else b""
        try:
            # The savepoint flushes, so that a constraint of the database speaks here.
            with request.env.cr.savepoint():
                filing._hand_in_file_sudo(name, data)
        except (UserError, IntegrityError) as error:
            text = str(error) if isinstance(error, UserError) else None
            return self._render_page(unit, filing=filing, problem=text)
        return request.redirect(f"{PAGE}/{token}?done={filing.id}", code=303)

    # ------------------------------------------------------------------

    def _find(self, token):
        return request.env["volunteer.reporting.unit"]._find_sudo(token)

    def _find_filing(self, unit, filing_id):
        """Return a filing of this unit, and none of another one's."""
        Filing = request.env["volunteer.report.filing"].sudo()
        if not unit or not 0 < filing_id < 2**31:
            return Filing
        return Filing.search([("id", "=", filing_id), ("unit_id", "=", unit.id)])

    def _render_page(self, unit, filing=None, problem=None, done=""):
        owed, handed_in = unit._get_page_rows_sudo()
        known = {str(one.id): one for one in handed_in}
        return render_private(
            "volunteer_reports.desk_page",
            {
                "unit": unit,
                "bureau": unit.company_id,
                "url": f"{PAGE}/{unit.token}",
                "owed": owed,
                "handed_in": handed_in,
                "failed": filing,
                "problem": problem,
                "done": known.get(done),
            },
        )

    def _render_gone(self):
        return render_private("volunteer_reports.desk_gone", {}, status=404)

    def _render_flood(self):
        return render_private("volunteer_hours.notice_flood", {}, status=429)
