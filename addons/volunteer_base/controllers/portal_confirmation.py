from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal

CONFIRM = "/my/volunteer/confirm"


class VolunteerConfirmationPortal(VolunteerPortal):
    """The person confirms: a registration by the department, or the yearly data."""

    @http.route(
        CONFIRM, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_confirm(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        values, id_number = volunteer._get_own_data_proposal_sudo()
        answering = volunteer.confirmation in ("pending", "refused")
        return self._render(
            "volunteer_base.portal_confirm",
            {
                "page_name": "volunteer_confirm",
                "volunteer": volunteer,
                "answering": answering,
                "data": values,
                "id_number": id_number,
                "department": volunteer.employee_id.department_id.name,
                "documents": volunteer._get_open_documents_sudo()[volunteer]
                if answering
                else volunteer.env["volunteer.document"],
            },
        )

    @http.route(CONFIRM, type="http", auth="user", website=True, methods=["POST"])
    def portal_volunteer_confirm_own(self, **form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        own = volunteer.with_user(request.env.user)
        values = {
            name: form[name] for name in volunteer._own_data_fields if name in form
        }
        answering = volunteer.confirmation in ("pending", "refused")
        if answering:
            done = self._attempt(lambda: own.action_confirm_own(values))
            text = request.env._(
                "Thank you. You are registered: your volunteer number is %(code)s.",
                code=volunteer.code,
            )
        else:
            done = self._attempt(lambda: own.action_reconfirm_own(values))
            text = request.env._("Thank you. Your data is confirmed.")
        if not done:
            return request.redirect(CONFIRM)
        self._say("success", text)
        return request.redirect(HOME)

    @http.route(
        f"{CONFIRM}/refuse", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_refuse_own(self, **_form):
        volunteer = self._get_volunteer_sudo()
        own = volunteer.with_user(request.env.user)
        # Sent twice, the second time says the same.
        if volunteer.confirmation == "refused" or self._attempt(own.action_refuse_own):
            self._say(
                "success",
                request.env._(
                    "You are not registered. You can change your mind here at any time."
                ),
            )
        return request.redirect(CONFIRM)
