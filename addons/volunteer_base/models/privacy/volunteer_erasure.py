from odoo import fields, models


class VolunteerErasure(models.Model):
    """Whose data was erased, by whom and why: added to, never changed."""

    _name = "volunteer.erasure"
    _description = "Erasure of a Volunteer's Data"
    _inherit = ["volunteer.log.mixin"]
    _order = "date desc, id desc"
    _rec_name = "volunteer_id"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Erased by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="Erased on", required=True, readonly=True)
    requested_on = fields.Date(
        readonly=True, help="Empty: not asked for on the own page."
    )
    reason = fields.Char(required=True, readonly=True)
