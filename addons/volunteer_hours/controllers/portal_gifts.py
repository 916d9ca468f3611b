import base64

from werkzeug.urls import url_quote

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.private_page import (
    check_hourly,
    render_private,
)
from odoo.addons.volunteer_base.tools.qr import draw_qr

from ..models.shop.volunteer_gift import GIFTS_PAGE, MAX_NOTE
from ..models.shop.volunteer_gift_offering import LINK_PAGE
from ..tools.points import format_points
from .portal_shop import VolunteerShopPortal

A_PAGE = 20
#: Links looked at an hour from one address: a family behind one router.
VIEWS = ("volunteer_hours.gift_hourly_views", 60)


class VolunteerGiftsPortal(VolunteerShopPortal):
    """The time bank on the phone: giving points to the family, and getting them."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @http.route(
        [GIFTS_PAGE, f"{GIFTS_PAGE}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_gifts(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        return self._render_gifts(volunteer, {}, page)

    @http.route(
        f"{GIFTS_PAGE}/<int:gift_id>/link",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_gift_link(self, gift_id, **_query):
        gift = self._find_gift(gift_id)
        links = []
        if not gift or not self._attempt(lambda: links.append(gift.action_get_link())):
            return request.redirect(GIFTS_PAGE)
        response = self._render(
            "volunteer_hours.portal_gift_link",
            {
                "page_name": "volunteer_gift",
                "gift": gift,
                "points": format_points(gift.hundredths),
                "link": links[0],
                "qr": base64.b64encode(draw_qr(links[0])).decode(),
            },
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        f"{LINK_PAGE}/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def volunteer_gift_link(self, token, **_query):
        """Show what a link holds to whoever opens it; accepting takes an account."""
        if not check_hourly("gift-link", *VIEWS):
            return render_private("volunteer_hours.notice_flood", {}, status=429)
        gift = request.env["volunteer.gift"]._find_by_link_sudo(token)
        volunteer = self._get_volunteer_sudo()
        path = f"{LINK_PAGE}/{token}"
        return render_private(
            "volunteer_hours.gift_link",
            {
                "gift": gift,
                "company": gift.company_id,
                "giver": gift.giver_id.name_masked,
                "points": format_points(gift.hundredths),
                "open": bool(gift) and gift._is_acceptable_sudo(),
                "token": token,
                "known": not request.env.user._is_public(),
                "may_accept": volunteer.state in ("trial", "registered")
                and volunteer != gift.giver_id,
                "own": bool(volunteer) and volunteer == gift.giver_id,
                "login": f"/web/login?redirect={url_quote(path)}",
                "message": request.session.pop("volunteer_message", None),
            },
            status=200 if gift else 404,
        )

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    @http.route(
        f"{GIFTS_PAGE}/offer", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_gift_offer(self, **form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(GIFTS_PAGE)
        answers = []
        Gift = request.env["volunteer.gift"]
        seen = form.get("seen") or ""
        last = Gift.search(
            [("giver_id", "in", volunteer._with_merged_sudo().ids)], limit=1
        )
        # A button pressed twice, or a page sent again, gives once.
        if seen.isdecimal() and len(seen) < 10 and last.id != int(seen):
            self._say(
                "danger",
                request.env._(
                    "You have offered points just now; see below. If you want to give "
                    "more, please fill in once more."
                ),
            )
            return request.redirect(GIFTS_PAGE)
        words = {
            key: form.get(key) or ""
            for key in ("points", "relation", "note", "code", "name")
        }
        if words["name"].strip() and not words["code"].strip():
            self._say("danger", request.env._("Please type the volunteer number, too."))
            return self._render_gifts(volunteer, words)
        if not self._attempt(lambda: answers.append(Gift.action_offer(**words))):
            return self._render_gifts(volunteer, words)
        answer = answers[-1]
        if answer["problem"]:
            self._say("danger", answer["problem"])
            return self._render_gifts(volunteer, words)
        if not words["code"].strip():
            self._say(
                "success", request.env._("Offered. Now pass the link on, or the code.")
            )
            return request.redirect(f"{GIFTS_PAGE}/{answer['id']}/link")
        self._say(
            "success",
            request.env._("Offered. The points are theirs as soon as they accept."),
        )
        return request.redirect(GIFTS_PAGE)

    @http.route(
        f"{GIFTS_PAGE}/<int:gift_id>/<any(accept,decline,withdraw):deed>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_gift_deed(self, gift_id, deed, **_form):
        gift = self._find_gift(gift_id)
        if not gift:
            return request.redirect(GIFTS_PAGE)
        method, state, text = {
            "accept": (
                gift.action_accept,
                "accepted",
                request.env._("Accepted. The points are on your account."),
            ),
            "decline": (
                gift.action_decline,
                "declined",
                request.env._("Declined. The points went back."),
            ),
            "withdraw": (
                gift.action_withdraw,
                "withdrawn",
                request.env._("Taken back. The points are on your account again."),
            ),
        }[deed]
        # A button pressed twice is no mistake.
        if gift.state == state or self._attempt(method, in_turn=True):
            self._say("success", text)
        return request.redirect(GIFTS_PAGE)

    @http.route(
        f"{GIFTS_PAGE}/link", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_volunteer_gift_link_accept(self, token="", **_form):
        Gift = request.env["volunteer.gift"]
        if self._attempt(lambda: Gift.action_accept_link(token), in_turn=True):
            self._say(
                "success", request.env._("Accepted. The points are on your account.")
            )
            return request.redirect(GIFTS_PAGE)
        return request.redirect(f"{LINK_PAGE}/{url_quote(token)}")

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _find_gift(self, gift_id):
        gift = request.env["volunteer.gift"].search([("id", "=", gift_id)])
        if not gift:
            self._say("danger", request.env._("This gift is not among yours."))
        return gift

    def _render_gifts(self, volunteer, form, page=1):
        Gift = request.env["volunteer.gift"]
        people = volunteer._with_merged_sudo().ids
        offers = Gift.search([("receiver_id", "in", people), ("state", "=", "offered")])
        domain = [
            ("id", "not in", offers.ids),
            "|",
            ("giver_id", "in", people),
            ("receiver_id", "in", people),
        ]
        page_data = pager(
            url=GIFTS_PAGE, total=Gift.search_count(domain), page=page, step=A_PAGE
        )
        gifts = Gift.search(domain, limit=A_PAGE, offset=page_data["offset"])
        company = volunteer.company_id
        given = Gift._get_given_sudo(volunteer, company._get_volunteer_today())
        limit = company.volunteer_gift_limit * 100
        relations = Gift._fields["relation"]._description_selection(request.env)
        return self._render(
            "volunteer_hours.portal_gifts",
            {
                "page_name": "volunteer_gifts",
                "volunteer": volunteer,
                "balance": self._get_balance(volunteer),
                "left": format_points(max(limit - given, 0)) if limit else None,
                # Who gave is named to whom it was given.
                "offers": self._prepare_gifts(offers.sudo(), people),
                "gifts": self._prepare_gifts(gifts.sudo(), people),
                "relations": relations,
                "form": form,
                "max_note": MAX_NOTE,
                "seen": Gift.search([("giver_id", "in", people)], limit=1).id or 0,
                "may_give": company.volunteer_gifts
                and volunteer.state in ("trial", "registered"),
                "pager": page_data,
            },
        )

    def _prepare_gifts(self, gifts, people):
        labels = dict(gifts._fields["state"]._description_selection(request.env))
        return [
            {
                "gift": gift,
                "given": gift.giver_id.id in people,
                "points": format_points(gift.hundredths),
                "state": labels[gift.state],
            }
            for gift in gifts
        ]
