from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class VolunteerActivity(models.Model):
    _name = "volunteer.activity"
    _description = "Volunteer Activity"
    _inherit = [
        "volunteer.guard.mixin",
        "volunteer.notes.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("state", "cancel_reason", "date")

    name = fields.Char(
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    project_id = fields.Many2one(
        "volunteer.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    team_id = fields.Many2one(
        "volunteer.team",
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    leader_id = fields.Many2one(
        "volunteer.volunteer",
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Leads this activity and confirms who was present; "
        "the team's leader unless changed.",
    )
    start = fields.Datetime(required=True, index=True, tracking=True)
    stop = fields.Datetime(required=True, tracking=True)
    # Filled from start in the unit's time zone, so that "on that day" needs no clock.
    date = fields.Date(readonly=True, index=True, copy=False)
    venue = fields.Selection(
        [
            ("inside", "Inside the hospital"),
            ("outside", "Outside the hospital"),
            ("online", "Online"),
        ],
        required=True,
        default="inside",
    )
    place = fields.Char()
    counts_hours = fields.Boolean(
        default=True,
        help="Off for activities that count heads only, such as blood donation.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    cancel_reason = fields.Char(readonly=True, copy=False, tracking=True)
    slot_ids = fields.One2many(
        "volunteer.activity.slot", "activity_id", string="Needs", copy=True
    )
    signup_ids = fields.One2many("volunteer.signup", "activity_id", string="Sign-ups")
    seats = fields.Integer(compute="_compute_seats")
    seats_taken = fields.Integer(compute="_compute_seats")
    people_served = fields.Integer(copy=False)
    effect = fields.Text(copy=False)
    experience = fields.Text(copy=False)
    description = fields.Text(help="What volunteers read before they sign up.")

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "An activity ends after it starts."
    )
    _people_served_positive = models.Constraint(
        "CHECK (people_served >= 0)", "The number of people served cannot be negative."
    )

    @api.depends("project_id")
    def _compute_from_project(self):
        for activity in self:
            project = activity.project_id
            activity.name = activity.name or project.name
            activity.team_id = activity.team_id or project.team_id
            activity.leader_id = activity.leader_id or activity.team_id.leader_id

    @api.depends("slot_ids.seats", "slot_ids.taken")
    def _compute_seats(self):
        for activity in self:
            activity.seats = sum(activity.slot_ids.mapped("seats"))
            activity.seats_taken = sum(activity.slot_ids.mapped("taken"))

    @api.depends("name", "date")
    def _compute_display_name(self):
        for activity in self:
            activity.display_name = (
                f"{activity.name} {activity.date}" if activity.date else activity.name
            )

    @api.constrains("leader_id", "team_id", "company_id")
    def _check_leader_serves(self):
        for activity in self.sudo():
            leader = activity.leader_id
            if not leader or leader == activity.team_id.leader_id:
                continue
            if activity.company_id not in leader.company_ids:
                raise ValidationError(
                    self.env._(
                        "The leader of “%(activity)s” must serve in its unit.",
                        activity=activity.name,
                    )
                )

    @api.onchange("start")
    def _onchange_start(self):
        if self.start and (not self.stop or self.stop <= self.start):
            self.stop = fields.Datetime.add(self.start, hours=3)

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            vals["date"] = self._local_date(vals.get("start"), company)
        return super()._complete_create_vals(vals_list)

    def write(self, vals):
        if not {"start", "stop", "company_id"} & set(vals):
            return super().write(vals)
        if "company_id" in vals:
            self._check_company_open(vals["company_id"])
        self._check_times_open()
        result = super().write(vals)
        for activity in self:
            date = activity._local_date(activity.start, activity.company_id)
            if date != activity.date:
                activity.sudo().write({"date": date})
        # Sign-ups carry the times, which the database checks for overlaps.
        self.sudo().signup_ids._copy_times()
        return result

    @api.model
    def _local_date(self, moment, company):
        moment = fields.Datetime.to_datetime(moment)
        return moment and company._get_volunteer_date(moment)

    def _check_company_open(self, company_id):
        """:raise UserError: sign-ups and hours keep the unit they were made for"""
        moving = self.filtered(lambda activity: activity.company_id.id != company_id)
        signed_up = moving.sudo().signup_ids.activity_id
        if signed_up:
            raise UserError(
                self.env._(
                    "Volunteers have signed up; the unit no longer changes: "
                    "%(activities)s.",
                    activities=signed_up.mapped("display_name"),
                )
            )

    def _check_times_open(self):
        closed = self.filtered(lambda activity: activity.state in ("done", "cancelled"))
        if closed and not self.env.su:
            raise UserError(
                self.env._(
                    "The times of a closed activity do not change: %(activities)s.",
                    activities=closed.mapped("display_name"),
                )
            )

    @api.model
    def _domain_open_for(self, volunteer):
        """Return the domain of what a volunteer may still sign up for.

        :param volunteer: the person, as superuser
        """
        return (
            Domain("state", "=", "published")
            & Domain("start", ">", fields.Datetime.now())
            & Domain("company_id", "in", volunteer.company_ids.ids)
        )

    @api.model
    def _open_list(self, domain):
        """Return the action that shows activities as a list.

        The calendar would open today, where none of them may be.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_activity_action"
        )
        return {
            **action,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {},
        }

    def _format_when(self):
        """Return ``{activity: when it takes place}`` in the unit's time zone."""
        return {
            activity: activity.company_id._format_volunteer_period(
                activity.start, activity.stop
            )
            for activity in self
        }

    def _get_managers_sudo(self):
        """Return the users in charge: leaders who serve and those of their teams."""
        activities = self.sudo()
        leaders = activities.leader_id._filter_serving()
        return leaders.user_id | activities.team_id.manager_user_ids

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_publish(self):
        """Open activities for sign-up.

        :raise UserError: not a draft, no need with seats, or the project is not running
        """
        self.check_access("write")
        for activity in self:
            if activity.state != "draft":
                raise UserError(
                    self.env._("“%(name)s” is not a draft.", name=activity.display_name)
                )
            if not any(slot.seats for slot in activity.slot_ids):
                raise UserError(
                    self.env._(
                        "Say which posts “%(name)s” needs, and how many seats each.",
                        name=activity.display_name,
                    )
                )
            if activity.project_id.state == "closed":
                raise UserError(
                    self.env._(
                        "The project of “%(name)s” is closed.",
                        name=activity.display_name,
                    )
                )
        self.sudo().write({"state": "published"})
        # Publishing is how a planned project begins.
        self.sudo().project_id.filtered(lambda project: project.state == "draft").write(
            {"state": "running"}
        )
        return True

    def action_done(self):
        """Close activities after they were held.

        :raise UserError: not published, not begun, or somebody is neither present
            nor absent
        """
        self.check_access("write")
        now = fields.Datetime.now()
        for activity in self:
            if activity.state != "published" or activity.start > now:
                raise UserError(
                    self.env._(
                        "“%(name)s” has not been held yet.", name=activity.display_name
                    )
                )
        open_signups = self.sudo().signup_ids.filtered(
            lambda signup: signup.state == "confirmed"
        )
        if open_signups:
            raise UserError(
                self.env._(
                    "Confirm first who was present and who was absent: %(names)s.",
                    names=open_signups.volunteer_id.mapped("name"),
                )
            )
        self.sudo().write({"state": "done"})
        return True

    def action_cancel(self, reason):
        """Cancel activities and their sign-ups.

        :param str reason: why; those who signed up read it
        :raise UserError: no reason, or the activity was held
        """
        self.check_access("write")
        reason = self._clean_reason(reason)
        held = self.filtered(
            lambda activity: (
                activity.state not in ("draft", "published")
                or "attended" in activity.sudo().signup_ids.mapped("state")
            )
        )
        if held:
            raise UserError(
                self.env._(
                    "These activities were held or are closed: %(activities)s.",
                    activities=held.mapped("display_name"),
                )
            )
        self.sudo().signup_ids.filtered(
            lambda signup: signup.state in ("waiting", "confirmed")
        )._release_sudo()
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})
        return True

    def action_open_signups(self):
        """Open the sign-ups of this activity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_signup_action"
        )
        return {**action, "domain": [("activity_id", "=", self.id)], "context": {}}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(activity.state != "draft" for activity in self):
            raise UserError(
                self.env._("Only drafts can be deleted. Cancel the activity instead.")
            )
