from odoo import http
from odoo.http import request

from ..models.importing.volunteer_import_roster import KINDS
from ..tools.register_file import LIMITS
from .portal import HOME, VolunteerPortal

ROSTERS = "/my/volunteer/rosters"
PROBLEMS_SHOWN = 100


class VolunteerRosterPortal(VolunteerPortal):
    """A group's leader, such as a teacher, signs a whole group up."""

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        teams = request.env["volunteer.import"]._get_roster_teams_sudo()
        return {**values, "leads_team": bool(teams)}

    @http.route(
        ROSTERS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_rosters(self, **_query):
        Import = request.env["volunteer.import"]
        teams = Import._get_roster_teams_sudo()
        if not teams:
            return request.redirect(HOME)
        rosters = Import._get_rosters_sudo()
        kinds = dict(Import._fields["kind"]._description_selection(request.env))
        states = dict(Import._fields["state"]._description_selection(request.env))
        return self._render(
            "volunteer_base.portal_rosters",
            {
                "page_name": "volunteer_rosters",
                "teams": teams,
                "kinds": [(kind, kinds[kind]) for kind in KINDS],
                "rosters": [
                    {
                        "roster": roster,
                        "state": states[roster.state],
                        "good": roster.row_count - roster.bad_row_count,
                        "problems": roster.problem_ids.filtered(
                            lambda problem: not problem.office_only
                        )[:PROBLEMS_SHOWN],
                    }
                    for roster in rosters
                ],
            },
        )

    @http.route(ROSTERS, type="http", auth="user", website=True, methods=["POST"])
    def portal_volunteer_roster_upload(self, team_id="", kind="", file=None, **_form):
        Import = request.env["volunteer.import"]
        # One byte more than allowed is enough to refuse it.
        content = file.read(LIMITS.size + 1) if hasattr(file, "read") else b""
        self._attempt(
            lambda: Import._receive_roster(
                int(team_id) if team_id.isdecimal() else 0,
                kind,
                getattr(file, "filename", ""),
                content,
            )
        )
        return request.redirect(ROSTERS)

    @http.route(
        f"{ROSTERS}/<int:roster_id>/<any('hand-in',discard):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_roster_deed(self, roster_id, deed, **_form):
        roster = (
            request.env["volunteer.import"]
            ._get_rosters_sudo()
            .filtered(lambda roster: roster.id == roster_id)
        )
        # Whoever is no longer in charge hands nothing in.
        teams = request.env["volunteer.import"]._get_roster_teams_sudo()
        if not roster or roster.team_id not in teams:
            self._say("danger", request.env._("This roster is not among yours."))
        elif deed == "discard":
            if roster.state not in ("running", "done"):
                roster.unlink()
        elif roster.state in ("running", "done") or self._attempt(
            roster._hand_in_roster_sudo
        ):
            self._say(
                "success",
                request.env._(
                    "Thank you. The volunteer office reviews each application and "
                    "tells you, or the people themselves."
                ),
            )
        return request.redirect(ROSTERS)
