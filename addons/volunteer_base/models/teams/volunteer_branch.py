from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerBranch(models.Model):
    """A party or league branch: a second tree of people beside the teams."""

    _name = "volunteer.branch"
    _description = "Party or League Branch"
    _inherit = ["volunteer.tree.mixin", "mail.thread"]
    _parent_store = True
    _order = "parent_path"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("party", "Party branch"), ("league", "Youth League branch")],
        required=True,
        default="party",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    parent_id = fields.Many2one(
        "volunteer.branch",
        string="Branch above",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "volunteer.branch", "parent_id", string="Branches below"
    )
    secretary_id = fields.Many2one(
        "volunteer.volunteer",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    deputy_ids = fields.Many2many(
        "volunteer.volunteer",
        "volunteer_branch_deputy_rel",
        string="Deputy Secretaries",
    )
    secretary_user_ids = fields.Many2many(
        "res.users",
        "volunteer_branch_secretary_rel",
        string="In Charge",
        compute="_compute_secretary_user_ids",
        store=True,
        recursive=True,
        compute_sudo=True,
        help="Secretaries and deputies of this branch and of every branch above it, "
        "while they serve.",
    )
    member_ids = fields.One2many(
        "volunteer.volunteer",
        "branch_id",
        string="Members",
        groups="volunteer_base.group_officer",
    )
    member_count = fields.Integer(compute="_compute_member_count", compute_sudo=True)

    @api.depends(
        "secretary_id.user_id",
        "secretary_id.state",
        "deputy_ids.user_id",
        "deputy_ids.state",
        "parent_id.secretary_user_ids",
    )
    def _compute_secretary_user_ids(self):
        for branch in self:
            branch.secretary_user_ids = (
                branch.secretary_id | branch.deputy_ids
            )._filter_serving().user_id | branch.parent_id.secretary_user_ids

    @api.depends("member_ids.state")
    def _compute_member_count(self):
        counts = dict(
            self.env["volunteer.volunteer"]._read_group(
                [
                    ("branch_id", "in", self.ids),
                    ("state", "not in", ("left", "rejected")),
                ],
                ["branch_id"],
                ["__count"],
            )
        )
        for branch in self:
            branch.member_count = counts.get(branch, 0)

    @api.constrains("secretary_id", "deputy_ids", "company_id")
    def _check_secretaries_serve(self):
        for branch in self:
            if not (branch.secretary_id | branch.deputy_ids)._serve_below(
                branch.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "The secretaries of “%(branch)s” must serve in its unit.",
                        branch=branch.name,
                    )
                )

    def write(self, vals):
        secretaries = self.sudo().secretary_id
        result = super().write(vals)
        if "secretary_id" in vals:
            secretaries._end_leader_reminders_sudo()
        return result

    def action_open_members(self):
        """Open the people of these branches and of those below."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_branch_member_action"
        )
        return {
            **action,
            "domain": [("branch_id", "child_of", self.ids)],
            "context": {},
        }
