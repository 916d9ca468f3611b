from odoo import api, fields, models


class VolunteerLifeEvent(models.Model):
    """One step of a volunteer's life cycle: added to, never changed.

    The volunteer itself keeps only the latest reason, and a note in the chatter may be
    edited by its author.
    """

    _name = "volunteer.life.event"
    _description = "Life Cycle Event"
    _inherit = ["volunteer.log.mixin"]
    _order = "date desc, id desc"
    _rec_name = "volunteer_id"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Datetime(string="Date and Time", required=True, readonly=True)
    state_from = fields.Selection(
        selection=lambda self: self._get_states(), string="State Before", readonly=True
    )
    state_to = fields.Selection(
        selection=lambda self: self._get_states(),
        string="State After",
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, ondelete="restrict"
    )

    @api.model
    def _get_states(self):
        state = self.env["volunteer.volunteer"]._fields["state"]
        return state._description_selection(self.env)

    def _is_change_allowed(self, vals):
        # Erasure of a person's data takes the reason away, and nothing else does.
        return self.env.su and vals == {"reason": False}
