from odoo import api, models


class VolunteerHour(models.Model):
    """Approvers who leave: what waited for them goes on at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _rescue_stranded_sudo(self):
        """Give the turns of those who cannot decide any more to somebody else."""
        self._find_stranded_sudo()._renew_turns_sudo()


class ResUsers(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if {"active", "company_ids", "group_ids"} & set(vals):
            self.env["volunteer.hour"]._rescue_stranded_sudo()
        return result


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if "volunteer_executive_id" in vals:
            self.env["volunteer.hour"]._rescue_stranded_sudo()
        return result


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        result = super().write(vals)
        if {"user_ids", "implied_ids"} & set(vals):
            self.env["volunteer.hour"]._rescue_stranded_sudo()
        return result


class HrEmployee(models.Model):
    # One matter a file keeps the files short.
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if {"active", "user_id"} & set(vals):
            self.env["volunteer.hour"]._rescue_stranded_sudo()
        return result


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "merged_into_id"} & set(vals):
            # Whose hours wait for themselves now: nobody decides on their own.
            self.env["volunteer.hour"].sudo().search(
                [
                    ("volunteer_id", "in", self.sudo()._with_merged_sudo().ids),
                    ("state", "=", "submitted"),
                ]
            )._renew_turns_sudo()
        return result
