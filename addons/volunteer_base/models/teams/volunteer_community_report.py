from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerCommunityReport(models.Model):
    """A party member who reported for service to the community they live in.

    Source: the list of those who have not is kept by the hospital (XL, CZ).
    """

    _name = "volunteer.community.report"
    _description = "Report to a Community"
    _order = "date desc, id desc"
    _rec_name = "community"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    community = fields.Char(required=True)
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    receipt = fields.Binary(attachment=True, help="Photo or scan of the receipt.")
    receipt_name = fields.Char(string="File Name")
    note = fields.Char()

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        if any(report.date > today for report in self):
            raise ValidationError(
                self.env._("The day of a report cannot be in the future.")
            )
