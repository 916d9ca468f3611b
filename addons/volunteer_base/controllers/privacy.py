import json

from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal
from .sending import send_content, send_paper

PRIVACY = "/my/volunteer/privacy"
REPORT = "volunteer_base.volunteer_own_copy_report"


class VolunteerPrivacyPortal(VolunteerPortal):
    """One's own data: read it, take a copy along, ask for its erasure."""

    @http.route(
        PRIVACY, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_privacy(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_base.portal_privacy",
            {
                "page_name": "volunteer_privacy",
                "volunteer": volunteer,
                "identity": volunteer.identity_ids[:1],
                "disclosures": volunteer.disclosure_ids.filtered(
                    lambda line: line.user_id != request.env.user
                )[:20],
            },
        )

    @http.route(
        f"{PRIVACY}/copy.json", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_copy_json(self, **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        data = volunteer.sudo(False).get_own_data()
        text = json.dumps(data, ensure_ascii=False, indent=2)
        name = self._get_filename(volunteer, "json")
        return send_content(text.encode(), name, "application/json")

    @http.route(
        f"{PRIVACY}/copy.pdf", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_copy_pdf(self, **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        # The model checks whose data it is.
        return send_paper(REPORT, volunteer, self._get_filename(volunteer, "pdf"))

    @http.route(
        f"{PRIVACY}/erase", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_request_erasure(self, **_form):
        volunteer = self._get_volunteer_sudo()
        if volunteer and self._attempt(volunteer.sudo(False).action_request_erasure):
            self._say(
                "success",
                request.env._(
                    "Your wish is with the volunteer office, which erases your data "
                    "and closes this account. Until then you may take it back."
                ),
            )
        return request.redirect(PRIVACY)

    @http.route(
        f"{PRIVACY}/keep", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_withdraw_erasure(self, **_form):
        volunteer = self._get_volunteer_sudo()
        if volunteer and self._attempt(
            volunteer.sudo(False).action_withdraw_erasure_request
        ):
            self._say("success", request.env._("Your data stays as it is."))
        return request.redirect(PRIVACY)

    def _get_filename(self, volunteer, extension):
        return request.env._(
            "My volunteer data %(code)s.%(extension)s",
            code=volunteer.code,
            extension=extension,
        )
