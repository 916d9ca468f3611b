import tempfile

from werkzeug.wsgi import wrap_file

from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_xlsx(write, filename, mimetype=XLSX):
    """Answer with a file, streamed from the disk; nobody keeps a copy of it.

    :param write: function of a binary file opened for writing
    """
    file = tempfile.TemporaryFile()
    try:
        write(file)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, file),
        headers=[
            ("Content-Type", mimetype),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(filename)),
            ("Cache-Control", "no-store"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(file.close)
    return response
