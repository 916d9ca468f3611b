from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerMoney(models.Model):
    """An amount planned or spent for a project, by where it comes from and goes to."""

    _name = "volunteer.money"
    _description = "Money of a Project"
    _order = "date desc, id desc"
    _rec_name = "note"
    _check_company_auto = True

    project_id = fields.Many2one(
        "volunteer.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('project_id', '=', project_id)]",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="project_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("planned", "Planned"), ("actual", "Spent")], required=True, default="actual"
    )
    source = fields.Selection(
        [
            ("fund", "Special fund"),
            ("sponsor", "Sponsor"),
            ("donation", "Donation"),
            ("own", "Department's own"),
        ],
        required=True,
        default="fund",
        index=True,
    )
    donation_id = fields.Many2one(
        "volunteer.donation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'received'), ('company_id', '=', company_id)]",
        groups="volunteer_base.group_officer",
        help="The donation that pays for it.",
    )
    cost = fields.Selection(
        [
            ("transport", "Transport"),
            ("water", "Water"),
            ("meal", "Meals"),
            ("insurance", "Insurance"),
            ("material", "Material"),
            ("other", "Other"),
        ],
        string="Spent on",
        required=True,
        default="other",
    )
    amount = fields.Monetary(required=True)
    date = fields.Date(
        required=True, index=True, default=lambda self: fields.Date.context_today(self)
    )
    note = fields.Char(string="Description")
    receipt = fields.Binary(attachment=True)
    receipt_name = fields.Char()

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An amount is more than 0; say whether planned or spent."
    )
    _donation_pays = models.Constraint(
        "CHECK (donation_id IS NULL OR (source = 'donation' AND kind = 'actual'))",
        "A donation pays for what is spent from donations.",
    )

    @api.constrains("activity_id", "project_id")
    def _check_activity(self):
        for money in self:
            activity = money.activity_id
            if activity and activity.project_id != money.project_id:
                raise ValidationError(
                    self.env._(
                        "“%(activity)s” is not an activity of “%(project)s”.",
                        activity=activity.display_name,
                        project=money.project_id.name,
                    )
                )

    @api.constrains("donation_id", "amount")
    def _check_donation_left(self):
        for donation in self.sudo().donation_id:
            if donation.state != "received":
                raise ValidationError(
                    self.env._(
                        "Donation %(number)s has not been received.",
                        number=donation.display_name,
                    )
                )
            if donation.spent > donation.amount:
                raise ValidationError(
                    self.env._(
                        "Donation %(number)s was worth %(amount)s; %(spent)s would be "
                        "spent of it.",
                        number=donation.display_name,
                        amount=donation.currency_id.format(donation.amount),
                        spent=donation.currency_id.format(donation.spent),
                    )
                )


class VolunteerProject(models.Model):
    """What a project was to cost and did cost."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    # Who serves reads running projects, and not what they cost.
    money_ids = fields.One2many(
        "volunteer.money", "project_id", groups="volunteer_base.group_leader"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    money_planned = fields.Monetary(
        compute="_compute_money", groups="volunteer_base.group_leader"
    )
    money_spent = fields.Monetary(
        compute="_compute_money", groups="volunteer_base.group_leader"
    )

    @api.depends("money_ids.amount", "money_ids.kind")
    def _compute_money(self):
        totals = {
            (project, kind): amount
            for project, kind, amount in self.env["volunteer.money"]._read_group(
                [("project_id", "in", self.ids)],
                ["project_id", "kind"],
                ["amount:sum"],
            )
        }
        for project in self:
            project.money_planned = totals.get((project, "planned"), 0.0)
            project.money_spent = totals.get((project, "actual"), 0.0)

    def action_open_money(self):
        """Open what was planned and spent for these projects."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_money_action"
        )
        return {
            **action,
            "domain": [("project_id", "in", self.ids)],
            "context": {"default_project_id": self.id if len(self) == 1 else False},
        }
