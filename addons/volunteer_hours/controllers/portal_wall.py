from odoo import http
from odoo.http import request

from odoo.addons.volunteer_base.controllers.privacy import (
    PRIVACY,
    VolunteerPrivacyPortal,
)


class VolunteerWallPortal(VolunteerPrivacyPortal):
    """How one is named on the honour wall, said on one's own page."""

    @http.route(
        f"{PRIVACY}/wall", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_wall_name(self, choice="", **_form):
        volunteer = self._get_volunteer_sudo()
        if volunteer and self._attempt(
            lambda: volunteer.sudo(False).action_set_wall_name(choice)
        ):
            self._say("success", request.env._("Saved: your name on the honour wall."))
        return request.redirect(f"{PRIVACY}#volunteer_wall_name", code=303)
