from odoo import fields, models


class VolunteerStockWizard(models.TransientModel):
    """Ask how many pieces came into the stock, or went out of it."""

    _name = "volunteer.stock.wizard"
    _description = "Change Stock"

    reward_id = fields.Many2one(
        "volunteer.reward",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    stock = fields.Integer(related="reward_id.stock", string="Left Now")
    pieces = fields.Integer(
        string="Pieces More", help="Negative: so many fewer, for example broken ones."
    )

    def action_confirm(self):
        """Change the stock."""
        self.ensure_one()
        self.reward_id.with_env(self.env).action_change_stock(self.pieces)
        return {"type": "ir.actions.act_window_close"}
