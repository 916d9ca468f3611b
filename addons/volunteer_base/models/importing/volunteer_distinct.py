from odoo import fields, models


class VolunteerDistinct(models.Model):
    """Two records that somebody has looked at: they are not the same person."""

    _name = "volunteer.distinct"
    _description = "Not the Same Person"
    _rec_name = "first_id"

    first_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    second_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )

    _pair_unique = models.UniqueIndex("(first_id, second_id)")
    _pair_order = models.Constraint("CHECK (first_id < second_id)")
