import base64

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from ..models.needs.volunteer_wish import MAX_PHOTO
from .portal import VolunteerPortal

WISHES = "/my/volunteer/wishes"
WISHES_A_PAGE = 20
DONE_SHOWN = 10


class VolunteerWishesPortal(VolunteerPortal):
    """The board of wishes, and those one fulfils."""

    @http.route(
        [WISHES, f"{WISHES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_wishes(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Wish = request.env["volunteer.wish"]
        domain = [
            ("state", "=", "open"),
            ("company_id", "in", volunteer.company_ids.ids),
        ]
        page_data = pager(
            url=WISHES, total=Wish.search_count(domain), page=page, step=WISHES_A_PAGE
        )
        own = Wish.search([("claimed_by_id", "=", volunteer.id)])
        return self._render(
            "volunteer_base.portal_wishes",
            {
                "page_name": "volunteer_wishes",
                "volunteer": volunteer,
                "wishes": Wish.search(
                    domain, limit=WISHES_A_PAGE, offset=page_data["offset"]
                ),
                # The rules let whoever keeps a wish read the person behind it; only
                # the field on the wish itself is the office's.
                "kept": [
                    (wish, wish.sudo().recipient_id.with_env(wish.env))
                    for wish in own
                    if wish.state == "claimed"
                ],
                "done": own.filtered(lambda wish: wish.state == "done").sorted(
                    "date_done", reverse=True
                )[:DONE_SHOWN],
                "pager": page_data,
            },
        )

    @http.route(
        f"{WISHES}/<int:wish_id>/<any('claim',release):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_wish_deed(self, wish_id, deed, **_form):
        wish = self._find_wish(wish_id)
        if not wish:
            return request.redirect(WISHES)
        if deed == "release":
            if self._attempt(wish.action_release):
                self._say("success", request.env._("The wish is on the board again."))
        # A button pressed twice, or a page sent again, is no mistake.
        elif (wish.is_mine and wish.state == "claimed") or self._attempt(
            wish.action_claim
        ):
            self._say(
                "success",
                request.env._("The wish is yours to fulfil. Thank you!"),
            )
        return request.redirect(WISHES)

    @http.route(
        f"{WISHES}/<int:wish_id>/done",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_PHOTO + 1024 * 1024,
    )
    def portal_volunteer_wish_done(self, wish_id, note="", photo=None, **_form):
        wish = self._find_wish(wish_id)
        if not wish:
            return request.redirect(WISHES)
        # One byte more than allowed is enough to refuse it.
        content = photo.read(MAX_PHOTO + 1) if hasattr(photo, "read") else b""
        # Here one notes what one has done oneself, whatever one may do in the backend.
        if not wish.is_mine:
            self._say("danger", request.env._("Somebody else keeps this wish."))
        elif wish.state == "done" or self._attempt(
            lambda: wish.action_done(note, base64.b64encode(content).decode())
        ):
            self._say("success", request.env._("Noted as fulfilled. Thank you!"))
        return request.redirect(WISHES)

    def _find_wish(self, wish_id):
        """Return a wish that is on the board or one's own; else say that it is gone."""
        if not self._get_volunteer_sudo():
            self._say("danger", request.env._("Only volunteers claim wishes."))
            return request.env["volunteer.wish"]
        wish = request.env["volunteer.wish"].search([("id", "=", wish_id)])
        if not wish:
            self._say(
                "danger",
                request.env._(
                    "Somebody else has taken this wish. Thank you all the same!"
                ),
            )
        return wish

    def _prepare_volunteer_home(self, volunteer):
        values = super()._prepare_volunteer_home(volunteer)
        counts = dict(
            request.env["volunteer.wish"]._read_group(
                [
                    "|",
                    "&",
                    ("state", "=", "open"),
                    ("company_id", "in", volunteer.company_ids.ids),
                    "&",
                    ("state", "=", "claimed"),
                    ("claimed_by_id", "=", volunteer.id),
                ],
                ["state"],
                ["__count"],
            )
        )
        return {
            **values,
            "wish_count": counts.get("open", 0),
            "kept_wish_count": counts.get("claimed", 0),
        }
