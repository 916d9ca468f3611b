from odoo import api, models

from ...tools.phone import normal_mobile

MOBILES = ("mobile", "emergency_mobile", "guardian_mobile")


class VolunteerIdentity(models.Model):
    """Mobile numbers are kept in one form, so that they are found and compared."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.identity"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_normal_mobiles(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_normal_mobiles(vals))

    @api.model
    def _with_normal_mobiles(self, vals):
        changes = {
            name: normal_mobile(vals[name]) or False
            for name in MOBILES
            if isinstance(vals.get(name), str)
        }
        return {**vals, **changes} if changes else vals
