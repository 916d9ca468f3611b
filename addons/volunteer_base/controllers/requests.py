from odoo import fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from ..tools.request_form import read_request_form
from ..tools.weekdays import WEEKDAYS, format_weekdays
from .portal import VolunteerPortal

REQUESTS = "/my/volunteer/requests"
REQUESTS_A_PAGE = 20


class VolunteerRequestsPortal(VolunteerPortal):
    """A department asks for volunteers on its phone, and rates what came of it.

    Nobody has to be a volunteer for that: departments speak here.
    """

    @http.route(
        [REQUESTS, f"{REQUESTS}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_requests(self, page=1, **_query):
        departments = self._get_departments()
        if not departments:
            return self._render(
                "volunteer_base.portal_requests_none",
                {"page_name": "volunteer_requests"},
            )
        Request = request.env["volunteer.request"]
        domain = [("department_id", "in", departments.ids)]
        page_data = pager(
            url=REQUESTS,
            total=Request.search_count(domain),
            page=page,
            step=REQUESTS_A_PAGE,
        )
        return self._render(
            "volunteer_base.portal_requests",
            {
                "page_name": "volunteer_requests",
                "departments": departments,
                "requests": Request.search(
                    domain, limit=REQUESTS_A_PAGE, offset=page_data["offset"]
                ),
                "pager": page_data,
            },
        )

    @http.route(
        f"{REQUESTS}/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_volunteer_request_new(self, **form):
        departments = self._get_departments()
        if not departments:
            return request.redirect(REQUESTS)
        if request.httprequest.method == "POST":
            made = []
            if self._attempt(lambda: made.append(self._ask(departments, form))):
                self._say(
                    "success",
                    request.env._(
                        "Sent. The volunteer office assesses it and answers here."
                    ),
                )
                return request.redirect(f"{REQUESTS}/{made[0].id}")
        today = request.env.company._get_volunteer_today()
        posts = request.env["volunteer.post"].search(
            [("company_id", "parent_of", departments.company_id.ids)]
            if departments.company_id
            else []
        )
        return self._render(
            "volunteer_base.portal_request_form",
            {
                "page_name": "volunteer_request_new",
                "departments": departments,
                "posts": posts,
                "weekdays": [
                    (name, format_weekdays((number,), request.env.lang or "en_US"))
                    for number, name in enumerate(WEEKDAYS)
                ],
                "today": today,
                # What was typed stays, when something was missing.
                "form": form
                or {
                    "date_from": fields.Date.add(today, days=7),
                    "time_from": "08:00",
                    "time_to": "11:00",
                    "heads": "1",
                },
            },
        )

    @http.route(
        f"{REQUESTS}/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_request(self, request_id, **_query):
        asked = self._find_request(request_id)
        if not asked:
            return request.redirect(REQUESTS)
        # The department need not be able to read projects that are being prepared.
        activities = asked.sudo().service_activity_ids.filtered(
            lambda activity: activity.state in ("published", "done")
        )
        when = activities._format_when()
        return self._render(
            "volunteer_base.portal_request",
            {
                "page_name": "volunteer_request",
                "asked": asked,
                "project_name": asked.sudo().project_id.name,
                "activities": [
                    (activity, when[activity])
                    for activity in activities.sorted("start")
                ],
                "may_speak": asked.may_speak,
                "may_rate": asked.may_speak and asked._has_begun_sudo(),
            },
        )

    @http.route(
        f"{REQUESTS}/<int:request_id>/<any('withdraw',rate):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_request_deed(
        self, request_id, deed, rating="", comment="", **_form
    ):
        asked = self._find_request(request_id)
        if not asked:
            return request.redirect(REQUESTS)
        if deed == "withdraw":
            if asked.state == "withdrawn" or self._attempt(asked.action_withdraw):
                self._say("success", request.env._("The request is withdrawn."))
        elif self._attempt(
            lambda: asked.action_rate(int(rating) if rating.isdecimal() else 0, comment)
        ):
            self._say("success", request.env._("Thank you for rating."))
        return request.redirect(f"{REQUESTS}/{request_id}")

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _get_departments(self):
        return request.env["volunteer.request"]._get_own_departments_sudo()

    def _find_request(self, request_id):
        Request = request.env["volunteer.request"]
        if not Request.has_access("read"):
            return Request
        found = Request.search([("id", "=", request_id)])
        if not found:
            self._say(
                "danger",
                request.env._("This request is not among those of your department."),
            )
        return found

    def _ask(self, departments, form):
        """Create a request of what was typed; the model checks the rest.

        :raise UserError: something is missing or cannot be read
        """
        vals = read_request_form(form)
        department = departments.filtered(
            lambda own: str(own.id) == form.get("department_id")
        )
        return request.env["volunteer.request"]._ask(
            department or departments[:1], vals
        )

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        return {**values, "has_department": bool(self._get_departments())}
