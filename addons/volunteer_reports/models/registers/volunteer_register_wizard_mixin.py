from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.volunteer_base.tools.paper import format_days


class VolunteerRegisterWizardMixin(models.AbstractModel):
    """The question before a register: of which unit, over which period."""

    _name = "volunteer.register.wizard.mixin"
    _inherit = "volunteer.register.mixin"
    _description = "Question before a Register"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(
            self.env.company._get_volunteer_today(), "year"
        ),
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: self.env.company._get_volunteer_today(),
    )
    line_count = fields.Integer(string="Lines", compute="_compute_line_count")
    hours = fields.Float(digits=(16, 2), compute="_compute_line_count")

    @api.depends("company_id", "date_from", "date_to")
    def _compute_line_count(self):
        for wizard in self:
            count, minutes = 0, 0
            if wizard._is_period_valid():
                count, minutes = wizard._get_register_totals()
            wizard.line_count = count
            wizard.hours = (minutes or 0) / 60

    def _get_register_totals(self):
        """Return ``(rows, minutes)`` before the register is made.

        Registers with more to choose from extend the dependencies of
        ``_compute_line_count``.
        """
        return 0, 0

    def _is_period_valid(self):
        self.ensure_one()
        first, last = self.date_from, self.date_to
        return bool(first and last and first <= last)

    def _check_register(self):
        result = super()._check_register()
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose a unit that you have switched on at the top right.")
            )
        if not self._is_period_valid():
            raise UserError(self.env._("The period ends before it begins."))
        return result

    def _get_register_count(self):
        return self.line_count

    def _get_register_period(self):
        return format_days(self.date_from, self.date_to, self.env.lang)
