from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_PHOTOS = 9


class VolunteerActivityPhoto(models.Model):
    """A photo in the archive of an activity."""

    _name = "volunteer.activity.photo"
    _description = "Photo of an Activity"
    _inherit = ["volunteer.photo.mixin"]
    _order = "activity_id, sequence, id"
    _rec_name = "caption"

    activity_id = fields.Many2one(
        "volunteer.activity", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True, string="Unit"
    )
    sequence = fields.Integer(default=10)
    image = fields.Image(max_width=1600, max_height=1600)
    image_256 = fields.Image(
        related="image", max_width=256, max_height=256, store=True, string="Small Photo"
    )
    caption = fields.Char(help="Who or what the photo shows.")
    is_shown = fields.Boolean(
        string="Shown to Volunteers",
        help="On the page of the activity. Tick it when everybody in the photo agrees, "
        "and no patient can be recognised.",
    )

    @api.constrains("activity_id")
    def _check_number(self):
        counts = self._read_group(
            [("activity_id", "in", self.activity_id.ids)], ["activity_id"], ["__count"]
        )
        for activity, count in counts:
            if count > MAX_PHOTOS:
                raise ValidationError(
                    self.env._(
                        "“%(activity)s” may have up to %(count)s photos. Remove one "
                        "first.",
                        activity=activity.display_name,
                        count=MAX_PHOTOS,
                    )
                )
