from odoo import api, models


class IrUiMenu(models.Model):
    """Requests of one's own department: for those who have one, or look after some."""

    # One matter a file keeps the files short.
    _inherit = "ir.ui.menu"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_menus_without_content_sudo(self):
        hidden = super()._get_menus_without_content_sudo()
        Request = self.env["volunteer.request"]
        if Request._get_own_departments_sudo() or Request.sudo().search_count(
            [("social_worker_id", "=", self.env.uid)], limit=1
        ):
            return hidden
        return hidden | {self._get_volunteer_menu_id("volunteer_request_menu_mine")}
