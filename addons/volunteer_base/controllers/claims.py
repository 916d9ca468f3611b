from odoo import http
from odoo.http import request

from .portal import VolunteerPortal

CLAIMS = "/my/volunteer/claims"
PROJECTS_SHOWN = 50


class VolunteerClaimsPortal(VolunteerPortal):
    """Community projects that one takes on."""

    @http.route(
        CLAIMS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_claims(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Project = request.env["volunteer.project"]
        # The rules show leaders their own teams' projects as well as all running ones.
        return self._render(
            "volunteer_base.portal_claims",
            {
                "page_name": "volunteer_claims",
                "volunteer": volunteer,
                "projects": Project.search(
                    Project._domain_claimable_for(volunteer),
                    order="name, id",
                    limit=PROJECTS_SHOWN,
                ),
                "claims": request.env["volunteer.project.claim"].search(
                    [
                        ("volunteer_id", "=", volunteer.id),
                        ("state", "in", ("claimed", "done")),
                    ]
                ),
            },
        )

    @http.route(
        "/my/volunteer/projects/<int:project_id>/claim",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_project_claim(self, project_id, **_form):
        volunteer = self._get_volunteer_sudo()
        project = request.env["volunteer.project"].search([("id", "=", project_id)])
        own = request.env["volunteer.project.claim"].search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("project_id", "=", project_id),
                ("state", "=", "claimed"),
            ]
        )
        if not project:
            self._say(
                "danger", request.env._("This project cannot be claimed right now.")
            )
        # A button pressed twice, or a page sent again, is no mistake.
        elif own or self._attempt(project.action_claim):
            self._say(
                "success",
                request.env._("You have claimed “%(project)s”.", project=project.name),
            )
        return request.redirect(CLAIMS)

    @http.route(
        f"{CLAIMS}/<int:claim_id>/<any('done',release):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_claim_deed(self, claim_id, deed, note="", **_form):
        volunteer = self._get_volunteer_sudo()
        # Here one acts on one's own, whatever one may do in the backend.
        claim = request.env["volunteer.project.claim"].search(
            [("id", "=", claim_id), ("volunteer_id", "=", volunteer.id)]
        )
        if not claim:
            self._say("danger", request.env._("This claim is not among yours."))
        elif deed == "release":
            if self._attempt(claim.action_release):
                self._say("success", request.env._("Others can claim the project now."))
        elif claim.state == "done" or self._attempt(lambda: claim.action_done(note)):
            self._say("success", request.env._("Noted as done. Thank you!"))
        return request.redirect(CLAIMS)

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        Project = request.env["volunteer.project"]
        return {
            **values,
            "claimable_count": Project._count_claimable_for(volunteer),
            "claim_count": request.env["volunteer.project.claim"].search_count(
                [("volunteer_id", "=", volunteer.id), ("state", "=", "claimed")]
            ),
        }
