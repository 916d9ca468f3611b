from odoo import fields, models

from .volunteer_item_issue import GONE_STATES


class VolunteerVolunteer(models.Model):
    """What volunteers have been given, and who asks them for it."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    item_issue_ids = fields.One2many(
        "volunteer.item.issue",
        "volunteer_id",
        string="Issued Items",
        groups="volunteer_base.group_officer",
    )

    def _end_items_reminders_sudo(self):
        """Take back the to-dos about those who have given everything back."""
        reminded = self.browse(self._get_office_todos_sudo("items").mapped("res_id"))
        if reminded:
            reminded -= reminded._filter_overdue_holders_sudo()
            reminded._end_office_todos_sudo("items")

    def _filter_overdue_holders_sudo(self):
        return (
            self.env["volunteer.item.issue"]
            .sudo()
            .search([("volunteer_id", "in", self.ids), ("overdue", "=", True)])
            .volunteer_id
        )

    def _after_state_change_sudo(self, state):
        """Ask the office for what people who leave still have."""
        result = super()._after_state_change_sudo(state)
        if state in GONE_STATES:
            holders = self._filter_overdue_holders_sudo()
            if holders:
                holders._todo_for_office_sudo(
                    "items",
                    lambda env: env._("Ask for the items back"),
                    note=lambda env: env._("This person still has things of the unit."),
                )
        else:
            self._end_items_reminders_sudo()
        return result
