from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.filing import due_on, period_text, start_of_period


class VolunteerFilingAsk(models.TransientModel):
    """Ask units for a material of a period that does not come by itself."""

    _name = "volunteer.filing.ask"
    _description = "Ask for a Material"

    material_id = fields.Many2one(
        "volunteer.report.material",
        required=True,
        default=lambda self: self._default_material(),
    )
    date = fields.Date(
        string="A Day of the Period",
        required=True,
        default=lambda self: self._default_date(),
    )
    unit_ids = fields.Many2many(
        "volunteer.reporting.unit",
        string="Units",
        help="Empty: all units of this desk.",
    )
    period_name = fields.Char(string="Period", compute="_compute_period")
    due_on = fields.Date(string="Due", compute="_compute_period")

    @api.model
    def _default_material(self):
        return self.env["volunteer.report.material"].search([], limit=1)

    @api.model
    def _default_date(self):
        """Return a day of the last month: what is mostly asked for."""
        today = self.env.company._get_volunteer_today()
        return fields.Date.subtract(fields.Date.start_of(today, "month"), days=1)

    @api.depends("material_id", "date")
    def _compute_period(self):
        for wizard in self:
            period = None
            if wizard.material_id and wizard.date:
                rule = wizard.material_id._get_rule()
                period = start_of_period(rule, wizard.date)
            wizard.due_on = period and due_on(rule, period)
            wizard.period_name = period and period_text(rule.rhythm, period)

    def action_ask(self):
        """Make the rows and open them.

        :raise UserError: all were asked already
        """
        self.ensure_one()
        ids = self.env["volunteer.report.filing"].action_expect(
            self.material_id.id, self.date, self.unit_ids.ids
        )
        if not ids:
            raise UserError(
                self.env._(
                    "Every unit was asked for it already; look for it on the desk."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_report_filing_action"
        )
        return {**action, "domain": [("id", "in", ids)], "context": {}}
