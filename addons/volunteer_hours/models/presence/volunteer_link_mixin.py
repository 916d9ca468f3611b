import hashlib

from odoo import api, fields, models

from odoo.addons.volunteer_base.tools.token import is_token, new_token


class VolunteerLinkMixin(models.AbstractModel):
    """A page that a device shows by itself: whoever has the link has the page.

    The link is shown once, only its digest is kept, and a new one voids it.
    """

    _name = "volunteer.link.mixin"
    _description = "Page behind a Link"
    _inherit = ["volunteer.guard.mixin"]

    _guarded_fields = ("token_digest", "linked_on")

    token_digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    linked_on = fields.Datetime(string="Link Made on", readonly=True, copy=False)

    _token_unique = models.UniqueIndex("(token_digest) WHERE token_digest IS NOT NULL")

    def _get_link_path(self):
        """Return the address of the page, without the token at its end."""
        raise NotImplementedError

    def action_new_link(self):
        """Make a new link and show it once; the one before is void.

        :return: an action that shows link and QR code
        :raise AccessError: the user may not change this record
        """
        self.ensure_one()
        self.check_access("write")
        token = new_token()
        self.sudo().write(
            {"token_digest": self._digest(token), "linked_on": fields.Datetime.now()}
        )
        # In the context only: the link is written down nowhere.
        url = f"{self.get_base_url()}{self._get_link_path()}/{token}"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_device_link_action"
        )
        return {**action, "context": {"default_url": url}}

    def action_revoke(self):
        """Void the links: the pages show a notice from now on.

        :raise AccessError: the user may not change these records
        """
        self.check_access("write")
        self._void_links_sudo()
        return True

    def _void_links_sudo(self):
        self.sudo().write({"token_digest": False, "linked_on": False})

    @api.model
    def _find_sudo(self, token):
        """Return the record that a link belongs to, as superuser, or none."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token_digest", "=", self._digest(token))], limit=1)

    @api.model
    def _digest(self, token):
        # Tokens are chance of 144 bits: nobody finds one by hashing guesses.
        return hashlib.sha256(token.encode()).hexdigest()
