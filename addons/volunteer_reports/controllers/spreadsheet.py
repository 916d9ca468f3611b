import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_spreadsheet(export):
    """Answer with the file of a wizard, which only who made the wizard gets.

    :param export: a wizard with ``_write_file(file)`` and ``_get_filename()``
    """
    export.check_access("read")
    export = export.exists()
    if not export or export.create_uid != request.env.user:
        raise request.not_found()
    file = tempfile.TemporaryFile()
    try:
        export._write_file(file)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, file),
        headers=[
            ("Content-Type", XLSX),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(export._get_filename())),
            ("Cache-Control", "no-store"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(file.close)
    return response
