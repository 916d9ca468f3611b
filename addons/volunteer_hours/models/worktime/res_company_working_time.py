from odoo import fields, models


class ResCompany(models.Model):
    """What a unit does about services in working time."""

    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_working_time = fields.Selection(
        [
            ("warn", "Mark: the department head confirms time off"),
            ("block", "Block until time off is confirmed"),
            ("off", "Do not compare"),
        ],
        string="Services in Working Time",
        required=True,
        default="warn",
        help="民政部令第67号, Art. 19: what is not volunteering is not recorded. "
        "Compared are the shifts, or the working schedule, of staff on that day.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_working_time = fields.Selection(
        related="company_id.volunteer_working_time", readonly=False
    )
