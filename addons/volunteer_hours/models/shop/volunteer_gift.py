from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.points import format_points
from .one_winner import change_state_sudo

MAX_NOTE = 200
GIFTS_PAGE = "/my/volunteer/gifts"


class VolunteerGift(models.Model):
    """Points that a volunteer gives to somebody of the family: the time bank.

    The points leave the giver's account when they are offered and reach the other one
    on acceptance, else they come back. They are credits beside the ledger: a gift never
    changes hours, stars, certificates or evaluations (section 6 of the domain rules).
    """

    _name = "volunteer.gift"
    _description = "Gift of Points"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "giver_id"

    giver_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    receiver_id = fields.Many2one(
        "volunteer.volunteer",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: whoever opens the link, once registered.",
    )
    by_link = fields.Boolean(
        readonly=True, help="Offered by a link to somebody who may be no volunteer yet."
    )
    relation = fields.Selection(
        [
            ("spouse", "Husband or wife"),
            ("parent", "Mother or father"),
            ("child", "Daughter or son"),
            ("sibling", "Sister or brother"),
            ("grandparent", "Grandparent"),
            ("grandchild", "Grandchild"),
            ("other", "Other family"),
        ],
        required=True,
        readonly=True,
        help="What the one who gets it is to the one who gives.",
    )
    # In hundredths, like the points of lines.
    hundredths = fields.Integer(
        string="Points (hundredths)", required=True, readonly=True
    )
    points = fields.Float(digits=(16, 2), compute="_compute_points")
    note = fields.Char(readonly=True, size=MAX_NOTE)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The home unit of who gives.",
    )
    state = fields.Selection(
        [
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("withdrawn", "Taken Back"),
            ("expired", "Not Accepted"),
        ],
        required=True,
        default="offered",
        readonly=True,
        copy=False,
        index=True,
    )
    offered_on = fields.Date(required=True, readonly=True)
    valid_until = fields.Date(required=True, readonly=True)
    decided_on = fields.Date(string="Settled on", readonly=True, copy=False)

    _points_positive = models.Constraint(
        "CHECK (hundredths > 0)", "A gift is more than no points."
    )
    _open_gifts = models.Index("(company_id, valid_until) WHERE state = 'offered'")

    @api.depends("hundredths")
    def _compute_points(self):
        for gift in self:
            gift.points = gift.hundredths / 100

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "decided_on")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Gifts are kept; take them back instead."))

    # ------------------------------------------------------------------
    # What becomes of an offer
    # ------------------------------------------------------------------

    def action_accept(self):
        """Accept gifts that were offered to oneself; the points are there at once.

        :raise AccessError: offered to somebody else
        :raise UserError: taken back, expired or decided already
        """
        gifts = self._get_decidable_sudo("receiver_id")
        gifts._check_acceptable_sudo()
        gifts._lock_accounts_sudo("receiver_id")
        for gift in gifts.sorted("id"):
            gift._accept_sudo(gift.receiver_id)
        return True

    def action_decline(self):
        """Decline gifts that were offered to oneself; the points go back.

        :raise AccessError: offered to somebody else
        :raise UserError: taken back, expired or decided already
        """
        gifts = self._get_decidable_sudo("receiver_id")
        gifts._check_offered_sudo()
        gifts._lock_accounts_sudo("giver_id")
        gifts._return_sudo("declined")
        for gift in gifts:
            gift._tell_giver_sudo(
                lambda person: person.env._("Your gift was not accepted")
            )
        return True

    def action_withdraw(self):
        """Take back what one has offered oneself, as long as nobody accepted it.

        :raise AccessError: offered by somebody else
        :raise UserError: accepted or ended already
        """
        gifts = self._get_decidable_sudo("giver_id")
        gifts._check_offered_sudo()
        gifts._lock_accounts_sudo("giver_id")
        gifts._return_sudo("withdrawn")
        return True

    def _get_decidable_sudo(self, name):
        """Return these gifts as superuser, after the check whose they are.

        :param str name: field of the volunteer who may do it
        """
        self.check_access("read")
        gifts = self.sudo()
        if any(gift[name].user_id != self.env.user for gift in gifts):
            raise AccessError(self.env._("This gift is for somebody else to decide."))
        return gifts

    def _lock_accounts_sudo(self, name):
        self.env["volunteer.point.account"]._lock_accounts_sudo(self[name])

    def _check_offered_sudo(self):
        """:raise UserError: says what became of a gift that is not open any more"""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for gift in self:
            if gift.state != "offered":
                raise UserError(
                    self.env._(
                        "This is not possible any more: the gift is “%(state)s”.",
                        state=labels[gift.state],
                    )
                )

    def _check_acceptable_sudo(self):
        """:raise UserError: not open any more, or its last day is over"""
        self._check_offered_sudo()
        for gift in self:
            if gift.valid_until < gift.company_id._get_volunteer_today():
                raise UserError(
                    self.env._(
                        "This gift could be accepted until %(date)s.",
                        date=gift.valid_until,
                    )
                )

    def _is_acceptable_sudo(self):
        self.ensure_one()
        today = self.company_id._get_volunteer_today()
        return self.state == "offered" and self.valid_until >= today

    def _accept_sudo(self, receiver):
        """Give the points to one person; of two deeds at once the first one stands."""
        self.ensure_one()
        if not change_state_sudo(self, "offered", "accepted"):
            self._check_offered_sudo()
        self.write(
            {
                "receiver_id": receiver.id,
                "decided_on": self.company_id._get_volunteer_today(),
            }
        )
        self.env["volunteer.point.account"]._get_accounts_sudo(receiver)._move_sudo(
            "gift_in",
            self.hundredths,
            reason=self.giver_id.name,
            gift_id=self.id,
        )
        self._tell_giver_sudo(lambda person: person.env._("Your gift was accepted"))

    def _return_sudo(self, state):
        """End gifts that nobody got; the points go back to who gave them."""
        if not change_state_sudo(self, "offered", state):
            self._check_offered_sudo()
        for company, gifts in self.grouped("company_id").items():
            gifts.decided_on = company._get_volunteer_today()
        Account = self.env["volunteer.point.account"]
        for gift in self.sorted("id"):
            Account._get_accounts_sudo(gift.giver_id)._move_sudo(
                "refund",
                gift.hundredths,
                reason=self.env._("Gift that was not accepted"),
                company_id=gift.company_id.id,
                gift_id=gift.id,
            )

    def _tell_giver_sudo(self, title):
        self.ensure_one()
        self.giver_id._notify_sudo(
            "recognition",
            lambda person: (
                title(person),
                person.env._(
                    "%(points)s points.", points=format_points(self.hundredths)
                ),
            ),
            url=GIFTS_PAGE,
        )
