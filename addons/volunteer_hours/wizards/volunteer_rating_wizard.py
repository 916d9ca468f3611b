from odoo import fields, models


class VolunteerRatingWizard(models.TransientModel):
    """Asks how good the service of one or several people was."""

    _name = "volunteer.rating.wizard"
    _description = "Quality of a Service"

    signup_ids = fields.Many2many(
        "volunteer.signup",
        string="Volunteers",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    quality = fields.Selection(
        [
            ("0", "Not rated"),
            ("1", "Very poor"),
            ("2", "Poor"),
            ("3", "Fair"),
            ("4", "Good"),
            ("5", "Very good"),
        ],
        required=True,
        default="5",
    )
    note = fields.Char(string="Remark", help="The volunteer may read it.")

    def action_apply(self):
        """Give the mark; rights and limits are those of ``action_rate``."""
        self.ensure_one()
        self.signup_ids.action_rate(int(self.quality), self.note or None)
        return {"type": "ir.actions.act_window_close"}
