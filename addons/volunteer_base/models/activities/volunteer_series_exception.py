from odoo import fields, models


class VolunteerSeriesException(models.Model):
    """A date on which a series differs from its pattern."""

    _name = "volunteer.series.exception"
    _description = "Exception of a Series"
    _order = "date, id"

    series_id = fields.Many2one(
        "volunteer.series", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="series_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("skip", "Left out"), ("add", "Added")], required=True, default="skip"
    )
    reason = fields.Char()

    _date_unique = models.UniqueIndex(
        "(series_id, date)", "This date is among the exceptions already."
    )
