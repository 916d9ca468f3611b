from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..models.evaluation.volunteer_evaluation_opening import PAGE
from .portal import VolunteerHoursPortal


class VolunteerEvaluationPortal(VolunteerHoursPortal):
    """One's own evaluation sheets, and the remark on them."""

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        values["evaluation_count"] = request.env["volunteer.evaluation"].search_count(
            self._own_evaluations_domain() & Domain("state", "=", "self")
        )
        return values

    @http.route(
        PAGE, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_evaluations(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render(
            "volunteer_hours.portal_evaluations",
            {
                "page_name": "volunteer_evaluations",
                "volunteer": volunteer,
                "sheets": request.env["volunteer.evaluation"].search(
                    self._own_evaluations_domain(), order="date_to desc, id desc"
                ),
                "page": PAGE,
            },
        )

    @http.route(
        f"{PAGE}/<int:sheet_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_evaluation(self, sheet_id, **_query):
        sheet = self._find_evaluation(sheet_id)
        if not sheet:
            return request.redirect(PAGE)
        return self._render(
            "volunteer_hours.portal_evaluation",
            {
                "page_name": "volunteer_evaluation",
                "volunteer": self._get_volunteer_sudo(),
                "sheet": sheet,
                "rows": sheet._describe_calculation(),
                "remark": request.session.pop("volunteer_remark", None),
                "page": PAGE,
            },
        )

    @http.route(
        f"{PAGE}/<int:sheet_id>/remark",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_evaluation_remark(self, sheet_id, text="", **_form):
        sheet = self._find_evaluation(sheet_id)
        if not sheet:
            return request.redirect(PAGE)
        if self._attempt(lambda: sheet.action_remark(text)):
            self._say("success", request.env._("Your remark is handed in. Thank you!"))
        else:
            # What somebody wrote is not lost.
            request.session["volunteer_remark"] = text
        return request.redirect(f"{PAGE}/{sheet.id}")

    def _find_evaluation(self, sheet_id):
        """Return an own sheet; else say that there is none."""
        sheet = request.env["volunteer.evaluation"].search(
            self._own_evaluations_domain() & Domain("id", "=", sheet_id)
        )
        if not sheet:
            self._say("danger", request.env._("This sheet is not among yours."))
        return sheet

    def _own_evaluations_domain(self):
        return request.env["volunteer.evaluation"]._get_own_shown_domain()
