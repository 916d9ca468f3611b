from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal


class VolunteerAffiliationPortal(VolunteerPortal):
    """Another unit of the group asks; the person answers on the home page."""

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        requests = request.env["volunteer.affiliation"]._get_open_sudo(volunteer)
        return {**values, "affiliations": requests}

    @http.route(
        "/my/volunteer/units/<int:affiliation_id>/<any(agree,refuse):answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_answer(self, affiliation_id, answer, **_form):
        asked = request.env["volunteer.affiliation"].browse(affiliation_id)
        volunteer = self._get_volunteer_sudo()
        Open = request.env["volunteer.affiliation"]._get_open_sudo(volunteer)
        # Here one answers for oneself only, whatever else one may do in the backend.
        if asked not in Open:
            self._say("danger", request.env._("This question is no longer open."))
        elif answer == "agree":
            if self._attempt(asked.action_agree):
                self._say(
                    "success",
                    request.env._(
                        "Thank you. You now serve in %(unit)s, too.",
                        unit=asked.sudo().company_id.name,
                    ),
                )
        elif self._attempt(asked.action_refuse):
            self._say(
                "success", request.env._("You said no. Whoever asked is not told.")
            )
        return request.redirect(HOME)
