from odoo import api, fields, models

#: Days after which refusals are forgotten.
KEPT_DAYS = 180


class VolunteerDeviceRefusal(models.Model):
    """What a device refused: the log of guesses, for the volunteer office."""

    _name = "volunteer.device.refusal"
    _description = "Refused at a Device"
    _order = "id desc"
    _rec_name = "device_id"

    device_id = fields.Many2one(
        "volunteer.device", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime(
        required=True,
        readonly=True,
        index=True,
        default=lambda self: fields.Datetime.now(),
    )
    reason = fields.Selection(
        [
            ("pin", "Wrong PIN"),
            ("number", "Unknown number, or no PIN set"),
            ("badge", "Unknown badge"),
            ("slowed_number", "Too many tries with this number"),
            ("slowed_device", "Too many tries at this device"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(
        string="Volunteer No.",
        readonly=True,
        help="Only where somebody has this number: what is typed wrongly may be a PIN.",
    )

    @api.autovacuum
    def _gc_refusals(self):
        """Forget what is old."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([("date", "<", limit)], limit=10_000).unlink()
