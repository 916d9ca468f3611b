from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.masking import mask_mobile, mask_name


class VolunteerVolunteer(models.Model):
    _name = "volunteer.volunteer"
    _description = "Volunteer"
    _inherit = [
        "volunteer.guard.mixin",
        "volunteer.todo.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "code"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    _guarded_fields = (
        "code",
        "state",
        "state_reason",
        "date_registered",
        "date_left",
        "merged_into_id",
        "id_number_masked",
        "source",
    )

    code = fields.Char(
        string="Volunteer No.",
        readonly=True,
        copy=False,
        index=True,
        help="Given once and kept for life.",
    )
    name = fields.Char(string="Full Name", required=True, tracking=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("staff", "Staff"),
            ("retiree", "Retiree"),
            ("student", "Student"),
            ("minor", "Minor"),
            ("community", "Community volunteer"),
        ],
        required=True,
        default="community",
        tracking=True,
    )
    is_contract = fields.Boolean(
        string="Contract Staff",
        help="Employed by contract, outside the permanent establishment.",
    )
    source = fields.Selection(
        [
            ("office", "Volunteer office"),
            ("join", "Join page"),
            ("import", "Import"),
            ("department", "Registration of a department"),
            ("group", "Group sign-up"),
        ],
        string="Came through",
        required=True,
        default="office",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [
            ("applied", "Applied"),
            ("trial", "On trial"),
            ("registered", "Registered"),
            ("suspended", "Suspended"),
            ("left", "Left"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="applied",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    state_reason = fields.Char(
        string="Reason", readonly=True, copy=False, tracking=True
    )
    date_registered = fields.Date(string="Registered on", readonly=True, copy=False)
    date_left = fields.Date(string="Left on", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        string="Home Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Serves in",
        help="Units in which this person serves. Their offices see this record.",
    )
    # Indexed, not unique: Odoo's merge of partners deletes what a unique key blocks.
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Login",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
    )
    employee_ids = fields.One2many(
        "hr.employee",
        "volunteer_id",
        string="Employees",
        groups="hr.group_hr_user,volunteer_base.group_officer",
    )
    # The volunteer office need not have HR rights, so it links through this field.
    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_employee_id",
        inverse="_inverse_employee_id",
        search="_search_employee_id",
        compute_sudo=True,
        groups="volunteer_base.group_officer",
        help="The employment in the home unit, or the first one elsewhere.",
    )
    member_ids = fields.One2many(
        "volunteer.team.member", "volunteer_id", string="Team Memberships"
    )
    team_ids = fields.Many2many(
        "volunteer.team",
        compute="_compute_team_ids",
        search="_search_team_ids",
        help="Teams this person belongs to today.",
    )
    # For the side panel of the register, which walks a tree through a many2one only.
    team_id = fields.Many2one(
        "volunteer.team",
        string="First Team",
        compute="_compute_team_ids",
        search="_search_team_ids",
        help="The team of today that this person joined first.",
    )
    # Not even as a path or a column of an export: what was read as superuser is in the
    # cache, and reading on from there asks nobody. One's own is read at the model.
    identity_ids = fields.One2many(
        "volunteer.identity", "volunteer_id", groups="volunteer_base.group_officer"
    )
    signup_ids = fields.One2many("volunteer.signup", "volunteer_id", string="Sign-ups")
    skill_ids = fields.Many2many(
        "volunteer.tag",
        "volunteer_volunteer_skill_rel",
        string="Skills",
        domain=[("kind", "=", "skill")],
    )
    category_ids = fields.Many2many(
        "volunteer.category",
        string="Fields of Service",
        help="What this person offers to do.",
    )
    external_number_ids = fields.One2many(
        "volunteer.external.number", "volunteer_id", string="External Numbers"
    )
    merged_into_id = fields.Many2one(
        "volunteer.volunteer",
        string="Merged into",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    name_masked = fields.Char(
        string="Name (masked)", compute="_compute_name_masked", store=True
    )
    # Written by volunteer.identity, which alone sees the number in clear.
    id_number_masked = fields.Char(
        string="ID Number (masked)", readonly=True, copy=False
    )
    mobile_masked = fields.Char(
        string="Mobile (masked)",
        compute="_compute_mobile_masked",
        store=True,
        compute_sudo=True,
    )
    signup_count = fields.Integer(compute="_compute_signup_count")
    image_128 = fields.Image(string="Photo", max_width=128, max_height=128)

    _code_unique = models.UniqueIndex("(code)", "This volunteer number is taken.")
    _user_unique = models.UniqueIndex(
        "(user_id) WHERE user_id IS NOT NULL",
        "This login belongs to another volunteer already.",
    )

    @api.depends("member_ids.date_from", "member_ids.date_to", "member_ids.team_id")
    def _compute_team_ids(self):
        today = fields.Date.context_today(self)
        for volunteer in self:
            volunteer.team_ids = volunteer.member_ids.filtered(
                lambda member: member._is_on(today)
            ).team_id
            volunteer.team_id = volunteer.team_ids[:1]

    def _search_team_ids(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            # Odoo asks for the opposite then.
            return NotImplemented
        today = self.env["volunteer.team.member"]._domain_on(
            fields.Date.context_today(self)
        )
        if operator != "in" or False not in value:
            return Domain(
                "member_ids", "any", today & Domain("team_id", operator, value)
            )
        members = Domain("member_ids", "any", today & Domain("team_id", "in", value))
        return ~Domain("member_ids", "any", today) | members

    @api.depends("employee_ids.company_id", "company_id")
    def _compute_employee_id(self):
        for volunteer in self:
            employees = volunteer.employee_ids
            volunteer.employee_id = (
                employees.filtered(
                    lambda employee, home=volunteer.company_id: (
                        employee.company_id == home
                    )
                )
                or employees
            )[:1]

    def _inverse_employee_id(self):
        for volunteer in self:
            volunteer._link_employee_sudo(volunteer.employee_id)

    def _link_employee_sudo(self, employee):
        """Link ``employee`` in place of the one shown so far.

        :raise UserError: the employee is another volunteer already
        """
        self.ensure_one()
        employee = employee.sudo()
        if employee.volunteer_id == self and employee:
            return
        if employee.volunteer_id:
            raise UserError(
                self.env._(
                    "%(employee)s is volunteer %(volunteer)s already.",
                    employee=employee.name,
                    volunteer=employee.volunteer_id.display_name,
                )
            )
        company = employee.company_id or self.company_id
        employments = self.sudo().with_context(active_test=False).employee_ids
        employments.filtered(
            lambda other: other.company_id == company
        ).volunteer_id = False
        employee.volunteer_id = self

    @api.model
    def _search_employee_id(self, operator, value):
        return Domain("employee_ids", operator, value)

    @api.onchange("employee_id")
    def _onchange_employee_id(self):
        employee = self.employee_id.sudo()
        if employee:
            self.kind = "staff"
            self.name = self.name or employee.name
            self.user_id = self.user_id or employee.user_id

    @api.depends("name")
    def _compute_name_masked(self):
        for volunteer in self:
            volunteer.name_masked = mask_name(volunteer.name)

    @api.depends("identity_ids.mobile")
    def _compute_mobile_masked(self):
        for volunteer in self:
            volunteer.mobile_masked = mask_mobile(volunteer.identity_ids.mobile)

    @api.depends("signup_ids")
    def _compute_signup_count(self):
        counts = dict(
            self.env["volunteer.signup"]._read_group(
                [("volunteer_id", "in", self.ids)], ["volunteer_id"], ["__count"]
            )
        )
        for volunteer in self:
            volunteer.signup_count = counts.get(volunteer, 0)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for volunteer in self:
            volunteer.display_name = (
                f"{volunteer.name} ({volunteer.code})"
                if volunteer.code
                else volunteer.name
            )

    @api.model
    def _complete_create_vals(self, vals_list):
        missing = [vals for vals in vals_list if not vals.get("code")]
        for vals, code in zip(missing, self._next_codes(len(missing)), strict=True):
            vals["code"] = code
        for vals in vals_list:
            company_id = vals.setdefault("company_id", self.env.company.id)
            vals["company_ids"] = [
                *vals.get("company_ids", []),
                Command.link(company_id),
            ]
        return super()._complete_create_vals(vals_list)

    def write(self, vals):
        if {"user_id", "partner_id"} & set(vals):
            self._check_not_own_link(vals)
        return super().write(vals)

    def _check_not_own_link(self, vals):
        """Nobody approves their own hours, so nobody cuts the own record loose.

        :raise UserError: the change takes the current user's login from a record, or
            gives it to one
        """
        if self.env.su:
            return
        for volunteer in self:
            changed = {
                name: vals[name]
                for name in ("user_id", "partner_id")
                if name in vals and (vals[name] or False) != volunteer[name].id
            }
            own = volunteer.user_id == self.env.user
            if changed and (own or changed.get("user_id") == self.env.uid):
                raise UserError(
                    self.env._(
                        "Your own login and contact are linked by somebody else of "
                        "the volunteer office."
                    )
                )

    def _serve_below(self, company):
        """Return whether each of these serves in ``company`` or in a branch of it."""
        return all(company in person.company_ids.parent_ids for person in self.sudo())

    @api.model
    def _next_codes(self, count):
        """Take ``count`` volunteer numbers in one statement.

        ``ir.sequence`` asks the database once a number; a register is imported in
        thousands.
        """
        sequence = self.env.ref("volunteer_base.volunteer_code_sequence").sudo()
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            [f"ir_sequence_{sequence.id:03d}", count],
        )
        numbers = self.env.cr.fetchall()
        # Its prefix and suffix may hold dates, which take long to write out.
        prefix, suffix = sequence._get_prefix_suffix()
        width = sequence.padding
        return [f"{prefix}{number:0{width}d}{suffix}" for (number,) in numbers]

    def action_open_signups(self):
        """Open the sign-ups of this volunteer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_signup_action"
        )
        return {**action, "domain": [("volunteer_id", "=", self.id)], "context": {}}

    def action_open_identity(self):
        """Open the identity record of this volunteer, made empty where missing."""
        self.ensure_one()
        identity = self.identity_ids or self.identity_ids.create(
            {"volunteer_id": self.id}
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_identity_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "res_id": identity.id,
        }
