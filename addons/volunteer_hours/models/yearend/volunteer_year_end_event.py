from odoo import fields, models


class VolunteerYearEndEvent(models.Model):
    """Who closed or reopened a year, when, why, and what was open then."""

    _name = "volunteer.year.end.event"
    _description = "Closing of a Year"
    _inherit = ["volunteer.log.mixin"]
    _order = "id desc"
    _rec_name = "deed"

    year_end_id = fields.Many2one(
        "volunteer.year.end", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="year_end_id.company_id", string="Unit")
    deed = fields.Selection(
        [("closed", "Year Closed"), ("reopened", "Reopened")], required=True
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(
        string="When", required=True, default=lambda self: fields.Datetime.now()
    )
    reason = fields.Text()
    still_open = fields.Text(string="Was Still Open")
