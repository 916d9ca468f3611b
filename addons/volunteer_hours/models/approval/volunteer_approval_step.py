from odoo import api, fields, models
from odoo.exceptions import ValidationError

STEP_KINDS = [
    ("leader", "Leader of the activity or team"),
    ("parent_leader", "Leader of the team above"),
    ("department", "Department manager"),
    ("branch", "Branch secretary"),
    ("project", "Project manager"),
    ("group", "A group"),
    ("user", "A user"),
]


class VolunteerApprovalStep(models.Model):
    _name = "volunteer.approval.step"
    _description = "Approval Step"
    _order = "route_id, sequence, id"

    route_id = fields.Many2one(
        "volunteer.approval.route", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        STEP_KINDS,
        string="Who Agrees",
        required=True,
        default="leader",
    )
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", ondelete="restrict", domain=[("share", "=", False)]
    )
    threshold = fields.Float(
        string="Only from (hours)",
        help="The step is asked for lines of this many hours or more.",
    )

    @api.constrains("kind", "group_id", "user_id")
    def _check_target(self):
        for step in self:
            if step.kind == "group" and not step.group_id:
                raise ValidationError(self.env._("Choose the group that agrees."))
            if step.kind == "user" and not step.user_id:
                raise ValidationError(self.env._("Choose the user who agrees."))

    def _get_candidate(self, line):
        """Return who this step means for a line, as ``(user, group)``, either empty.

        :param line: a ``volunteer.hour`` as superuser
        """
        self.ensure_one()
        users = self.env["res.users"]
        if self.kind == "group":
            return users, self.group_id
        if self.kind == "leader":
            # Who has left or is suspended agrees to nothing.
            leader = (
                line.activity_id.leader_id._filter_serving()
                or line.team_id.leader_id._filter_serving()
            )
            user = leader.user_id
        elif self.kind == "parent_leader":
            user = line.team_id.parent_id.leader_id._filter_serving().user_id
        elif self.kind == "department":
            user = line.department_id.manager_id.user_id
        elif self.kind == "branch":
            user = line.volunteer_id.branch_id.secretary_id._filter_serving().user_id
        elif self.kind == "project":
            user = line.project_id.manager_id
        else:
            user = self.user_id
        return user, self.env["res.groups"]
