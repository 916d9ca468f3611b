from odoo import api, models

OFFICE = ("volunteer_base.group_officer", "volunteer_hours.group_hr")


class IrUiMenu(models.Model):
    """Branch sheets are for the office, HR, and who is in charge of a branch."""

    # One matter a file keeps the files short.
    _inherit = "ir.ui.menu"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_menus_without_content_sudo(self):
        hidden = super()._get_menus_without_content_sudo()
        user = self.env.user
        branches = self.env["volunteer.branch"].sudo()
        if not any(map(user.has_group, OFFICE)) and not branches.search_count(
            [("secretary_user_ids", "in", user.id)], limit=1
        ):
            hidden.add(
                self.env["ir.model.data"]._xmlid_to_res_id(
                    "volunteer_hours.volunteer_branch_sheet_menu",
                    raise_if_not_found=False,
                )
            )
        return hidden

    @api.model
    def _has_volunteer_home_sudo(self):
        return super()._has_volunteer_home_sudo() or self.env.user.has_group(
            "volunteer_hours.group_hr"
        )
