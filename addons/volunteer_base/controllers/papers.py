from odoo import http
from odoo.http import request

from .portal import HOME, VolunteerPortal

PAPERS = "/my/volunteer/papers"


class VolunteerPapersPortal(VolunteerPortal):
    """Read what is to be accepted, accept it by tap, withdraw it."""

    @http.route(
        PAPERS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_papers(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        open_papers = volunteer._get_open_documents_sudo(optional=True)[volunteer]
        acceptances = request.env["volunteer.acceptance"].search(
            [("volunteer_id", "=", volunteer.id)]
        )
        identity = volunteer.identity_ids[:1]
        return self._render(
            "volunteer_base.portal_papers",
            {
                "page_name": "volunteer_papers",
                "volunteer": volunteer,
                "required": open_papers.filtered("required"),
                "optional": open_papers.filtered(lambda paper: not paper.required),
                "acceptances": acceptances.sudo(),
                "is_minor": bool(volunteer._get_minors_sudo()),
                "guardian_name": identity.guardian_name or "",
                "guardian_relation": identity.guardian_relation or "",
            },
        )

    @http.route(
        f"{PAPERS}/<int:document_id>/accept",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_accept(
        self, document_id, accepted_by="", relation="", agree="", **_form
    ):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        paper = request.env["volunteer.document"].search([("id", "=", document_id)])
        if not paper:
            self._say("danger", request.env._("This text is no longer in force."))
        elif not agree:
            self._say(
                "danger", request.env._("Please tick that you have read the text.")
            )
        elif self._attempt(lambda: paper.action_accept(accepted_by, relation)):
            self._say(
                "success", request.env._("Accepted: %(paper)s.", paper=paper.name)
            )
        return request.redirect(PAPERS)

    @http.route(
        f"{PAPERS}/<int:acceptance_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_withdraw(self, acceptance_id, reason="", **_form):
        volunteer = self._get_volunteer_sudo()
        # Here one withdraws one's own only, whatever one may do in the backend.
        acceptance = request.env["volunteer.acceptance"].search(
            [("id", "=", acceptance_id), ("volunteer_id", "=", volunteer.id)]
        )
        reason = reason.strip() or request.env._("Withdrawn on the own page")
        if not acceptance:
            self._say("danger", request.env._("This paper is not among yours."))
        elif acceptance.withdrawn_date or self._attempt(
            lambda: acceptance.action_withdraw(reason)
        ):
            self._say("success", request.env._("You no longer agree to this text."))
        return request.redirect(PAPERS)

    # ------------------------------------------------------------------
    # What papers and age change on the other pages
    # ------------------------------------------------------------------

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        values["open_papers"] = volunteer._get_open_documents_sudo()[volunteer]
        return values

    def _prepare_activity_cards(self, activities, volunteer):
        """A child's page shows what is open in the guardian's company, and asks."""
        is_child = volunteer._is_child_sudo()
        cards = super()._prepare_activity_cards(
            activities.with_context(volunteer_guardian_present=is_child), volunteer
        )
        for card in cards:
            card["ask_guardian"] = is_child
        return cards

    @http.route()
    def portal_volunteer_sign_up(self, slot_id, guardian_present="", **form):
        request.update_context(volunteer_guardian_present=bool(guardian_present))
        return super().portal_volunteer_sign_up(slot_id, **form)
