from odoo import fields, models


class VolunteerPointMove(models.Model):
    """What a move of points was for."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.move"  # pylint: disable=consider-merging-classes-inherited

    order_id = fields.Many2one(
        "volunteer.reward.order",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    gift_id = fields.Many2one(
        "volunteer.gift", readonly=True, index="btree_not_null", ondelete="restrict"
    )
