import io
import zipfile

from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.sending import send_content
from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


class VolunteerFiling(http.Controller):
    """Empty forms of monthly reports, for units that keep no volunteers here."""

    @http.route(
        "/volunteer/filing/<int:filing_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_filing_form(self, filing_id):
        """Send the form of one filing."""
        filing = self._find([filing_id])
        return send_xlsx(filing._write_template, filing._get_template_name())

    @http.route(
        "/volunteer/filing/<string:filing_ids>.zip",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def volunteer_filing_forms(self, filing_ids):
        """Send the forms of many filings as an archive."""
        numbers = filing_ids.split("-")[:500]
        if not all(number.isdecimal() and len(number) < 10 for number in numbers):
            raise request.not_found()
        filings = self._find([int(number) for number in numbers])
        archive = io.BytesIO()
        taken = set()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as box:
            for filing in filings:
                name = filing._get_template_name()
                if name in taken:
                    name = f"{filing.id} {name}"
                taken.add(name)
                form = io.BytesIO()
                filing._write_template(form)
                box.writestr(name, form.getvalue())
        name = request.env._("Forms of monthly reports.zip")
        return send_content(archive.getvalue(), name, "application/zip")

    def _find(self, ids):
        """Return the monthly reports of the user's desk that are still owed."""
        filings = request.env["volunteer.report.filing"].search([("id", "in", ids)])
        filings = filings._filter_forms()
        if not filings:
            raise request.not_found()
        return filings
