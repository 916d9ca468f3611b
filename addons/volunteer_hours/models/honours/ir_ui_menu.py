from odoo import api, models


class IrUiMenu(models.Model):
    """The jury's menu shows only to whoever sits on one."""

    # One matter a file keeps the files short.
    _inherit = "ir.ui.menu"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_menus_without_content_sudo(self):
        hidden = super()._get_menus_without_content_sudo()
        rows = self.env["volunteer.jury.score"].sudo()
        if not rows.search_count([("user_id", "=", self.env.uid)], limit=1):
            hidden.add(
                self.env["ir.model.data"]._xmlid_to_res_id(
                    "volunteer_hours.volunteer_jury_score_menu",
                    raise_if_not_found=False,
                )
            )
        return hidden
