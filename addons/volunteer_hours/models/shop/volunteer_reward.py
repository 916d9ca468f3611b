from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class VolunteerReward(models.Model):
    """Something that volunteers get for points: a thing, a meal, a check-up.

    What is left is a counter that one statement changes, so that the last piece is sold
    once, however many want it at the same moment.
    """

    _name = "volunteer.reward"
    _description = "Reward"
    _inherit = ["volunteer.guard.mixin", "image.mixin"]
    _order = "sequence, price, id"

    _guarded_fields = ("state", "supplied")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True)
    price = fields.Integer(
        string="Price in Points",
        required=True,
        default=10,
        help="What is ordered keeps the price of its day.",
    )
    minimum_balance = fields.Integer(
        string="Points Needed",
        help="So many points one must have to order, also where it costs less. 0: as "
        "many as it costs.",
    )
    limit_per_person = fields.Integer(
        string="At Most per Person", help="0: as many as somebody has points for."
    )
    supplied = fields.Integer(
        string="Supplied in All",
        readonly=True,
        copy=False,
        help="All pieces that ever were put into the stock.",
    )
    stock = fields.Integer(
        string="Pieces Left",
        default=0,
        copy=False,
        help="Pieces that can be ordered. Once entered, it is changed by its button "
        "only, since orders change it, too.",
    )
    date_from = fields.Date(string="From", help="Empty: at once.")
    date_to = fields.Date(string="Until", help="The last day for orders.")
    pickup_place = fields.Char(
        string="Where to Pick up", help="As people find it: “Volunteer office, 2F”."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "In the Shop"), ("closed", "Out of the Shop")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    order_ids = fields.One2many("volunteer.reward.order", "reward_id", string="Orders")
    waiting_count = fields.Integer(
        string="To Hand out", compute="_compute_order_counts", compute_sudo=True
    )
    order_count = fields.Integer(
        string="Orders in All", compute="_compute_order_counts", compute_sudo=True
    )

    _stock_not_negative = models.Constraint(
        "CHECK (stock >= 0 AND supplied >= stock)",
        "There cannot be fewer than no pieces left.",
    )
    _price_positive = models.Constraint(
        "CHECK (price > 0)", "A reward costs at least one point."
    )
    _limits_not_negative = models.Constraint(
        "CHECK (coalesce(minimum_balance, 0) >= 0 "
        "AND coalesce(limit_per_person, 0) >= 0)",
        "Points needed and pieces per person are not negative.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.depends("order_ids.state")
    def _compute_order_counts(self):
        counts = {reward.id: {} for reward in self}
        for reward, state, count in self.env["volunteer.reward.order"]._read_group(
            [("reward_id", "in", self.ids)], ["reward_id", "state"], ["__count"]
        ):
            counts[reward.id][state] = count
        for reward in self:
            by_state = counts.get(reward.id, {})
            reward.waiting_count = by_state.get("ordered", 0)
            reward.order_count = sum(by_state.values())

    @api.model
    def _complete_create_vals(self, vals_list):
        return [
            {**vals, "supplied": vals.get("stock") or 0}
            for vals in super()._complete_create_vals(vals_list)
        ]

    def write(self, vals):
        if not self.env.su and "stock" in vals:
            # A form that was opened before an order would put its piece back.
            raise UserError(
                self.env._("What is left is changed by the button “Change Stock”.")
            )
        if "company_id" in vals and self.sudo().order_ids:
            raise UserError(
                self.env._("What was ordered stays with the unit it was ordered from.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_ordered_only(self):
        ordered = self.sudo().filtered("order_ids")
        if ordered:
            raise UserError(
                self.env._(
                    "Somebody ordered %(rewards)s; close them instead.",
                    rewards=ordered.mapped("name"),
                )
            )

    # ------------------------------------------------------------------
    # Of the office
    # ------------------------------------------------------------------

    def action_open(self):
        """Put rewards into the shop.

        :raise AccessError: the user may not change them
        """
        self._check_office()
        self.sudo().write({"state": "open"})
        return True

    def action_close(self):
        """Take rewards out of the shop; what was ordered is still handed out.

        :raise AccessError: the user may not change them
        """
        self._check_office()
        self.sudo().write({"state": "closed"})
        return True

    def action_change_stock(self, pieces):
        """Add pieces to the stock, or take some away.

        :param int pieces: how many more, negative for fewer
        :raise AccessError: the user may not change this reward
        :raise UserError: not a number, or more taken away than are left
        """
        self.ensure_one()
        self._check_office()
        if not isinstance(pieces, int) or not 0 < abs(pieces) < 1_000_000:
            raise UserError(self.env._("Please say how many pieces."))
        self.sudo()._move_stock_sudo(pieces, supplied=pieces)
        return True

    def action_open_orders(self):
        """Open the orders of these rewards."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_reward_order_action"
        )
        return {**action, "domain": [("reward_id", "in", self.ids)], "context": {}}

    def _check_office(self):
        if not self.env.user.has_group("volunteer_base.group_officer"):
            raise AccessError(self.env._("Only the volunteer office does this."))
        self.check_access("write")

    def _move_stock_sudo(self, pieces, supplied=0):
        """Change what is left in one statement; see "Counters" in the design.

        :param int pieces: more or, negative, fewer
        :param int supplied: how many of them are new or gone for good
        :raise UserError: not that many are left
        """
        self.ensure_one()
        self.flush_recordset()
        # Losing the race is expected and repeated by Odoo: no error in the log.
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_reward SET stock = stock + %(pieces)s, "
                "supplied = supplied + %(supplied)s "
                "WHERE id = %(id)s AND stock + %(pieces)s >= 0 RETURNING stock",
                pieces=pieces,
                supplied=supplied,
                id=self.id,
            ),
            log_exceptions=False,
        )
        moved = self.env.cr.fetchall()
        self.invalidate_recordset(["stock", "supplied"], flush=False)
        if not moved:
            raise UserError(self._describe_sold_out())

    def _describe_sold_out(self):
        return self.env._("“%(reward)s” is sold out.", reward=self.name)
