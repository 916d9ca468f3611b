from odoo import api, fields, models


class VolunteerPointMove(models.Model):
    """What changed a balance besides hours: it is added, and never changed.

    What hours earn is not copied here: it is the recorded lines' own points.
    """

    _name = "volunteer.point.move"
    _description = "Points: Move"
    _inherit = ["volunteer.log.mixin"]
    _order = "date desc, id desc"
    _rec_name = "reason"

    account_id = fields.Many2one(
        "volunteer.point.account", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Unit", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("event", "Given by a rule"),
            ("spend", "Spent"),
            ("refund", "Given back"),
            ("gift_out", "Gift to somebody"),
            ("gift_in", "Gift from somebody"),
            ("correction", "Correction"),
            ("expiry", "Expired"),
        ],
        required=True,
    )
    hundredths = fields.Integer(string="Points (hundredths)", required=True)
    points = fields.Float(digits=(16, 2), compute="_compute_points")
    date = fields.Date(required=True)
    reason = fields.Char()

    _sign = models.Constraint(
        "CHECK (CASE WHEN kind IN ('spend', 'gift_out', 'expiry') THEN hundredths < 0 "
        "WHEN kind = 'correction' THEN hundredths <> 0 ELSE hundredths > 0 END)",
        "What is spent, given away or expired takes points; everything else gives "
        "points.",
    )

    @api.depends("hundredths")
    def _compute_points(self):
        for move in self:
            move.points = move.hundredths / 100

    @api.model_create_multi
    def create(self, vals_list):
        """Complete unit and day: those of the person's home unit, unless given.

        What is not given stays empty: the context of a call goes along, and would make
        a purchase one of a rule.
        """
        names = [
            name
            for name, field in self._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS
        ]
        accounts = self.env["volunteer.point.account"].browse(
            {vals["account_id"] for vals in vals_list}
        )
        homes = {account.id: account.volunteer_id.company_id.id for account in accounts}
        for vals in vals_list:
            for name in names:
                vals.setdefault(name, False)
            if not vals["company_id"]:
                vals["company_id"] = homes[vals["account_id"]]
            if not vals["date"]:
                company = self.env["res.company"].browse(vals["company_id"])
                vals["date"] = company._get_volunteer_today()
        return super().create(vals_list)

    def _is_change_allowed(self, vals):
        """Moves follow a merged person, and are told no reason after an erasure.

        Over no user's path: nobody has the right to write them.
        """
        return self.env.su and (
            set(vals) == {"account_id"} or vals == {"reason": False}
        )
