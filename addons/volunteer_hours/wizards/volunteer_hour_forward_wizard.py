from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerHourForwardWizard(models.TransientModel):
    """Hand lines on to a colleague, with a note."""

    _name = "volunteer.hour.forward.wizard"
    _description = "Hand On to a Colleague"

    hour_ids = fields.Many2many(
        "volunteer.hour",
        string="Service Hours",
        readonly=True,
        default=lambda self: self._default_hour_ids(),
    )
    company_ids = fields.Many2many(
        "res.company", compute="_compute_company_ids", compute_sudo=True
    )
    user_id = fields.Many2one("res.users", string="Colleague", required=True)
    note = fields.Char(required=True, help="What the colleague reads.")

    @api.model
    def _default_hour_ids(self):
        context = self.env.context
        if context.get("active_model") != "volunteer.hour":
            return self.env["volunteer.hour"]
        return self.env["volunteer.hour"].browse(context.get("active_ids") or [])

    @api.depends("hour_ids")
    def _compute_company_ids(self):
        for wizard in self:
            wizard.company_ids = wizard.hour_ids.company_id

    def action_forward(self):
        """Hand the lines on.

        :raise UserError: no line, or as in ``volunteer.hour.action_forward``
        """
        self.ensure_one()
        if not self.hour_ids:
            raise UserError(self.env._("Please select at least one record."))
        self.hour_ids.action_forward(self.user_id.id, self.note)
        return {"type": "ir.actions.act_window_close"}
