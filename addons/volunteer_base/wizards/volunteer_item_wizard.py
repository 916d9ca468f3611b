import re

from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerItemWizard(models.TransientModel):
    """Give the same kind of item to the volunteers that were selected."""

    _name = "volunteer.item.wizard"
    _description = "Give Out Items"

    item_id = fields.Many2one(
        "volunteer.item",
        required=True,
        ondelete="cascade",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    numbered = fields.Boolean(related="item_id.numbered")
    first_number = fields.Char(
        help="The others get the numbers after it, in the order of volunteer numbers."
    )
    date_out = fields.Date(
        string="Out on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_due = fields.Date(string="Due back")
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Volunteers",
        default=lambda self: self._default_volunteer_ids(),
    )

    @api.model
    def _default_volunteer_ids(self):
        if self.env.context.get("active_model") != "volunteer.volunteer":
            return False
        return self.env.context.get("active_ids")

    def action_give(self):
        """Give one item to each volunteer.

        :raise AccessError: the user is not of the volunteer office
        :raise UserError: nobody was selected, or the first number does not end in
            digits
        """
        self.ensure_one()
        self.volunteer_ids._check_officer()
        volunteers = self.volunteer_ids.sorted("code")
        if not volunteers:
            raise UserError(self.env._("Please select at least one record."))
        issues = self.env["volunteer.item.issue"].create(
            [
                {
                    "item_id": self.item_id.id,
                    "company_id": self.company_id.id,
                    "volunteer_id": volunteer.id,
                    "number": number,
                    "date_out": self.date_out,
                    "date_due": self.date_due,
                }
                for volunteer, number in zip(
                    volunteers, self._make_numbers(len(volunteers)), strict=True
                )
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_item_issue_action"
        )
        return {**action, "domain": [("id", "in", issues.ids)], "context": {}}

    def _make_numbers(self, count):
        """Return ``count`` numbers from the first one on, as wide as that one.

        :raise UserError: it does not end in digits, so that nothing follows it
        """
        first = "".join((self.first_number or "").split())
        if not first:
            return [False] * count
        match = re.fullmatch(r"(.*?)([0-9]+)", first)
        if not match:
            if count == 1:
                return [first]
            raise UserError(
                self.env._("The first number must end in digits, e.g. A001.")
            )
        prefix, digits = match.groups()
        return [
            f"{prefix}{int(digits) + offset:0{len(digits)}d}" for offset in range(count)
        ]
