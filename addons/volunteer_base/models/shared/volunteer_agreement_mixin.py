from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class VolunteerAgreementMixin(models.AbstractModel):
    """A signed agreement with its days; the office is told before it ends, once."""

    _name = "volunteer.agreement.mixin"
    _description = "Agreement with Dates"
    _inherit = ["volunteer.office.todo.mixin"]

    agreement = fields.Binary(
        attachment=True, copy=False, help="Scan of what was signed."
    )
    agreement_name = fields.Char(string="File Name", copy=False)
    date_from = fields.Date(
        string="From", default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date(string="Until", help="The last day; empty: no end.")
    warned_for = fields.Date(
        readonly=True, copy=False, help="The last day of which the office was told."
    )
    agreement_state = fields.Selection(
        [
            ("coming", "Not begun"),
            ("running", "In force"),
            ("ending", "Ends soon"),
            ("over", "Over"),
        ],
        string="Validity",
        compute="_compute_agreement_state",
        search="_search_agreement_state",
    )

    @api.depends("date_from", "date_to", "company_id")
    def _compute_agreement_state(self):
        for record in self:
            company = (record.company_id or self.env.company).sudo()
            today = company._get_volunteer_today()
            soon = today + timedelta(days=company.volunteer_agreement_notice_days)
            if record.date_to and record.date_to < today:
                state = "over"
            elif record.date_from and record.date_from > today:
                state = "coming"
            elif record.date_to and record.date_to <= soon:
                state = "ending"
            else:
                state = "running"
            record.agreement_state = state

    @api.model
    def _search_agreement_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        units = self.env["res.company"].sudo().with_context(active_test=False)
        domains = []
        for company in units.search([("active", "in", (True, False))]):
            today = company._get_volunteer_today()
            soon = today + timedelta(days=company.volunteer_agreement_notice_days)
            over = Domain("date_to", "<", today)
            coming = Domain("date_from", ">", today) & ~over
            ending = Domain("date_to", ">=", today) & Domain("date_to", "<=", soon)
            by_state = {
                "over": over,
                "coming": coming,
                "ending": ending & ~coming,
                "running": ~over & ~coming & ~ending,
            }
            domains.append(
                Domain("company_id", "=", company.id)
                & Domain.OR(by_state[state] for state in value if state in by_state)
            )
        return Domain.OR(domains)

    @api.model
    def _domain_agreements_going_on(self):
        """Return the domain of those whose end the office wants to know."""
        return Domain.TRUE

    @api.model
    def _cron_warn_agreements(self):
        """Give the office a to-do for every agreement that ends soon, once."""
        ending = self.sudo().search(
            Domain("agreement_state", "=", "ending")
            & self._domain_agreements_going_on()
        )
        ending = ending.filtered(lambda record: record.warned_for != record.date_to)
        ending._todo_for_office_sudo(
            "agreement", lambda env: env._("Renew the agreement, or let it end")
        )
        for day, group in ending.grouped("date_to").items():
            group.write({"warned_for": day})
