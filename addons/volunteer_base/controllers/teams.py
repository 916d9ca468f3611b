import base64

from odoo import fields, http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from ..models.teams.volunteer_party import MAX_RECEIPT
from .portal import HOME, VolunteerPortal

TEAMS = "/my/volunteer/teams"
BRANCH = "/my/volunteer/branch"
MEMBERS_A_PAGE = 50


class VolunteerTeamsPortal(VolunteerPortal):
    """What I belong to, see to and have been given; the branch I am in charge of."""

    @http.route(
        TEAMS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_teams(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        today = fields.Date.context_today(volunteer)
        own = [("volunteer_id", "=", volunteer.id)]
        # As superuser: volunteers from outside may not read teams, nor who leads them.
        members = request.env["volunteer.team.member"].search(own).sudo()
        return self._render(
            "volunteer_base.portal_teams",
            {
                "page_name": "volunteer_teams",
                "volunteer": volunteer,
                "today": today,
                "members": members.filtered(lambda member: member._is_on(today)),
                "former": members.filtered(lambda member: not member._is_on(today)),
                "decisions": self._get_own_decisions(volunteer),
                "issues": request.env["volunteer.item.issue"]
                .search([*own, ("date_back", "=", False)])
                .sudo(),
                "party": volunteer.env["volunteer.branch.member"].search(
                    [("id", "=", volunteer.id)]
                ),
                "reports": request.env["volunteer.community.report"].search(own),
                "branches": request.env["volunteer.branch"].search(
                    [("secretary_user_ids", "in", request.env.uid)]
                ),
            },
        )

    @http.route(
        "/my/volunteer/teams/<int:member_id>/standby",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_standby(self, member_id, standby="", **_form):
        volunteer = self._get_volunteer_sudo()
        # Here one puts oneself on the roster, whatever one may do in the backend.
        member = request.env["volunteer.team.member"].search(
            [("id", "=", member_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not member:
            self._say("danger", request.env._("This team is not among yours."))
        elif standby:
            if self._attempt(member.action_stand_by):
                self._say(
                    "success",
                    request.env._("You are on standby. Thank you!"),
                )
        elif self._attempt(member.action_stand_down):
            self._say("success", request.env._("You are no longer on standby."))
        return request.redirect(TEAMS)

    @http.route(
        "/my/volunteer/decisions/<int:decision_id>/done",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_decision_done(self, decision_id, result="", **_form):
        volunteer = self._get_volunteer_sudo()
        decision = request.env["volunteer.meeting.decision"].search(
            [("id", "=", decision_id), ("owner_id", "=", volunteer.id)]
        )
        if not decision:
            self._say("danger", request.env._("This decision is not among yours."))
        elif decision.date_done or self._attempt(
            lambda: decision.action_done(result[:500])
        ):
            self._say("success", request.env._("Noted as done. Thank you!"))
        return request.redirect(TEAMS)

    @http.route(
        "/my/volunteer/community",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_RECEIPT + 1024 * 1024,
    )
    def portal_volunteer_community(self, community="", date="", receipt=None, **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        content, name = None, None
        if getattr(receipt, "filename", None):
            content = base64.b64encode(receipt.read(MAX_RECEIPT + 1))
            name = receipt.filename
        own = volunteer.with_user(request.env.user)
        if self._attempt(
            lambda: own.action_report_community(community, date or None, content, name)
        ):
            self._say("success", request.env._("Your report is noted. Thank you!"))
        return request.redirect(TEAMS)

    @http.route(
        [BRANCH, f"{BRANCH}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_branch(self, page=1, missing="", **_query):
        # The rules leave a secretary the own branches and those below; somebody of the
        # volunteer office sees here only what they are secretary of, too.
        mine = [("branch_id.secretary_user_ids", "in", request.env.uid)]
        branches = request.env["volunteer.branch"].search(
            [("secretary_user_ids", "in", request.env.uid)]
        )
        if not branches:
            return request.redirect(HOME)
        People = request.env["volunteer.branch.member"]
        not_reported = [*mine, ("party_member", "=", True), ("reported", "=", False)]
        domain = not_reported if missing else mine
        page_data = pager(
            url=BRANCH,
            total=People.search_count(domain),
            page=page,
            step=MEMBERS_A_PAGE,
            url_args={"missing": "1"} if missing else None,
        )
        return self._render(
            "volunteer_base.portal_branch",
            {
                "page_name": "volunteer_branch",
                "branches": branches,
                "people": People.search(
                    domain,
                    order="branch_id, code",
                    limit=MEMBERS_A_PAGE,
                    offset=page_data["offset"],
                ),
                "people_count": People.search_count(mine),
                "missing_count": People.search_count(not_reported),
                "missing": bool(missing),
                "pager": page_data,
            },
        )

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _get_own_decisions(self, volunteer):
        # As superuser: people from outside may not read the meetings.
        return volunteer.env["volunteer.meeting.decision"].search(
            [
                ("owner_id", "=", volunteer.id),
                ("meeting_id.state", "=", "held"),
                ("date_done", "=", False),
            ]
        )

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        values["own_decisions"] = self._get_own_decisions(volunteer)
        return values
