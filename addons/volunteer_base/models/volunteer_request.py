from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..tools.weekdays import WEEKDAYS, format_weekdays


class VolunteerRequest(models.Model):
    """科室需求: a department asks for volunteers, the office answers.

    Source: services are ordered from below (SZ 反向定制): asked for, assessed by social
    worker or office, planned or refused with a reason, rated by the department.
    """

    _name = "volunteer.request"
    _description = "Request of a Department"
    _inherit = ["volunteer.guard.mixin", "volunteer.office.todo.mixin"]
    _order = "create_date desc, id desc"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "user_id",
        "assessed_by_id",
        "assessed_on",
        "refuse_reason",
        "project_id",
        "rating",
        "rating_comment",
        "rated_by_id",
        "rated_on",
    )
    # What the office writes, and a department reads.
    _office_fields = frozenset(("assessment", "social_worker_id", "priority"))

    name = fields.Char(
        string="What is Needed", required=True, tracking=True, help="In a few words."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._get_own_departments_sudo()[:1],
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    post_id = fields.Many2one(
        "volunteer.post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Leave empty if none fits; the volunteer office will find one.",
    )
    heads = fields.Integer(
        string="People at a Time", required=True, default=1, tracking=True
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="Until", help="The last day; empty: no end.")
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    time_from = fields.Float(string="Starts at", default=8.0)
    time_to = fields.Float(string="Ends at", default=11.0)
    when = fields.Char(compute="_compute_when")
    place = fields.Char()
    population = fields.Char(
        string="Whom It Serves", help="For example: outpatients above 70."
    )
    reason = fields.Text(
        required=True, help="Why volunteers are needed, and what they would do."
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("assessed", "Assessed"),
            ("planned", "Planned"),
            ("rated", "Rated"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    social_worker_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        copy=False,
        tracking=True,
        help="Assesses this request, and looks after the project it becomes.",
    )
    assessment = fields.Text(copy=False, help="The department reads this.")
    assessed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    assessed_on = fields.Date(readonly=True, copy=False)
    refuse_reason = fields.Text(
        string="Why Refused", readonly=True, copy=False, tracking=True
    )
    project_id = fields.Many2one(
        "volunteer.project",
        string="Resulting Project",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    service_activity_ids = fields.One2many(
        "volunteer.activity", "request_id", string="Service Activities"
    )
    activity_count = fields.Integer(
        string="Activities Made", compute="_compute_activity_count", compute_sudo=True
    )
    rating = fields.Integer(
        readonly=True,
        copy=False,
        aggregator="avg",
        tracking=True,
        help="By the department, 1 to 5.",
    )
    rating_comment = fields.Text(readonly=True, copy=False)
    rated_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    rated_on = fields.Date(readonly=True, copy=False)
    may_assess = fields.Boolean(compute="_compute_may")
    may_speak = fields.Boolean(
        compute="_compute_may", help="The user speaks for the department."
    )

    _heads_range = models.Constraint(
        "CHECK (heads BETWEEN 1 AND 500)", "Ask for 1 to 500 people at a time."
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "The last day lies after the first.",
    )
    _times_order = models.Constraint(
        "CHECK (time_from >= 0 AND time_to <= 24 AND time_from < time_to)",
        "The service ends after it starts, on the same day.",
    )
    _rating_range = models.Constraint(
        "CHECK (rating IS NULL OR rating BETWEEN 0 AND 5)", "Rate from 1 to 5."
    )

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.depends("date_from", "date_to", "time_from", "time_to", *WEEKDAYS)
    @api.depends_context("lang")
    def _compute_when(self):
        lang = self.env.lang or "en_US"
        for request in self:
            days = format_date(self.env, request.date_from)
            if request.date_to != request.date_from:
                days = self.env._(
                    "%(from)s to %(to)s",
                    **{"from": days},
                    to=format_date(self.env, request.date_to)
                    if request.date_to
                    else self.env._("further notice"),
                )
            parts = [
                days,
                format_weekdays(request._get_weekdays(), lang),
                f"{_clock(request.time_from)}–{_clock(request.time_to)}",
            ]
            request.when = " · ".join(part for part in parts if part)

    def _get_weekdays(self):
        """Return the chosen weekdays, Monday being 0; empty means every day."""
        self.ensure_one()
        return frozenset(number for number, name in enumerate(WEEKDAYS) if self[name])

    @api.depends("service_activity_ids")
    def _compute_activity_count(self):
        counts = dict(
            self.env["volunteer.activity"]._read_group(
                [("request_id", "in", self.ids)], ["request_id"], ["__count"]
            )
        )
        for request in self:
            request.activity_count = counts.get(request, 0)

    @api.depends("department_id", "social_worker_id")
    @api.depends_context("uid")
    def _compute_may(self):
        office = self.env.user.has_group("volunteer_base.group_officer")
        departments = self._get_own_departments_sudo()
        for request in self:
            request.may_assess = office or request.social_worker_id == self.env.user
            request.may_speak = request.department_id in departments

    @api.model
    def _get_own_departments_sudo(self):
        """Return the departments for which the user asks and rates, own one first.

        Those where the user is employed, and those the user manages, each with the
        departments right below: as the rule of this model says.
        """
        if self.env.user.share:
            return self.env["hr.department"]
        employees = (
            self.env["hr.employee"].sudo().search([("user_id", "=", self.env.uid)])
        )
        managed = (
            self.env["hr.department"]
            .sudo()
            .search(
                [
                    "|",
                    ("manager_id", "in", employees.ids),
                    ("parent_id.manager_id", "in", employees.ids),
                ]
            )
            if employees
            else self.env["hr.department"]
        )
        return (employees.department_id | managed).with_env(self.env)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        if not self.env.su:
            requests._check_office_fields(set().union(*vals_list))
        requests._todo_for_office_sudo(
            "request",
            lambda env: env._("Assess a department's request"),
            {request: request.social_worker_id for request in requests.sudo()},
        )
        return requests

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        result = super().write(vals)
        if vals.get("social_worker_id"):
            open_requests = self.filtered(lambda request: request.state == "open")
            open_requests._end_office_todos_sudo("request")
            open_requests._todo_for_office_sudo(
                "request",
                lambda env: env._("Assess a department's request"),
                {request: request.social_worker_id for request in self.sudo()},
            )
        return result

    def _check_writable(self, vals):
        """Check that a department changes its own open requests only.

        :raise AccessError: the department would do the office's part, or move the
            request to a department that is not its own
        :raise UserError: the office has answered already
        """
        if self.env.user.has_group("volunteer_base.group_officer"):
            return
        changed = set(vals)
        if changed <= self._office_fields and self._is_assessor():
            return
        self._check_office_fields(changed)
        if changed & {"company_id", "department_id"}:
            departments = self._get_own_departments_sudo()
            if vals.get("department_id") not in departments.ids or (
                "company_id" in changed
            ):
                raise AccessError(
                    self.env._("You can ask for your own department only.")
                )
        answered = self.filtered(lambda request: request.state != "open")
        if answered and changed & set(self._get_asked_fields()):
            raise UserError(
                self.env._(
                    "The volunteer office has taken this up already; write to it "
                    "below: %(requests)s.",
                    requests=answered.mapped("name"),
                )
            )

    @api.model
    def _get_asked_fields(self):
        """Return the names of the fields in which a department says what it needs."""
        return (
            "name department_id company_id post_id heads date_from date_to time_from "
            "time_to place population reason"
        ).split() + list(WEEKDAYS)

    def _check_office_fields(self, changed):
        if changed & self._office_fields and not self._is_assessor():
            raise AccessError(
                self.env._("The assessment is written by the volunteer office.")
            )

    def _is_assessor(self):
        return self.env.user.has_group("volunteer_base.group_officer") or all(
            request.social_worker_id == self.env.user for request in self.sudo()
        )

    @api.constrains("department_id", "company_id")
    def _check_department_unit(self):
        for request in self.sudo():
            unit = request.department_id.company_id
            if unit and unit != request.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(department)s” belongs to another unit.",
                        department=request.department_id.name,
                    )
                )

    def action_withdraw(self):
        """Withdraw requests that are not planned yet.

        :raise AccessError: neither of the department nor of the office
        :raise UserError: planned, refused or withdrawn already
        """
        self._check_department()
        self._check_state("open", "assessed")
        self._answer_sudo("withdrawn", {})
        return True

    def action_rate(self, rating, comment=None):
        """Rate what came of planned requests, for the department that asked.

        :param int rating: 1 (poor) to 5 (very good)
        :param str comment: what was good, what should change
        :raise AccessError: not of the department
        :raise UserError: not planned, or no rating from 1 to 5
        """
        self._check_department(office=False)
        self._check_state("planned", "rated")
        if not isinstance(rating, int) or not 1 <= rating <= 5:
            raise UserError(self.env._("Choose 1 to 5 stars."))
        comment = comment.strip()[:1000] if isinstance(comment, str) else ""
        self._answer_sudo(
            "rated",
            {
                "rating": rating,
                "rating_comment": comment,
                "rated_by_id": self.env.uid,
                "rated_on": fields.Date.context_today(self),
            },
        )
        return True

    def _check_department(self, office=True):
        """:raise AccessError: the user does not speak for these departments"""
        self.check_access("read")
        if office and self.env.user.has_group("volunteer_base.group_officer"):
            return
        foreign = self.sudo().department_id - self._get_own_departments_sudo()
        if foreign and not self.env.su:
            raise AccessError(
                self.env._(
                    "Only the department itself may do this: %(departments)s.",
                    departments=foreign.mapped("name"),
                )
            )

    def _check_state(self, *states):
        wrong = self.filtered(lambda request: request.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is not possible any more: %(requests)s.",
                    requests=[
                        f"{request.name} ({labels[request.state]})" for request in wrong
                    ],
                )
            )

    def _answer_sudo(self, state, vals):
        """Set a new state after the caller has checked rights and state."""
        self.sudo().write({**vals, "state": state})
        if state != "assessed":
            self._end_office_todos_sudo("request")


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
