from odoo import api, fields, models


class VolunteerUpholdWizard(models.TransientModel):
    """Ask why findings are upheld, and whether own claims are barred for a while."""

    _name = "volunteer.uphold.wizard"
    _description = "Uphold Findings"

    line_ids = fields.Many2many(
        "volunteer.inspection.line",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    note = fields.Text(string="Why", required=True)
    bar = fields.Boolean(
        string="Bar Own Claims", compute="_compute_bar", store=True, readonly=False
    )
    bar_months = fields.Integer(
        string="Months", compute="_compute_bar", store=True, readonly=False
    )

    @api.depends("line_ids")
    def _compute_bar(self):
        """Propose what the unit has set, where somebody claimed what is wrong."""
        for wizard in self:
            months = wizard.line_ids.company_id[:1].volunteer_bar_months
            sources = wizard.line_ids.sudo().hour_id.mapped("source")
            wizard.bar = bool(months) and any(kind != "checkin" for kind in sources)
            wizard.bar_months = months

    def action_confirm(self):
        """Uphold the findings."""
        self.ensure_one()
        lines = self.line_ids.with_env(self.env)
        lines.action_uphold(self.note, self.bar_months if self.bar else 0)
        return {"type": "ir.actions.act_window_close"}
