from odoo import api, fields, models


class VolunteerTrainingWizard(models.TransientModel):
    """Put many volunteers, or whole teams, on the list of a session."""

    _name = "volunteer.training.wizard"
    _description = "Add Volunteers to a Session"

    training_id = fields.Many2one(
        "volunteer.training",
        string="Session",
        required=True,
        ondelete="cascade",
        domain=[("state", "in", ("draft", "announced"))],
    )
    company_id = fields.Many2one(related="training_id.company_id")
    course_id = fields.Many2one(related="training_id.course_id")
    team_ids = fields.Many2many(
        "volunteer.team", string="Teams", help="With the teams below them."
    )
    only_lacking = fields.Boolean(
        string="Only Those without the Course",
        default=True,
        help="Leaves out whoever holds the qualification of this course today.",
    )
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")

    @api.model
    def default_get(self, fields):
        """Return defaults; the volunteers selected in the list are proposed."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "volunteer.volunteer":
            ids = self.env.context.get("active_ids") or []
            values["volunteer_ids"] = [(6, 0, ids)]
        return values

    def action_confirm(self):
        """Put the volunteers on the list.

        :raise AccessError: not of the volunteer office
        :raise UserError: the session is confirmed or cancelled
        """
        self.ensure_one()
        volunteers = self.volunteer_ids | self._get_team_volunteers()
        if self.only_lacking:
            Qualification = self.env["volunteer.qualification"]
            holding = Qualification._domain_valid_on(fields.Date.context_today(self))
            volunteers -= Qualification.search(
                [
                    *holding,
                    ("course_id", "=", self.course_id.id),
                    ("volunteer_id", "in", volunteers.ids),
                ]
            ).volunteer_id
        self.training_id.action_add_volunteers(volunteers.ids)
        return {"type": "ir.actions.act_window_close"}

    def _get_team_volunteers(self):
        Volunteer = self.env["volunteer.volunteer"]
        if not self.team_ids:
            return Volunteer
        return Volunteer.search(
            [
                ("team_ids", "child_of", self.team_ids.ids),
                ("state", "in", ("applied", "trial", "registered")),
                ("company_ids", "in", self.company_id.ids),
            ]
        )
