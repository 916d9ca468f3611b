from odoo import api, models


class VolunteerReasonWizard(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reason.wizard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_allowed_methods(self):
        return super()._get_allowed_methods() | {
            ("volunteer.year.end", "action_close"),
            ("volunteer.year.end", "action_reopen"),
        }
