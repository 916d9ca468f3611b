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

    def _get_headed_departments_sudo(self):
        """Return the departments of which these users are the managers."""
        departments = self.env["hr.department"].sudo()
        return departments.search([("manager_id.user_id", "in", self.ids)])
