from odoo import api, fields, models


class VolunteerOpinionFinding(models.Model):
    """What a round found, until it is put right (整改): reply, re-check, closed."""

    _name = "volunteer.opinion.finding"
    _description = "Finding of an Opinion Round"
    _inherit = ["volunteer.rectify.mixin"]

    round_id = fields.Many2one(
        "volunteer.opinion.round", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="round_id.company_id",
        store=True,
        index=True,
        string="Unit",
        required=False,
        default=None,
    )
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, ondelete="restrict"
    )
    description = fields.Text(string="What Patients Say")

    @api.model
    def _get_reply_summary(self, env):
        return env._("Put right what patients found, and reply")
