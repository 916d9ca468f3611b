from odoo import api, fields, models
from odoo.exceptions import UserError

#: Heirs in other addons give them anew: then the words are translated there.
CONFIRM_STATES = [("draft", "Draft"), ("confirmed", "Confirmed")]


class VolunteerConfirmMixin(models.AbstractModel):
    """A draft that somebody confirms; from then on it stays as it is."""

    _name = "volunteer.confirm.mixin"
    _description = "Draft until Confirmed"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]

    state = fields.Selection(
        CONFIRM_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users",
        string="Confirmed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "state",
            "confirmed_on",
            "confirmed_by_id",
        )

    def _prepare_confirmation(self):
        """Return the values that say that the current user confirms these now."""
        return {
            "state": "confirmed",
            "confirmed_on": fields.Datetime.now(),
            "confirmed_by_id": self.env.uid,
        }

    def _check_draft(self):
        """:raise UserError: names those that are confirmed"""
        confirmed = self.sudo().filtered(lambda record: record.state == "confirmed")
        if confirmed:
            raise UserError(
                self.env._(
                    "What is confirmed stays as it is: %(names)s.",
                    names=confirmed.mapped("display_name"),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_draft()
