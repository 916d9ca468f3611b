from odoo import api, fields, models


class VolunteerRequestPlanning(models.TransientModel):
    """Ask into which project a request goes, and whether activities are made."""

    _name = "volunteer.request.planning"
    _description = "Plan a Request"

    request_id = fields.Many2one(
        "volunteer.request", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id")
    post_id = fields.Many2one(related="request_id.post_id")
    when = fields.Char(related="request_id.when")
    kind = fields.Selection(
        [("new", "A new project"), ("existing", "An existing project")],
        string="Becomes",
        required=True,
        default="new",
    )
    project_id = fields.Many2one("volunteer.project", ondelete="cascade")
    team_id = fields.Many2one("volunteer.team", string="Carried by", ondelete="cascade")
    with_activities = fields.Boolean(
        string="Make draft activities",
        compute="_compute_with_activities",
        store=True,
        readonly=False,
        help="One for every day asked for, with the post and its seats; at most 60.",
    )

    @api.depends("request_id")
    def _compute_with_activities(self):
        for wizard in self:
            wizard.with_activities = bool(wizard.request_id.post_id)

    def action_plan(self):
        """Plan the request and open what it became."""
        self.ensure_one()
        existing = self.kind == "existing"
        project_id = self.request_id.action_plan(
            self.project_id.id if existing else False,
            False if existing else self.team_id.id,
            self.with_activities,
        )
        if self.with_activities:
            return self.request_id.action_open_activities()
        return {
            "type": "ir.actions.act_window",
            "res_model": "volunteer.project",
            "res_id": project_id,
            "views": [(False, "form")],
        }
