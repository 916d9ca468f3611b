"""Pages without login whose address is a key, and how often one may ask for them."""

from odoo.http import request


def render_private(template, values, status=200):
    """Answer with a page that goes into no index, no cache and no other site's log."""
    response = request.render(template, values)
    response.status_code = status
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def check_hourly(purpose, parameter, usual, about=""):
    """Return whether this visitor's address may do one more thing this hour, and count.

    :param str purpose: what is counted, in one word
    :param str parameter: the system parameter that may hold another limit
    :param int usual: the limit where the parameter holds none
    :param str about: what the visitor is limited in apart from other things
    """
    Throttle = request.env["volunteer.throttle"].sudo()
    limit = request.env["ir.config_parameter"].sudo().get_param(parameter) or ""
    address = Throttle._get_address_key(request.httprequest.remote_addr)
    return Throttle._check_throttle_sudo(
        purpose,
        f"{about} {address}" if about else address,
        int(limit) if limit.isdecimal() else usual,
        3600,
    )
