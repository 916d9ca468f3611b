"""Files as answers: one's own, so that no cache keeps them."""

from odoo.http import content_disposition, request

PDF = "application/pdf"


def send_content(content, filename, mimetype=PDF):
    """Answer with a file that is there already.

    :param bytes content: what is in it
    """
    return request.make_response(
        content,
        headers=[
            ("Content-Type", mimetype),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(filename)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def send_paper(report, records, filename):
    """Answer with a paper of records, once the caller has checked whose they are.

    As superuser: reports are for internal users, and these are asked for by others,
    too. Our papers need nothing from the server, so they are rendered in tests as well.

    :param str report: external identifier or technical name of the report
    """
    reports = request.env["ir.actions.report"].sudo()
    reports = reports.with_context(force_report_rendering=True)
    content, _kind = reports._render_qweb_pdf(report, records.ids)
    return send_content(content, filename)
