from odoo import api, models


class VolunteerReasonWizard(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "volunteer.reason.wizard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_allowed_methods(self):
        return super()._get_allowed_methods() | {
            ("volunteer.claim.bar", "action_lift"),
            ("volunteer.inspection", "action_cancel"),
            ("volunteer.inspection.line", "action_dismiss"),
            ("volunteer.rectification", "action_reply"),
            ("volunteer.rectification", "action_close"),
            ("volunteer.rectification", "action_return"),
        }
