from odoo import models

from odoo.addons.volunteer_base.tools.paper import format_days
from odoo.addons.volunteer_base.tools.spreadsheet import Column


class VolunteerSubsidy(models.Model):
    """补贴发放签领表 as a spreadsheet; its paper is the one that is signed."""

    _name = "volunteer.subsidy"
    _inherit = ["volunteer.subsidy", "volunteer.register.mixin"]

    _register_across = False

    def _get_register_title(self):
        return self.name

    def _get_register_period(self):
        return format_days(self.date_from, self.date_to, self.env.lang)

    def _get_register_count(self):
        return self.line_count

    def _get_register_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Full Name"), 16),
            Column(self.env._("Date"), 12, "date"),
            Column(self.env._("Transport"), 12, "decimal", True),
            Column(self.env._("Meals"), 12, "decimal", True),
            Column(self.env._("Amount"), 12, "decimal", True),
            Column(self.env._("Signature"), 20),
        ]

    def _iter_register_rows(self):
        for number, line in enumerate(self.line_ids, 1):
            yield (
                number,
                line.sudo().volunteer_id.name,
                line.date,
                line.transport,
                line.meal,
                line.amount,
                "",
            )
