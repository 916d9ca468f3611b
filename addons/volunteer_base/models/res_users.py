from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    volunteer_ids = fields.One2many(
        "volunteer.volunteer", "user_id", string="Volunteers"
    )

    @api.model
    def _get_current_volunteer_sudo(self):
        """Return the current user's own volunteer record, as superuser, or none."""
        return (
            self.env["volunteer.volunteer"]
            .sudo()
            .search([("user_id", "=", self.env.uid)], limit=1)
        )
