from odoo import fields, models


class VolunteerExternalNumber(models.Model):
    """The number a volunteer has on a platform elsewhere: the key of its exports."""

    _name = "volunteer.external.number"
    _description = "External Volunteer Number"
    _order = "platform_id, id"
    _rec_name = "number"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    platform_id = fields.Many2one(
        "volunteer.platform", required=True, index=True, ondelete="restrict"
    )
    number = fields.Char(required=True)

    _number_unique = models.UniqueIndex(
        "(platform_id, number)",
        # Whether another unit has the number is not told.
        "This external number cannot be saved for this volunteer. "
        "Look for duplicates, or ask the volunteer office of the group.",
    )
    _platform_unique = models.UniqueIndex(
        "(volunteer_id, platform_id)",
        "This volunteer has a number on this platform already.",
    )
