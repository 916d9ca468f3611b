from odoo import api, models


class IrUiMenu(models.Model):
    """Menus for what is one's own show only to whom something belongs.

    Secretaries and owners of decisions need no group of ours; an app without anything
    in it would be shown to everybody else.
    """

    _inherit = "ir.ui.menu"

    # After Odoo's cache, which would keep a new secretary's menus away.
    @api.model
    def load_menus(self, debug):
        menus = super().load_menus(debug)
        hidden = self._get_menus_without_content_sudo() & set(menus)
        if not hidden:
            return menus
        root = self._get_volunteer_menu_id("volunteer_base_menu_root")
        # A menu of ours without action is a folder: empty ones go, up to the app.
        while True:
            empty = {
                key
                for key, menu in menus.items()
                if key not in hidden
                and key != "root"
                and menu["app_id"] == root
                and not menu["action_id"]
                and set(menu["children"]) <= hidden
            }
            if not empty:
                break
            hidden |= empty
        return {
            key: {
                **menu,
                "children": [
                    child for child in menu["children"] if child not in hidden
                ],
            }
            for key, menu in menus.items()
            if key not in hidden
        }

    @api.model
    def load_menus_root(self):
        roots = super().load_menus_root()
        root = self._get_volunteer_menu_id("volunteer_base_menu_root")
        if root not in roots["all_menu_ids"] or root in self.load_menus(False):
            return roots
        return {
            **roots,
            "children": [menu for menu in roots["children"] if menu["id"] != root],
            "all_menu_ids": [key for key in roots["all_menu_ids"] if key != root],
        }

    @api.model
    def _get_menus_without_content_sudo(self):
        """Return the ids of own-content menus that would be empty for the user."""
        user = self.env.user
        branches = self.env["volunteer.branch"].sudo()
        decisions = self.env["volunteer.meeting.decision"].sudo()
        lines = self.env["volunteer.plan.line"].sudo()
        content = {
            "volunteer_branch_member_menu_mine": branches.search_count(
                [("secretary_user_ids", "in", user.id)], limit=1
            ),
            "volunteer_meeting_decision_menu_mine": decisions.search_count(
                [
                    ("owner_id.user_id", "=", user.id),
                    ("meeting_id.state", "=", "held"),
                ],
                limit=1,
            ),
            "volunteer_plan_line_menu_own": lines.search_count(
                [("user_id", "=", user.id)], limit=1
            ),
        }
        return {
            self._get_volunteer_menu_id(name)
            for name, count in content.items()
            if not count
        }

    @api.model
    def _get_volunteer_menu_id(self, name):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            f"volunteer_base.{name}", raise_if_not_found=False
        )
