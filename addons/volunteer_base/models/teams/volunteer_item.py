from odoo import api, fields, models


class VolunteerItem(models.Model):
    """A kind of thing that volunteers are given for their service: badge, vest."""

    _name = "volunteer.item"
    _description = "Issued Item"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all units.",
    )
    numbered = fields.Boolean(
        string="Each Has a Number", help="A number is asked for when one is given out."
    )
    to_return = fields.Boolean(
        string="To Be Given Back",
        default=True,
        help="Whoever leaves is asked for it.",
    )
    issue_ids = fields.One2many("volunteer.item.issue", "item_id", string="Handed Out")
    out_count = fields.Integer(string="Out", compute="_compute_out_count")

    @api.depends("issue_ids.date_back", "issue_ids.is_lost")
    def _compute_out_count(self):
        counts = dict(
            self.env["volunteer.item.issue"]._read_group(
                [("item_id", "in", self.ids), ("date_back", "=", False)],
                ["item_id"],
                ["__count"],
            )
        )
        for item in self:
            item.out_count = counts.get(item, 0)

    def action_open_issues(self):
        """Open who has these items."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_item_issue_action"
        )
        return {**action, "domain": [("item_id", "in", self.ids)]}
