import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager
from odoo.addons.volunteer_base.controllers.portal import HOME
from odoo.addons.volunteer_base.tools.qr import draw_qr

from ..tools.pickup_code import spell_code
from ..tools.points import format_points
from .pickup import PICKUP
from .portal import VolunteerHoursPortal

SHOP = "/my/volunteer/shop"
ORDERS = f"{SHOP}/orders"
A_PAGE = 20


class VolunteerShopPortal(VolunteerHoursPortal):
    """The shop on the phone: what there is for points, and what one ordered."""

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    @http.route(
        [SHOP, f"{SHOP}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_shop(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Reward = request.env["volunteer.reward"]
        domain = Reward._domain_shop_sudo(volunteer)
        page_data = pager(
            url=SHOP, total=Reward.search_count(domain), page=page, step=A_PAGE
        )
        rewards = Reward.search(domain, limit=A_PAGE, offset=page_data["offset"])
        counts = rewards._get_kept_counts_sudo(volunteer)
        obstacles = rewards.sudo()._get_obstacles_sudo(volunteer)
        return self._render(
            "volunteer_hours.portal_shop",
            {
                "page_name": "volunteer_shop",
                "volunteer": volunteer,
                "balance": self._get_balance(volunteer),
                "cards": [
                    {
                        "reward": reward,
                        "obstacle": obstacles[reward.sudo()],
                        "had": counts.get(reward.id, 0),
                    }
                    for reward in rewards
                ],
                "waiting": request.env["volunteer.reward.order"].search_count(
                    self._own_orders_domain(volunteer) & Domain("state", "=", "ordered")
                ),
                "pager": page_data,
            },
        )

    @http.route(
        [ORDERS, f"{ORDERS}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_orders(self, page=1, **_query):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return self._render_not_a_volunteer()
        Order = request.env["volunteer.reward.order"]
        domain = self._own_orders_domain(volunteer)
        page_data = pager(
            url=ORDERS, total=Order.search_count(domain), page=page, step=A_PAGE
        )
        orders = Order.search(domain, limit=A_PAGE, offset=page_data["offset"])
        return self._render(
            "volunteer_hours.portal_orders",
            {
                "page_name": "volunteer_orders",
                # Their names, also of what has left the shop.
                "orders": orders.sudo(),
                "pager": page_data,
            },
        )

    @http.route(
        f"{ORDERS}/<int:order_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def portal_volunteer_order(self, order_id, **_query):
        order = self._find_own_order(order_id)
        if not order:
            return self._send_to_orders()
        code = order.code if order.state == "ordered" else None
        response = self._render(
            "volunteer_hours.portal_order",
            {
                "page_name": "volunteer_order",
                "order": order,
                "code": code and spell_code(code),
                "qr": code
                and base64.b64encode(
                    draw_qr(f"{order.get_base_url()}{PICKUP}/{code}")
                ).decode(),
            },
        )
        # Who sees the code can have the piece.
        response.headers["Cache-Control"] = "no-store"
        return response

    # ------------------------------------------------------------------
    # Deeds
    # ------------------------------------------------------------------

    @http.route(
        f"{SHOP}/<int:reward_id>/order",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_shop_order(self, reward_id, had="", price="", **_form):
        volunteer = self._get_volunteer_sudo()
        if not volunteer:
            return request.redirect(HOME)
        reward = request.env["volunteer.reward"].search([("id", "=", reward_id)])
        if not reward:
            self._say("danger", request.env._("This is not in the shop any more."))
            return request.redirect(SHOP)
        seen = int(had) if had.isdecimal() and len(had) < 6 else 0
        made = []

        def order():
            # A button pressed twice, or a page sent again, orders once.
            if reward._get_kept_counts_sudo(volunteer).get(reward.id, 0) > seen:
                raise UserError(
                    request.env._(
                        "You have ordered “%(reward)s” just now. If you want another "
                        "one, please press once more.",
                        reward=reward.name,
                    )
                )
            if price.isdecimal() and len(price) < 12 and reward.price != int(price):
                raise UserError(
                    request.env._(
                        "“%(reward)s” costs %(price)s points now. If you still want "
                        "it, please press once more.",
                        reward=reward.name,
                        price=reward.price,
                    )
                )
            made.append(reward.action_order())

        if not self._attempt(order, in_turn=True):
            return request.redirect(SHOP)
        self._say("success", request.env._("Ordered. Show this code to pick it up."))
        return request.redirect(f"{ORDERS}/{made[-1]}")

    @http.route(
        f"{ORDERS}/<int:order_id>/cancel",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_volunteer_order_cancel(self, order_id, **_form):
        order = self._find_own_order(order_id)
        if not order:
            return self._send_to_orders()
        # The page's own environment: rights are the model's to check.
        own = request.env["volunteer.reward.order"].browse(order.id)
        if order.state == "cancelled" or self._attempt(own.action_cancel, in_turn=True):
            self._say("success", request.env._("Cancelled. Your points are back."))
        return request.redirect(ORDERS)

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------

    def _own_orders_domain(self, volunteer):
        return Domain("volunteer_id", "in", volunteer._with_merged_sudo().ids)

    def _find_own_order(self, order_id):
        """Return one's own order as superuser, or none."""
        volunteer = self._get_volunteer_sudo()
        Order = request.env["volunteer.reward.order"]
        if not volunteer:
            return Order
        return Order.search(
            self._own_orders_domain(volunteer) & Domain("id", "=", order_id)
        ).sudo()

    def _send_to_orders(self):
        self._say("danger", request.env._("This order is not among yours."))
        return request.redirect(ORDERS)

    def _get_balance(self, volunteer):
        account = (
            request.env["volunteer.point.account"]
            .sudo()
            .search([("volunteer_id", "=", volunteer.id)])
        )
        return format_points(account.balance)
