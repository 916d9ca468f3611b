from odoo import http
from odoo.http import request

from ..tools.token import new_token
from .portal import VolunteerPortal

OPINIONS = "/my/volunteer/opinions"


class VolunteerOpinionPortal(VolunteerPortal):
    """Volunteers ask patients, and type in what they say."""

    @http.route(
        OPINIONS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_opinions(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        quotas = request.env["volunteer.opinion.quota"]._get_own_sudo(volunteer)
        return self._render(
            "volunteer_base.portal_opinions",
            {
                "page_name": "volunteer_opinions",
                "volunteer": volunteer,
                "quotas": quotas,
            },
        )

    @http.route(
        f"{OPINIONS}/<int:quota_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_opinion(self, quota_id, **_query):
        return self._render_opinion(quota_id, {})

    @http.route(
        f"{OPINIONS}/<int:quota_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_opinion_send(self, quota_id, respondent="", uuid="", **form):
        quota = request.env["volunteer.opinion.quota"].browse(quota_id)
        answers = {
            int(name[2:]): value
            for name, value in form.items()
            if name.startswith("q_") and name[2:].isdecimal()
        }
        if self._attempt(lambda: quota.action_type_in(answers, respondent, uuid)):
            self._say(
                "success", request.env._("Saved. Thank you! Ready for the next one.")
            )
            request.session["volunteer_respondent"] = respondent
            return request.redirect(f"{OPINIONS}/{quota_id}")
        # What was typed is not lost.
        return self._render_opinion(quota_id, {**form, "respondent": respondent})

    @http.route(
        f"{OPINIONS}/sheets/<int:sheet_id>/discard",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_opinion_discard(self, sheet_id, **_form):
        sheet = request.env["volunteer.opinion.sheet"].browse(sheet_id).exists()
        url = f"{OPINIONS}/{sheet.sudo().quota_id.id}" if sheet else OPINIONS
        if sheet and self._attempt(sheet.action_discard):
            self._say("success", request.env._("The last sheet is deleted."))
        return request.redirect(url)

    def _render_opinion(self, quota_id, form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Quota = request.env["volunteer.opinion.quota"]
        quota = Quota._get_own_sudo(volunteer).filtered(lambda own: own.id == quota_id)
        if not quota:
            self._say("danger", request.env._("You do not ask there at present."))
            return request.redirect(OPINIONS)
        Sheet = volunteer.env["volunteer.opinion.sheet"].with_env(request.env(su=True))
        own = [("quota_id", "=", quota.id), ("volunteer_id", "=", volunteer.id)]
        return self._render(
            "volunteer_base.portal_opinion",
            {
                "page_name": "volunteer_opinions",
                "volunteer": volunteer,
                "quota": quota,
                "own_count": Sheet.search_count(own),
                "last": Sheet.search(own, limit=1),
                "respondents": Sheet._fields["respondent"]._description_selection(
                    request.env
                ),
                "respondent": form.get("respondent")
                or request.session.get("volunteer_respondent")
                or "outpatient",
                "form": form,
                "uuid": new_token(),
            },
        )

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        quotas = request.env["volunteer.opinion.quota"]._get_own_sudo(volunteer)
        values["opinion_count"] = len(quotas)
        return values
