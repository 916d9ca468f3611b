import base64

from odoo import api, fields, models

from odoo.addons.volunteer_base.tools.qr import draw_qr


class VolunteerDeviceLink(models.TransientModel):
    """Shows the link of a device once; nothing of it is stored."""

    _name = "volunteer.device.link"
    _description = "Link of a Device"

    url = fields.Char(string="Link", store=False, readonly=True)
    qr = fields.Binary(string="QR Code", compute="_compute_qr")

    @api.depends("url")
    def _compute_qr(self):
        for link in self:
            link.qr = link.url and base64.b64encode(draw_qr(link.url))
