from odoo import fields, models


class VolunteerRewardOrderWizard(models.TransientModel):
    """Ask for whom a reward is ordered: for people who come to the desk."""

    _name = "volunteer.reward.order.wizard"
    _description = "Order for a Volunteer"

    reward_id = fields.Many2one(
        "volunteer.reward",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    volunteer_id = fields.Many2one("volunteer.volunteer", required=True)
    at_once = fields.Boolean(
        string="Handed out at Once", default=True, help="The volunteer is here."
    )

    def action_confirm(self):
        """Order, and hand out if the volunteer is there."""
        self.ensure_one()
        order_id = self.reward_id.with_env(self.env).action_order_for(
            self.volunteer_id.id
        )
        if self.at_once:
            order = self.env["volunteer.reward.order"].browse(order_id)
            order.action_hand_out_known()
        return {"type": "ir.actions.act_window_close"}
