from odoo import api, models


class VolunteerReasonWizard(models.TransientModel):
    _inherit = "volunteer.reason.wizard"

    @api.model
    def _get_allowed_methods(self):
        return super()._get_allowed_methods() | {
            ("volunteer.hour", "action_refuse"),
            ("volunteer.hour", "action_reverse"),
            ("volunteer.hour", "action_report_error"),
            ("volunteer.objection", "action_uphold"),
            ("volunteer.objection", "action_reject"),
        }
