from odoo import fields, models


class VolunteerTag(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.tag"

    is_key_group = fields.Boolean(
        string="Key Group",
        help="People whom the share of key groups counts, of a project that serves "
        "them: the elderly, the disabled, inpatients who lie long, children.",
    )
