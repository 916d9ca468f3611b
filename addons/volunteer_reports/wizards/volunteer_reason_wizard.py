from odoo import api, models


class VolunteerReasonWizard(models.TransientModel):
    _inherit = "volunteer.reason.wizard"

    @api.model
    def _get_allowed_methods(self):
        return super()._get_allowed_methods() | {
            ("volunteer.certificate", "action_revoke"),
            ("volunteer.monthly.report", "action_return"),
            ("volunteer.report.filing", "action_return"),
        }
