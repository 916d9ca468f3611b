from odoo import fields, models


class VolunteerRequestRating(models.TransientModel):
    """Stars and a sentence from the department."""

    _name = "volunteer.request.rating"
    _description = "Rate a Request"

    request_id = fields.Many2one(
        "volunteer.request", required=True, readonly=True, ondelete="cascade"
    )
    rating = fields.Selection(
        [
            ("0", "Not rated"),
            ("1", "Very poor"),
            ("2", "Poor"),
            ("3", "Fair"),
            ("4", "Good"),
            ("5", "Very good"),
        ],
        default="0",
    )
    comment = fields.Text()

    def action_rate(self):
        """Hand the rating in; the request's own method checks who may."""
        self.ensure_one()
        return self.request_id.action_rate(int(self.rating or 0), self.comment)
