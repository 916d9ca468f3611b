from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerProject(models.Model):
    _name = "volunteer.project"
    _description = "Volunteer Project"
    _inherit = [
        "volunteer.guard.mixin",
        "volunteer.notes.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "state desc, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Concluded")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        [
            ("regular", "Regular"),
            ("emergency", "Emergency"),
            ("community", "Community project"),
            ("wish", "Wish"),
        ],
        required=True,
        default="regular",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The team that carries the project.",
    )
    manager_id = fields.Many2one(
        "res.users",
        string="Project Manager",
        default=lambda self: self.env.user,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
    )
    social_worker_id = fields.Many2one("res.users", ondelete="restrict", tracking=True)
    category_id = fields.Many2one(
        "volunteer.category", string="Field of Service", ondelete="restrict", index=True
    )
    population_ids = fields.Many2many(
        "volunteer.tag",
        string="Groups Served",
        domain=[("kind", "=", "population")],
    )
    population = fields.Char(string="Whom It Serves", help="In the words of the plan.")
    content = fields.Text()
    care_phase = fields.Selection(
        [
            ("front", "Arrival and triage"),
            ("middle", "During care"),
            ("back", "After care"),
        ],
        string="Stage of the Patient's Way",
    )
    point_factor = fields.Float(
        digits=(6, 2),
        default=1.0,
        required=True,
        help="Points an hour of this project earns.",
    )
    plan_line_ids = fields.One2many(
        "volunteer.plan.line", "project_id", string="Plan Lines"
    )
    service_activity_ids = fields.One2many(
        "volunteer.activity", "project_id", string="Service Activities"
    )
    activity_count = fields.Integer(
        string="Activities Held", compute="_compute_activity_count"
    )
    color = fields.Integer()

    _point_factor_range = models.Constraint(
        "CHECK (point_factor >= 0 AND point_factor <= 100)",
        "The point factor lies between 0 and 100.",
    )

    @api.depends("service_activity_ids")
    def _compute_activity_count(self):
        counts = dict(
            self.env["volunteer.activity"]._read_group(
                [("project_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["project_id"],
                ["__count"],
            )
        )
        for project in self:
            project.activity_count = counts.get(project, 0)

    def action_start(self):
        """Start projects; activities can then be published.

        :raise UserError: a project has no team
        """
        self.check_access("write")
        teamless = self.filtered(lambda project: not project.team_id)
        if teamless:
            raise UserError(
                self.env._(
                    "Choose the team that carries the project first: %(projects)s.",
                    projects=teamless.mapped("name"),
                )
            )
        self.sudo().write({"state": "running"})
        return True

    def action_close(self):
        """Close projects that have no published activity left.

        :raise UserError: an activity is still to be held or closed
        """
        self.check_access("write")
        busy = self.service_activity_ids.filtered(
            lambda activity: activity.state == "published"
        )
        if busy:
            raise UserError(
                self.env._(
                    "Close or cancel these activities first: %(activities)s.",
                    activities=busy.mapped("display_name"),
                )
            )
        self.sudo().write({"state": "closed"})
        return True

    def action_open_activities(self):
        """Open the activities of this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_activity_action"
        )
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {
                "default_project_id": self.id,
                "default_team_id": self.team_id.id,
            },
        }
