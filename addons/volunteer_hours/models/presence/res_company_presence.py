from odoo import fields, models


class ResCompany(models.Model):
    """How presence is taken in a unit."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_scan_gap = fields.Integer(
        string="Same Scan within (minutes)",
        default=5,
        help="A second scan this soon is the first one sent twice; a later one means "
        "leaving, or coming back.",
    )
    volunteer_close_after = fields.Integer(
        string="Forgotten after (minutes)",
        default=60,
        help="So long after the planned end a check-out counts as forgotten: the "
        "planned end stands in until who leads confirms it.",
    )
    volunteer_walk_ins = fields.Boolean(
        string="Walk-ins",
        default=True,
        help="Who has not signed up may do so on the spot while seats are left.",
    )

    _volunteer_presence_periods = models.Constraint(
        "CHECK (volunteer_scan_gap BETWEEN 1 AND 60 "
        "AND volunteer_close_after BETWEEN 0 AND 1440)",
        "A second scan is one within 1 to 60 minutes; check-outs are forgotten within "
        "a day.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_scan_gap = fields.Integer(
        related="company_id.volunteer_scan_gap", readonly=False
    )
    volunteer_close_after = fields.Integer(
        related="company_id.volunteer_close_after", readonly=False
    )
    volunteer_walk_ins = fields.Boolean(
        related="company_id.volunteer_walk_ins", readonly=False
    )
