from odoo import api, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions._sync_volunteer_teams_sudo({})
        return versions

    def write(self, vals):
        moving = "department_id" in vals
        employees = self.sudo().employee_id if moving else self.env["hr.employee"]
        former = employees._get_volunteer_departments_sudo()
        result = super().write(vals)
        if moving:
            self._sync_volunteer_teams_sudo(former)
        return result

    def _sync_volunteer_teams_sudo(self, former):
        """Let staff who changed department change the teams of their departments."""
        volunteers = self.sudo().employee_id.volunteer_id
        if volunteers:
            volunteers._sync_department_teams_sudo(former)
