from odoo import http
from odoo.http import request

from .portal import VolunteerPortal

PAIRINGS = "/my/volunteer/pairings"
VISITS_SHOWN = 10


class VolunteerPairingsPortal(VolunteerPortal):
    """Whom one visits together with others: address, next visit, what was done."""

    @http.route(
        PAIRINGS, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def portal_volunteer_pairings(self, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        pairings = self._get_own_pairings(volunteer)
        today = volunteer.company_id._get_volunteer_today()
        return self._render(
            "volunteer_base.portal_pairings",
            {
                "page_name": "volunteer_pairings",
                "volunteer": volunteer,
                "today": today,
                "cards": [
                    self._prepare_pairing_card(pairing, volunteer)
                    for pairing in pairings
                ],
            },
        )

    @http.route(
        f"{PAIRINGS}/<int:pairing_id>/plan",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_visit_plan(self, pairing_id, date="", **_form):
        pairing = self._get_own_pairings(self._get_volunteer_sudo()).filtered(
            lambda own: own.id == pairing_id
        )
        if not pairing:
            self._say("danger", request.env._("This pairing is not among yours."))
        elif self._attempt(lambda: pairing.action_plan_visit(date)):
            self._say("success", request.env._("The visit is planned."))
        return request.redirect(PAIRINGS)

    @http.route(
        "/my/volunteer/visits/<int:visit_id>/<any('held',cancel):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_visit_deed(self, visit_id, deed, log="", date="", **_form):
        volunteer = self._get_volunteer_sudo()
        visit = request.env["volunteer.pairing.visit"].search(
            [
                ("id", "=", visit_id),
                ("pairing_id", "in", self._get_own_pairings(volunteer).ids),
            ]
        )
        if not visit:
            self._say("danger", request.env._("This visit is not among yours."))
        elif deed == "cancel":
            if visit.state == "cancelled" or self._attempt(visit.action_cancel):
                self._say("success", request.env._("The visit is cancelled."))
        else:
            went = [
                int(person)
                for person in request.httprequest.form.getlist("went")
                if person.isdecimal()
            ]
            if visit.state == "held" or self._attempt(
                lambda: visit.action_hold(log, went, date or None)
            ):
                self._say("success", request.env._("Noted. Thank you for going!"))
        return request.redirect(PAIRINGS)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _get_own_pairings(self, volunteer):
        """Return the running pairings of a person, whatever office this is, too."""
        return request.env["volunteer.pairing"].search(
            [
                ("state", "=", "running"),
                ("volunteer_ids.user_id", "=", request.env.uid if volunteer else 0),
            ]
        )

    def _prepare_pairing_card(self, pairing, volunteer):
        visits = pairing.visit_ids
        return {
            "pairing": pairing,
            "recipient": pairing.recipient_id,
            # The names of the others of the pair, which volunteers may not read.
            "people": [
                (person.id, person.name)
                for person in pairing.sudo().volunteer_ids._filter_serving()
            ],
            "others": (pairing.sudo().volunteer_ids - volunteer).mapped("name"),
            "planned": visits.filtered(lambda visit: visit.state == "planned").sorted(
                "date"
            ),
            "held": visits.filtered(lambda visit: visit.state == "held")[:VISITS_SHOWN],
        }

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        return {**values, "own_pairings": self._get_own_pairings(volunteer)}
