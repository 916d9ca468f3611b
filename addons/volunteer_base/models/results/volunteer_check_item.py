from odoo import fields, models


class VolunteerCheckItem(models.Model):
    """What a leader ticks when an activity is closed, such as the 五个有."""

    _name = "volunteer.check.item"
    _description = "Item of the Closing Checklist"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True, help="When it may be ticked.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for every unit.",
    )
    proof = fields.Selection(
        [
            ("team", "A team with a leader carries it"),
            ("plan", "Its project stands in an approved plan"),
            ("presence", "Somebody was present"),
            ("record", "Presence of everybody and the people served are noted"),
            ("effect", "The effect is described"),
        ],
        string="Ticked by Itself when",
        help="Proposed to the leader as soon as the records show it; the leader "
        "decides. Empty: always by hand.",
    )
