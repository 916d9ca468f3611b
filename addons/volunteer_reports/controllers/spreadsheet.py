from odoo.http import request

from odoo.addons.volunteer_base.controllers.spreadsheet import send_xlsx


def send_spreadsheet(export):
    """Answer with the file of a wizard, which only who made the wizard gets.

    :param export: a wizard with ``_write_file(file)`` and ``_get_filename()``
    """
    export.check_access("read")
    export = export.exists()
    if not export or export.create_uid != request.env.user:
        raise request.not_found()
    return send_xlsx(export._write_file, export._get_filename())
