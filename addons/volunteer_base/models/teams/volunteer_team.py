from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class VolunteerTeam(models.Model):
    _name = "volunteer.team"
    _description = "Volunteer Team"
    _inherit = ["volunteer.credit.code.mixin", "volunteer.tree.mixin", "mail.thread"]
    _parent_store = True
    _order = "parent_path"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        "volunteer.team",
        string="Parent Team",
        index=True,
        ondelete="restrict",
        help="May be of another unit: one tree can hold a group of hospitals.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("volunteer.team", "parent_id", string="Sub-teams")
    leader_id = fields.Many2one(
        "volunteer.volunteer",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    deputy_ids = fields.Many2many(
        "volunteer.volunteer", "volunteer_team_deputy_rel", string="Deputies"
    )
    manager_user_ids = fields.Many2many(
        "res.users",
        "volunteer_team_manager_rel",
        string="In Charge",
        compute="_compute_manager_user_ids",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Leaders and deputies of this team and of every team above it, while they "
        "serve.",
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", check_company=True
    )
    kind = fields.Selection(
        [
            ("general", "General"),
            ("party", "Party members"),
            ("youth_league", "Youth League"),
            ("women", "Women"),
            ("expert", "Experts"),
            ("community", "Community"),
            ("democratic_party", "Democratic parties"),
            ("retiree", "Retirees"),
            ("office", "Office staff"),
            ("emergency", "Emergency"),
            ("online", "Internet"),
            ("student", "Students"),
            ("committee", "Leading group or committee"),
        ],
        required=True,
        default="general",
    )
    staff_members = fields.Boolean(
        string="Staff of the Department Belong",
        help="Staff of the department become members of this team, and stop being so "
        "when they change department.",
    )
    is_youth_model = fields.Boolean(
        string="Youth Civilisation Model",
        tracking=True,
        help="The team holds the title 青年文明号.",
    )
    youth_model_date = fields.Date(string="Title since")
    credit_code = fields.Char(tracking=True)
    credit_code_override_reason = fields.Char(tracking=True)
    member_ids = fields.One2many("volunteer.team.member", "team_id", string="Members")
    member_count = fields.Integer(compute="_compute_member_count")
    description = fields.Html()

    @api.depends(
        "leader_id.user_id",
        "leader_id.state",
        "deputy_ids.user_id",
        "deputy_ids.state",
        "parent_id.manager_user_ids",
    )
    def _compute_manager_user_ids(self):
        for team in self:
            team.manager_user_ids = (
                team.leader_id | team.deputy_ids
            )._filter_serving().user_id | team.parent_id.manager_user_ids

    @api.depends("member_ids.date_from", "member_ids.date_to")
    def _compute_member_count(self):
        Member = self.env["volunteer.team.member"]
        today = fields.Date.context_today(self)
        counts = dict(
            Member._read_group(
                Member._domain_on(today) & Domain("team_id", "in", self.ids),
                ["team_id"],
                ["volunteer_id:count_distinct"],
            )
        )
        for team in self:
            team.member_count = counts.get(team, 0)

    @api.constrains("leader_id", "deputy_ids", "company_id")
    def _check_leaders_serve(self):
        for team in self.sudo():
            if not (team.leader_id | team.deputy_ids)._serve_below(team.company_id):
                raise ValidationError(
                    self.env._(
                        "Leader and deputies of “%(team)s” must serve in its unit.",
                        team=team.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._check_parent_unit()
        return teams

    def write(self, vals):
        leaders = self.sudo().leader_id
        result = super().write(vals)
        if "leader_id" in vals:
            leaders._end_leader_reminders_sudo()
        if {"parent_id", "company_id"} & set(vals):
            self._check_parent_unit()
        return result

    def _check_parent_unit(self):
        """A team hangs below one of its own unit, of a unit above, or one in sight.

        Otherwise ids could be guessed to get into the tree of another hospital. Not a
        constraint: those run as superuser.

        :raise UserError: the parent team is of another unit that the user cannot read
        """
        for team in self:
            parent = team.sudo().parent_id.sudo(self.env.su)
            above = team.sudo().company_id.parent_ids
            if (
                parent
                and parent.sudo().company_id not in above
                and not (parent.has_access("read"))
            ):
                raise UserError(
                    self.env._(
                        "“%(team)s” belongs below a team of its own unit, of a unit "
                        "above it, or of another unit that you work in.",
                        team=team.name,
                    )
                )

    def action_open_members(self):
        """Open the volunteers of these teams and the teams below."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_volunteer_action"
        )
        return {
            **action,
            "domain": [("team_ids", "child_of", self.ids)],
            "context": {},
        }
