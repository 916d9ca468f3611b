from odoo import fields, models


class VolunteerSignupWizard(models.TransientModel):
    """Sign volunteers up on their behalf."""

    _name = "volunteer.signup.wizard"
    _description = "Add Volunteers"

    slot_id = fields.Many2one(
        "volunteer.activity.slot", string="Need", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="slot_id.company_id")
    seats_left = fields.Integer(related="slot_id.seats_left")
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    guardian_present = fields.Boolean(
        string="Guardians Come along",
        help="For children under 14: their guardians are there during the service.",
    )

    def action_confirm(self):
        """Sign the chosen volunteers up; all of them, or none with the reasons."""
        self.ensure_one()
        slot = self.slot_id.with_context(
            volunteer_guardian_present=self.guardian_present
        )
        slot.action_sign_up_volunteers(self.volunteer_ids.ids)
        return {"type": "ir.actions.act_window_close"}
