from odoo import api, models


class VolunteerReasonWizard(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reason.wizard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_allowed_methods(self):
        return super()._get_allowed_methods() | {
            ("volunteer.commendation", "action_cancel"),
            ("volunteer.commendation.nominee", "action_refuse"),
            ("volunteer.contest", "action_cancel"),
            ("volunteer.contest.entry", "action_reject"),
        }
