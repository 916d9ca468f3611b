from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    volunteer_digest = fields.Boolean(
        string="E-mail about Hours to Approve",
        default=True,
        help="Once a working day at most, when hours wait for you.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "volunteer_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "volunteer_digest"]
