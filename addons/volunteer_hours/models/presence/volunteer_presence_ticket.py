from odoo import api, models
from odoo.tools.misc import hash_sign, verify_hash_signed

#: Purpose of what is signed between the question of a page and its answer.
TICKET = "volunteer-presence"


class VolunteerPresence(models.AbstractModel):
    """Tickets: who was asked something may answer it, and nobody else."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.presence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _sign_ticket_sudo(self, values, expiration):
        """Return text that a page hands back with what the person chose.

        :param list values: what the ticket says, JSON
        :param datetime.timedelta expiration: how long it is good
        """
        return hash_sign(self.sudo().env, TICKET, values, expiration=expiration)

    @api.model
    def _read_ticket_sudo(self, ticket):
        """Return what a ticket says, or None where it is old or forged."""
        if not isinstance(ticket, str) or len(ticket) > 1000:
            return None
        try:
            return verify_hash_signed(self.sudo().env, TICKET, ticket)
        except (ValueError, TypeError):
            # Cut off, of another alphabet, or no ticket at all.
            return None
