from odoo import api, models


class IrUiMenu(models.Model):
    """The home screen is for leaders and the office, and for heads of departments."""

    # One matter a file keeps the files short.
    _inherit = "ir.ui.menu"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_menus_without_content_sudo(self):
        hidden = super()._get_menus_without_content_sudo()
        if self._has_volunteer_home_sudo():
            return hidden
        return hidden | {self._get_volunteer_menu_id("volunteer_home_menu")}

    @api.model
    def _has_volunteer_home_sudo(self):
        """Return whether there are tiles for the current user."""
        return self.env.user.has_group("volunteer_base.group_leader") or bool(
            self.env["hr.department"]
            .sudo()
            .search_count([("manager_id.user_id", "=", self.env.uid)], limit=1)
        )
