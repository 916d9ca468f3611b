from odoo import api, fields, models

from ...tools.masking import mask_mobile, mask_name


class VolunteerRecipient(models.Model):
    """Somebody who is helped at home, or whose wish is fulfilled.

    Apart from the wish and the pairing, so that the rule here can be strict: the
    address is seen by the pair and the volunteer office only (CZ, HZ).
    """

    _name = "volunteer.recipient"
    _description = "Person Helped"
    _order = "name, id"
    _rec_names_search = ("name", "alias")
    _check_company_auto = True

    name = fields.Char(string="Full Name", required=True)
    alias = fields.Char(
        string="Known to Others as",
        compute="_compute_alias",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What others read instead of the name.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    mobile = fields.Char(string="Telephone")
    mobile_masked = fields.Char(string="Telephone (masked)", compute="_compute_masked")
    address = fields.Char()
    contact = fields.Char(string="Relative or Guardian")
    contact_mobile = fields.Char(string="Their Telephone")
    note = fields.Text(
        string="Good to Know",
        help="What whoever visits must know: illness, hearing, a dog, which door.",
    )
    population_ids = fields.Many2many(
        "volunteer.tag", string="Groups Served", domain=[("kind", "=", "population")]
    )
    wish_ids = fields.One2many("volunteer.wish", "recipient_id")

    @api.depends("name")
    def _compute_alias(self):
        for recipient in self:
            recipient.alias = recipient.alias or mask_name(recipient.name or "")

    # The name in full stands nowhere but on the record itself: whoever may read a wish
    # or a pairing also reads what the person behind it is called.
    @api.depends("alias")
    def _compute_display_name(self):
        for recipient in self:
            recipient.display_name = recipient.alias

    @api.depends("mobile")
    def _compute_masked(self):
        for recipient in self:
            recipient.mobile_masked = mask_mobile(recipient.mobile or "")
