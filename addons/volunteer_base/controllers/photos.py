import base64

from odoo.http import request

from ..models.shared.volunteer_photo_mixin import MAX_PHOTO


def read_photos(name, most):
    """Return photos that a form sent, in base64; one more than ``most`` is no error.

    :param str name: of the form's field
    :param int most: photos read
    """
    files = request.httprequest.files.getlist(name)
    return [
        base64.b64encode(file.read(MAX_PHOTO + 1))
        for file in files[:most]
        if file.filename
    ]


def limit_of(photos):
    """Return the bytes of a form with so many photos."""
    return photos * MAX_PHOTO + 1024 * 1024
