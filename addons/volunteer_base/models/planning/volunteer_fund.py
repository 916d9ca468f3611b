from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerFund(models.Model):
    """The special fund of a unit for one year, and what is left of it.

    杭卫发〔2013〕104号 asks for a yearly special fund.
    """

    _name = "volunteer.fund"
    _description = "Yearly Special Fund"
    _order = "year desc, company_id"
    _rec_name = "year"

    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
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
    amount = fields.Monetary(required=True)
    planned = fields.Monetary(
        compute="_compute_spent", help="Planned for projects from the special fund."
    )
    spent = fields.Monetary(compute="_compute_spent")
    left = fields.Monetary(compute="_compute_spent")
    note = fields.Text()

    _once_a_year = models.UniqueIndex(
        "(company_id, year)", "This unit has a special fund for this year already."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND year BETWEEN 1990 AND 2100)",
        "Give the year with four digits and an amount that is not negative.",
    )

    @api.depends("amount", "year", "company_id")
    def _compute_spent(self):
        totals = {}
        years = self.mapped("year")
        if years:
            domain = (
                Domain("company_id", "in", self.company_id.ids)
                & Domain("source", "=", "fund")
                & Domain("date", ">=", f"{min(years):04}-01-01")
                & Domain("date", "<=", f"{max(years):04}-12-31")
            )
            totals = {
                (company, year.year, kind): amount
                for company, year, kind, amount in self.env[
                    "volunteer.money"
                ]._read_group(
                    domain, ["company_id", "date:year", "kind"], ["amount:sum"]
                )
            }
        for fund in self:
            key = (fund.company_id, fund.year)
            fund.planned = totals.get((*key, "planned"), 0.0)
            fund.spent = totals.get((*key, "actual"), 0.0)
            fund.left = fund.amount - fund.spent

    def action_open_money(self):
        """Open what is planned and spent from this fund."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_money_action"
        )
        return {
            **action,
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("source", "=", "fund"),
                ("date", ">=", f"{self.year}-01-01"),
                ("date", "<=", f"{self.year}-12-31"),
            ],
            "context": {},
        }
