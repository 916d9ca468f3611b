from odoo.http import request, route

from odoo.addons.auth_signup.controllers.main import AuthSignupHome

#: Requests an hour from one address, and for one login.
ADDRESS_LIMIT, LOGIN_LIMIT = 30, 5


class VolunteerResetPassword(AuthSignupHome):
    """A forgotten password: strangers do not learn who has a login here."""

    @route()
    def web_auth_reset_password(self, *args, **kw):
        """Answer every request for a link alike, whether or not one was sent."""
        if request.httprequest.method != "POST":
            return super().web_auth_reset_password(*args, **kw)
        qcontext = self.get_auth_signup_qcontext()
        if qcontext.get("token") or not qcontext.get("reset_password_enabled"):
            return super().web_auth_reset_password(*args, **kw)
        if self._check_reset_throttle(kw.get("login")):
            # Sends the e-mail; its page tells too much.
            super().web_auth_reset_password(*args, **kw)
        qcontext["message"] = request.env._(
            "If this login exists and has an e-mail address, a link to set a new "
            "password is on its way. Without an e-mail address, ask your volunteer "
            "office: it prints you one."
        )
        response = request.render("auth_signup.reset_password", qcontext)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return response

    def _check_reset_throttle(self, login):
        Throttle = request.env["volunteer.throttle"].sudo()
        address = Throttle._get_address_key(request.httprequest.remote_addr)
        login = (login or "").strip().lower()
        return Throttle._check_throttle_sudo(
            "reset-address", address, ADDRESS_LIMIT, 3600
        ) and Throttle._check_throttle_sudo("reset-login", login, LOGIN_LIMIT, 3600)
