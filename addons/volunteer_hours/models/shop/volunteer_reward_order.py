from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.pickup_code import new_code
from .one_winner import change_state_sudo


class VolunteerRewardOrder(models.Model):
    """One piece that somebody ordered: picked up with a code, or given back."""

    _name = "volunteer.reward.order"
    _description = "Order of a Reward"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"

    reward_id = fields.Many2one(
        "volunteer.reward",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    price = fields.Integer(string="Points Paid", required=True, readonly=True)
    state = fields.Selection(
        [
            ("ordered", "To Hand out"),
            ("handed_out", "Handed out"),
            ("cancelled", "Cancelled"),
            ("expired", "Not Picked up"),
        ],
        required=True,
        default="ordered",
        readonly=True,
        index=True,
        copy=False,
    )
    # Whoever reads it can have the piece: shown on the owner's page alone.
    code = fields.Char(
        string="Pick-up Code",
        required=True,
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    pickup_until = fields.Date(
        string="Pick up until",
        readonly=True,
        help="If it is not picked up by then, the points go back and the piece is "
        "offered again. Empty: it waits without end.",
    )
    pickup_place = fields.Char(
        string="Where to Pick up", related="reward_id.pickup_place"
    )
    handed_out_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    handed_out_on = fields.Datetime(readonly=True, copy=False)
    ended_on = fields.Datetime(string="Cancelled on", readonly=True, copy=False)
    ended_by = fields.Many2one(
        "res.users",
        string="Cancelled by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    reason = fields.Char(string="Why Cancelled", readonly=True, copy=False)

    _code_unique = models.UniqueIndex("(code)", "This code is taken already.")
    _price_positive = models.Constraint(
        "CHECK (price > 0)", "A reward costs at least one point."
    )
    _waiting = models.Index("(company_id, pickup_until) WHERE state = 'ordered'")

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "reward_id",
            "volunteer_id",
            "company_id",
            "price",
            "pickup_until",
            "handed_out_by",
            "handed_out_on",
            "ended_on",
            "ended_by",
            "reason",
        )

    @api.depends("reward_id", "volunteer_id")
    def _compute_display_name(self):
        for order in self:
            # Names only: a closed reward is not open to whoever ordered it.
            sudo = order.sudo()
            order.display_name = f"{sudo.reward_id.name} · {sudo.volunteer_id.name}"

    @api.model
    def _complete_create_vals(self, vals_list):
        return [
            {**vals, "code": new_code()}
            for vals in super()._complete_create_vals(vals_list)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Orders are kept; cancel them instead."))

    # ------------------------------------------------------------------
    # Cancelling
    # ------------------------------------------------------------------

    def action_cancel(self, reason=None):
        """Cancel orders that wait to be picked up; piece and points go back.

        :param str reason: why; the office must say it, the owner need not
        :raise AccessError: neither one's own nor of one's office
        :raise UserError: handed out or ended already, or no reason
        """
        self.check_access("read")
        orders = self.sudo()
        own = orders.filtered(lambda order: order.volunteer_id.user_id == self.env.user)
        if orders - own:
            self._check_office()
        if orders - own or reason:
            reason = self._clean_reason(reason)[:200]
        orders._check_waiting_sudo()
        self.env["volunteer.point.account"]._lock_accounts_sudo(orders.volunteer_id)
        orders._end_sudo("cancelled", reason)
        told = (orders - own).volunteer_id
        for volunteer in told:
            names = (orders - own).filtered(
                lambda order, volunteer=volunteer: order.volunteer_id == volunteer
            )
            volunteer._notify_sudo(
                "recognition",
                lambda person, names=names: (
                    person.env._("Your order was cancelled"),
                    person.env._(
                        "%(rewards)s: %(reason)s. Your points are back.",
                        rewards=names.reward_id.mapped("name"),
                        reason=reason,
                    ),
                ),
                url="/my/volunteer/shop/orders",
            )
        return True

    def _check_office(self):
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office does this."))

    def _check_waiting_sudo(self):
        """:raise UserError: names what was handed out or ended already"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        ended = self.filtered(lambda order: order.state != "ordered")
        if ended:
            raise UserError(
                self.env._(
                    "This is not possible any more: %(orders)s.",
                    orders=[
                        f"{order.reward_id.name} ({labels[order.state]})"
                        for order in ended
                    ],
                )
            )

    def _end_sudo(self, state, reason=None):
        """Give pieces and points back, in the same order as ordering takes them."""
        if not change_state_sudo(self, "ordered", state):
            self._check_waiting_sudo()
        self.write(
            {
                "reason": reason,
                "ended_on": fields.Datetime.now(),
                "ended_by": self.env.uid,
            }
        )
        for order in self.sorted(lambda order: (order.reward_id.id, order.id)):
            order.reward_id._move_stock_sudo(1)
            order._pay_back_sudo()

    # ------------------------------------------------------------------
    # Points
    # ------------------------------------------------------------------

    def _pay_sudo(self):
        """Take the price off the account of who ordered.

        :raise UserError: not enough points any more
        """
        self.ensure_one()
        self._get_account_sudo()._move_sudo(
            "spend",
            -self.price * 100,
            reason=self.reward_id.name,
            at_least=self.reward_id.minimum_balance * 100,
            company_id=self.company_id.id,
            order_id=self.id,
        )

    def _pay_back_sudo(self):
        self.ensure_one()
        self._get_account_sudo()._move_sudo(
            "refund",
            self.price * 100,
            reason=self.reward_id.name,
            company_id=self.company_id.id,
            order_id=self.id,
        )

    def _get_account_sudo(self):
        return self.env["volunteer.point.account"]._get_accounts_sudo(self.volunteer_id)
