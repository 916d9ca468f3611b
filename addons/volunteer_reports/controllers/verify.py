from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)
from odoo.addons.volunteer_base.tools.paper import format_hours

from ..models.certificates.volunteer_certificate_public import ROWS_A_PAGE
from ..tools.verification import normal_code

PAGE = "/volunteer/verify"
LIST = "/volunteer/certificates"
#: Bytes of a file that is compared; 500 certificates in one take some more.
MAX_FILE = 5 * 1024 * 1024
#: Codes and files asked about, and pages looked at, an hour from one address, by these
#: system parameters: a school may sit behind one.
CODES = ("volunteer_reports.verify_hourly", 300)
FILES = ("volunteer_reports.verify_hourly_files", 60)
VIEWS = ("volunteer_reports.certificates_hourly_views", 600)


class VolunteerVerify(http.Controller):
    @http.route(
        [PAGE, f"{PAGE}/<string:code>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_verify(self, code="", **_query):
        """Say whether a certificate is genuine: to whoever holds its code."""
        # Where files are sent to: asked for again without one, as on a new language.
        asked = bool(code.strip()) and code != "file"
        if asked and not check_hourly("verify", *CODES):
            return self._render({"flood": True}, status=429)
        Certificate = request.env["volunteer.certificate"]
        found = Certificate._verify_sudo(normal_code(code)) if asked else {}
        return self._render({"asked": asked, "found": found})

    @http.route(
        f"{PAGE}/file",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
        max_content_length=2 * MAX_FILE,
    )
    def volunteer_verify_file(self, **form):
        """Say whether a file is one that was printed here, unchanged; keep nothing."""
        if not check_hourly("verify-file", *FILES):
            return self._render({"flood": True}, status=429)
        sent = form.get("file")
        content = sent.read(MAX_FILE + 1) if hasattr(sent, "read") else b""
        if len(content) > MAX_FILE:
            return self._render({"file": "large"})
        if not content.startswith(b"%PDF-"):
            return self._render({"file": "kind"})
        answer = request.env["volunteer.certificate"]._verify_file_sudo(content)
        if not answer:
            return self._render({"file": "unknown"})
        return self._render({"file": "unchanged", **answer})

    @http.route(
        [f"{LIST}/<string:token>", f"{LIST}/<string:token>/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_certificates(self, token, page=1, **_query):
        """Show the certificates that a unit has issued of late, with masked names."""
        company = request.env["res.company"]._find_certificate_page_sudo(token)
        if not company:
            return render_private("volunteer_reports.certificates_gone", {}, status=404)
        if not check_hourly("certificates", *VIEWS):
            return render_private("volunteer_hours.notice_flood", {}, status=429)
        page = max(1, min(page, 100_000))
        rows, count = company._get_published_certificates_sudo((page - 1) * ROWS_A_PAGE)
        return render_private(
            "volunteer_reports.certificates_page",
            {
                "company": company,
                "rows": rows,
                "count": count,
                "pager": pager(
                    url=f"{LIST}/{token}", total=count, page=page, step=ROWS_A_PAGE
                ),
            },
        )

    def _render(self, values, status=200):
        found = values.get("found") or {}
        for name, minutes in (("hours", "minutes"), ("hours_now", "minutes_now")):
            if found:
                found[name] = request.env._(
                    "%(hours)s hours", hours=format_hours(found[minutes])
                )
        return render_private(
            "volunteer_reports.verify_page",
            {"asked": False, "found": {}, "file": "", "flood": False, **values},
            status=status,
        )
