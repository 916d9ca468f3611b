from odoo import api, fields, models
from odoo.exceptions import AccessError


class VolunteerImport(models.Model):
    """A register from a spreadsheet or a platform's export, on its way in."""

    _name = "volunteer.import"
    _description = "Import of Volunteers"
    _inherit = ["volunteer.import.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _import_cron = "volunteer_base.volunteer_import_cron"
    _problem_action = "volunteer_base.volunteer_import_problem_action"
    _download_path = "/volunteer/import"

    state = fields.Selection(tracking=True)
    platform_id = fields.Many2one(
        help="The system that the external numbers of the file belong to."
    )
    file = fields.Binary(
        help="A .xlsx or .csv file with one row a person and a row of headings."
    )
    purpose = fields.Selection(
        [("register", "Register of the office"), ("group", "Group sign-up")],
        required=True,
        default=lambda self: self._default_purpose(),
        help="A group's leader imports a roster of applicants; the volunteer office "
        "reviews them.",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        string="Members of",
        ondelete="restrict",
        check_company=True,
        help="Everybody in the file becomes a member of this team from today.",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.volunteer"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        required=True,
        default="community",
        help="Of rows that do not say their kind.",
    )
    new_state = fields.Selection(
        [("registered", "Registered already"), ("applied", "To be reviewed")],
        string="New Volunteers Are",
        required=True,
        default=lambda self: (
            "applied" if self._default_purpose() == "group" else "registered"
        ),
        help="Registered already: people of a register, who have agreed before. "
        "To be reviewed: applications, which the volunteer office accepts one by one.",
    )
    on_match = fields.Selection(
        [
            ("update", "Take the file's values"),
            ("skip", "Leave them as they are"),
        ],
        string="Volunteers Already Here",
        required=True,
        default="update",
        help="Found by ID number, external number, employee number or volunteer "
        "number. Empty cells never erase anything.",
    )
    column_ids = fields.One2many(
        "volunteer.import.column", "import_id", string="Columns"
    )
    problem_ids = fields.One2many(
        "volunteer.import.problem", "import_id", string="Mistakes"
    )
    new_count = fields.Integer(
        string="New",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    update_count = fields.Integer(
        string="Already Here",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )
    updated_count = fields.Integer(
        string="Updated",
        readonly=True,
        copy=False,
        groups="volunteer_base.group_officer",
    )

    _group_needs_team = models.Constraint(
        "CHECK (purpose != 'group' OR team_id IS NOT NULL)",
        "A group signs up for a team: choose it.",
    )
    _group_applies = models.Constraint(
        "CHECK (purpose != 'group' OR new_state = 'applied')",
        "Whoever a group signs up is reviewed by the volunteer office.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (
            *super()._get_guarded_fields(),
            "new_count",
            "update_count",
            "updated_count",
        )

    def _get_options(self):
        return {
            *super()._get_options(),
            "purpose",
            "team_id",
            "kind",
            "new_state",
            "on_match",
        }

    @api.model
    def _default_purpose(self):
        officer = self.env.user.has_group("volunteer_base.group_officer")
        return "register" if officer or self.env.su else "group"

    @api.depends("filename", "team_id", "purpose")
    def _compute_name(self):
        for register in self:
            register.name = register.filename or self.env._("Import of volunteers")

    @api.onchange("purpose")
    def _onchange_purpose(self):
        if self.purpose == "group":
            self.new_state = "applied"

    def _check_may_import(self):
        """Check that the user may import these files to where they are meant for.

        :raise AccessError: a leader may import a roster for a team in their charge
            only, everything else is the volunteer office's
        """
        if self.env.su or self.env.user.has_group("volunteer_base.group_officer"):
            return
        for register in self.sudo():
            team = register.team_id
            if (
                register.purpose != "group"
                or register.user_id != self.env.user
                or self.env.user not in team.manager_user_ids
                or register.company_id != team.company_id
            ):
                raise AccessError(
                    self.env._(
                        "You may import a roster for a team in your charge; registers "
                        "are imported by the volunteer office."
                    )
                )

    def action_open_volunteers(self):
        """Open the volunteers that an import has created."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {**action, "domain": [("import_id", "=", self.id)], "context": {}}
