from odoo import api, fields, models


class VolunteerHour(models.Model):
    """From a recorded line to what takes it back, under way or recorded."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    reversal_id = fields.Many2one(
        "volunteer.hour",
        compute="_compute_reversal_id",
        compute_sudo=True,
    )

    @api.depends("state", "reversed")
    def _compute_reversal_id(self):
        found = self.search(
            [
                ("reverses_id", "in", self.ids),
                ("state", "not in", ("refused", "cancelled")),
            ]
        )
        reversals = {reversal.reverses_id: reversal for reversal in found}
        for line in self:
            line.reversal_id = reversals.get(line._origin)
