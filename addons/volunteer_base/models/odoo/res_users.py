from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    volunteer_ids = fields.One2many(
        "volunteer.volunteer", "user_id", string="Volunteers"
    )

    @api.model
    def _get_current_volunteer_sudo(self):
        """Return the current user's own volunteer record, as superuser, or none."""
        Volunteer = self.env["volunteer.volunteer"].sudo()
        # Every page reads the person next: what it would read, in the same query.
        names = [
            name
            for name, field in Volunteer._fields.items()
            if field.store and field.column_type and field.prefetch is True
        ]
        return Volunteer.search_fetch([("user_id", "=", self.env.uid)], names, limit=1)
