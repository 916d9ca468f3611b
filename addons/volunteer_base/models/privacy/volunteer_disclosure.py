from odoo import fields, models


class VolunteerDisclosure(models.Model):
    """Who was given which sensitive value in full, and when: added to, never changed.

    A note in the chatter would not do: its author may edit and delete it.
    """

    _name = "volunteer.disclosure"
    _description = "Disclosure of Sensitive Data"
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
        string="Disclosed to",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="When", required=True, readonly=True)
    what = fields.Selection(
        [
            ("id_number", "ID number"),
            ("mobile", "Mobile number"),
            ("access", "Link to set a password"),
        ],
        required=True,
        readonly=True,
    )
    document = fields.Char(
        string="Printed on",
        readonly=True,
        help="Number of the paper; empty where the value was shown on the screen.",
    )
