from odoo import api, models
from odoo.exceptions import UserError


class VolunteerLogMixin(models.AbstractModel):
    """Entries that are added to, never changed: for what must be provable later.

    A note in the chatter would not do: its author may edit and delete it.
    """

    _name = "volunteer.log.mixin"
    _description = "Log That Stays"

    def write(self, vals):
        if vals and not self._is_change_allowed(vals):
            self._refuse_change()
        return super().write(vals)

    def _is_change_allowed(self, vals):
        """Return whether these values may be written after all; none by default."""
        return False

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        """:raise UserError: always; names the kind of entry"""
        raise UserError(
            self.env._(
                "“%(log)s” stays on record: entries are neither changed nor deleted.",
                log=self.env["ir.model"]._get(self._name).name,
            )
        )
