from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .claims import read_files
from .portal import VolunteerHoursPortal

HONOURS = "/my/volunteer/honours"
COMMENDATIONS = "/my/volunteer/commendations"
CONTESTS = "/my/volunteer/contests"
MOST_BYTES = 12 * 1024 * 1024


def _number(text):
    """Return what a form sent as an id; 0 where it is none."""
    return int(text) if (text or "").isdecimal() and len(text) < 10 else 0


class VolunteerHonoursPortal(VolunteerHoursPortal):
    """Honours on the phone: one's own, applying, nominating, contests of projects."""

    # ------------------------------------------------------------------
    # One's own, and those of other bodies
    # ------------------------------------------------------------------

    @http.route(
        HONOURS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_honours(self, **_query):
        return self._render_honours({})

    @http.route(
        HONOURS,
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_honour_hand_in(self, **form):
        hand_in = request.env["volunteer.award"].action_hand_in
        if not self._attempt(
            lambda: hand_in(
                form.get("name"),
                form.get("granted_by"),
                form.get("date"),
                read_files(),
                form.get("note"),
            )
        ):
            # What was typed stays, so that only the mistake is mended.
            return self._render_honours(form)
        self._say(
            "success",
            request.env._(
                "Handed in. The volunteer office compares it with the proof."
            ),
        )
        return request.redirect(HONOURS)

    @http.route(
        f"{HONOURS}/<int:award_id>/take-back",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_honour_take_back(self, award_id, **_form):
        award = request.env["volunteer.award"].search([("id", "=", award_id)])
        if not award:
            self._say("danger", request.env._("This is not among your honours."))
        elif self._attempt(award.action_take_back):
            self._say("success", request.env._("Taken back."))
        return request.redirect(HONOURS)

    def _render_honours(self, form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Award = request.env["volunteer.award"]
        return self._render(
            "volunteer_hours.portal_honours",
            {
                "page_name": "volunteer_honours",
                "volunteer": volunteer,
                "awards": Award._get_own_honours_sudo(volunteer),
                "form": form,
                "today": volunteer.company_id._get_volunteer_today(),
            },
        )

    # ------------------------------------------------------------------
    # Applying and nominating
    # ------------------------------------------------------------------

    @http.route(
        COMMENDATIONS,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_commendations(self, **_query):
        return self._render_commendations({})

    @http.route(
        f"{COMMENDATIONS}/<int:commendation_id>/<any(apply,nominate):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_nominate(self, commendation_id, deed, **form):
        one = request.env["volunteer.commendation"].browse(commendation_id).exists()
        reason = form.get("reason")

        def act():
            if not one:
                raise UserError(request.env._("This honour is no longer open."))
            if deed == "apply":
                one.action_apply(reason)
            else:
                one.action_nominate(_number(form.get("holder_id")), reason)

        if not self._attempt(act):
            return self._render_commendations({**form, "id": commendation_id})
        self._say(
            "success",
            request.env._("Handed in. You can take it back until it is decided."),
        )
        return request.redirect(COMMENDATIONS)

    @http.route(
        "/my/volunteer/nominations/<int:nominee_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_nomination_withdraw(self, nominee_id, **_form):
        Nominee = request.env["volunteer.commendation.nominee"]
        nominee = Nominee._get_own_sudo().filtered(lambda own: own.id == nominee_id)
        nominee = nominee.with_env(request.env)
        if not nominee:
            self._say("danger", request.env._("This is not among your nominations."))
        elif self._attempt(nominee.action_withdraw):
            self._say("success", request.env._("Taken back."))
        return request.redirect(COMMENDATIONS)

    def _render_commendations(self, form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Commendation = request.env["volunteer.commendation"]
        own = request.env["volunteer.commendation.nominee"]._get_own_sudo()
        standing = own.filtered(
            lambda nominee: (
                nominee.volunteer_id == volunteer and nominee.state != "withdrawn"
            )
        )
        return self._render(
            "volunteer_hours.portal_commendations",
            {
                "page_name": "volunteer_commendations",
                "volunteer": volunteer,
                "cards": [
                    {
                        "one": one,
                        "may_apply": one.allow_self
                        and one.holder_kind == "volunteer"
                        and one not in standing.commendation_id,
                        "candidates": one._get_candidates_sudo(request.env.user),
                    }
                    for one in Commendation._get_open_for_sudo(volunteer)
                ],
                # What others nominate somebody for is told when it is decided.
                "own": own.filtered(
                    lambda nominee: nominee.nominated_by == request.env.user
                ),
                "form": form,
            },
        )

    # ------------------------------------------------------------------
    # Contests
    # ------------------------------------------------------------------

    @http.route(
        CONTESTS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_contests(self, **_query):
        return self._render_contests({})

    @http.route(
        f"{CONTESTS}/<int:contest_id>/apply",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MOST_BYTES,
    )
    def portal_volunteer_contest_apply(self, contest_id, **form):
        contest = request.env["volunteer.contest"].browse(contest_id).exists()

        def act():
            if not contest:
                raise UserError(request.env._("This contest is no longer open."))
            contest.action_apply(
                _number(form.get("project_id")),
                form.get("name"),
                form.get("application"),
                read_files()[:1],
            )

        if not self._attempt(act):
            return self._render_contests({**form, "id": contest_id})
        self._say("success", request.env._("Your project has applied. Good luck!"))
        return request.redirect(CONTESTS)

    @http.route(
        "/my/volunteer/entries/<int:entry_id>/<any(withdraw,report):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_entry_deed(self, entry_id, deed, **form):
        Entry = request.env["volunteer.contest.entry"]
        entry = Entry._get_own_sudo().filtered(lambda own: own.id == entry_id)
        entry = entry.with_env(request.env)
        if not entry:
            self._say("danger", request.env._("This is none of your projects."))
        elif deed == "withdraw":
            if self._attempt(entry.action_withdraw):
                self._say("success", request.env._("Taken back."))
        elif self._attempt(lambda: entry.action_report(form.get("text"))):
            self._say("success", request.env._("Thank you. The office reads it."))
        return request.redirect(CONTESTS)

    def _render_contests(self, form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        contests = request.env["volunteer.contest"]._get_open_for_sudo(volunteer)
        return self._render(
            "volunteer_hours.portal_contests",
            {
                "page_name": "volunteer_contests",
                "volunteer": volunteer,
                "cards": [
                    {
                        "contest": contest,
                        "projects": contest._get_own_projects_sudo(request.env.user),
                    }
                    for contest in contests
                ],
                "entries": request.env["volunteer.contest.entry"]._get_own_sudo(),
                "form": form,
            },
        )
