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

    def _after_state_change_sudo(self, state):
        """Ask the office for what people who leave still have."""
        result = super()._after_state_change_sudo(state)
        if state in GONE_STATES:
            holders = (
                self.env["volunteer.item.issue"]
                .sudo()
                .search([("volunteer_id", "in", self.ids), ("overdue", "=", True)])
                .volunteer_id
            )
            if holders:
                holders._remind_office_sudo(
                    self.env._("Ask for the items back"),
                    self.env._("This person still has things of the unit."),
                )
        return result
