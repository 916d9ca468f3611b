from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

SEQUENCE = "volunteer.donation"


class VolunteerDonation(models.Model):
    """What somebody gave for volunteering, the receipt for it and its use."""

    _name = "volunteer.donation"
    _description = "Donation"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("state", "number", "cancel_reason")

    number = fields.Char(string="Receipt No.", readonly=True, copy=False, index=True)
    donor = fields.Char(required=True, tracking=True)
    anonymous = fields.Boolean(
        help="The donor wants not to be named; the receipt still names the donor."
    )
    contact = fields.Char(string="Donor's Contact")
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("money", "Money"), ("goods", "Goods")], required=True, default="money"
    )
    goods = fields.Text(string="Goods Given", help="What and how many of each.")
    amount = fields.Monetary(
        string="Worth", required=True, tracking=True, help="For goods, their value."
    )
    project_id = fields.Many2one(
        "volunteer.project",
        string="For the Project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    purpose = fields.Text(
        string="Use", help="What the donor wants it used for, and what it was used for."
    )
    money_ids = fields.One2many("volunteer.money", "donation_id", string="Spent on")
    spent = fields.Monetary(compute="_compute_spent")
    left = fields.Monetary(compute="_compute_spent")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("received", "Received"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    cancel_reason = fields.Char(readonly=True, copy=False)

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This receipt number was given already.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "What a donation is worth cannot be negative."
    )

    @api.depends("money_ids.amount", "amount")
    def _compute_spent(self):
        totals = dict(
            self.env["volunteer.money"]._read_group(
                [("donation_id", "in", self.ids)], ["donation_id"], ["amount:sum"]
            )
        )
        for donation in self:
            donation.spent = totals.get(donation, 0.0)
            donation.left = donation.amount - donation.spent

    @api.depends("number", "donor")
    def _compute_display_name(self):
        for donation in self:
            donation.display_name = donation.number or donation.donor

    def write(self, vals):
        if {"donor", "date", "kind", "goods", "amount", "company_id"} & set(vals):
            fixed = self.filtered(lambda donation: donation.state != "draft")
            if fixed and not self.env.su:
                raise UserError(
                    self.env._(
                        "A receipt was given for %(numbers)s; cancel it and enter the "
                        "donation anew.",
                        numbers=fixed.mapped("display_name"),
                    )
                )
        return super().write(vals)

    def action_receive(self):
        """Confirm that donations have arrived, and give each its receipt number.

        :raise UserError: no draft, worth nothing, or goods without saying what
        """
        self.check_access("write")
        for donation in self:
            if donation.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(donation)s” is not a draft.", donation=donation.display_name
                    )
                )
            if not donation.amount or (donation.kind == "goods" and not donation.goods):
                raise UserError(
                    self.env._(
                        "Say what was given by %(donor)s and what it is worth.",
                        donor=donation.donor,
                    )
                )
        for donation in self.sudo():
            number = self._next_number_sudo(donation.company_id, donation.date)
            donation.write({"state": "received", "number": number})
        return True

    @api.model
    def _next_number_sudo(self, company, day):
        """Take the next receipt number of a unit and year, without gaps.

        Of two donations at a time the second waits for the first, is then repeated by
        Odoo, and gets the number after it. The lock comes before that of
        ``ir.sequence``, which does not wait.
        """
        Sequence = self.env(context={})["ir.sequence"].sudo()
        sequence = Sequence.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        ) or Sequence.create(
            {
                "name": self.env._("Donations of %(unit)s", unit=company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "implementation": "no_gap",
                "use_date_range": True,
                "prefix": "%(range_year)s-",
                "padding": 4,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM ir_sequence_date_range "
                "WHERE sequence_id = %s FOR UPDATE",
                sequence.id,
            ),
            log_exceptions=False,
        )
        return sequence.next_by_id(sequence_date=day)

    def action_cancel(self, reason):
        """Cancel donations that were entered by mistake or given back.

        :param str reason: why; it stays with the receipt number
        :raise UserError: no reason, cancelled already, or something was spent of it
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        if "cancelled" in self.mapped("state"):
            raise UserError(self.env._("This donation is cancelled already."))
        used = self.filtered("money_ids")
        if used:
            raise UserError(
                self.env._(
                    "Something was spent of %(numbers)s already.",
                    numbers=used.mapped("display_name"),
                )
            )
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(donation.state != "draft" for donation in self):
            raise UserError(
                self.env._("A donation with a receipt is cancelled, never deleted.")
            )
