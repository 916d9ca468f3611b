from odoo import api, fields, models


class VolunteerPairingLog(models.TransientModel):
    """Note a visit that was held, for a pair that has no login."""

    _name = "volunteer.pairing.log"
    _description = "Note a Visit"

    visit_id = fields.Many2one(
        "volunteer.pairing.visit", required=True, readonly=True, ondelete="cascade"
    )
    pairing_id = fields.Many2one(related="visit_id.pairing_id")
    date = fields.Date(compute="_compute_from_visit", store=True, readonly=False)
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Who Went",
        compute="_compute_from_visit",
        store=True,
        readonly=False,
    )
    log = fields.Text(string="What Was Done", required=True)

    @api.depends("visit_id")
    def _compute_from_visit(self):
        for wizard in self:
            visit = wizard.visit_id
            today = (visit.company_id or self.env.company)._get_volunteer_today()
            wizard.date = min(visit.date or today, today)
            wizard.volunteer_ids = visit.volunteer_ids

    def action_confirm(self):
        """Note the visit; its own method checks who may, and that nobody went alone."""
        self.ensure_one()
        self.visit_id.action_hold(self.log, self.volunteer_ids.ids, self.date)
        return {"type": "ir.actions.act_window_close"}
