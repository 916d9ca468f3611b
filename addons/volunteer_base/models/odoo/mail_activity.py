from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # Texts are in the language of whom the to-do is for; this says what it is about.
    volunteer_matter = fields.Char(readonly=True, index="btree_not_null")
