from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.weekdays import WEEKDAYS, format_weekdays


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
    when = fields.Char(string="When It Is Needed", compute="_compute_when")
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
            ("open", "To assess"),
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
        group_expand=True,
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
        help="By the department: 1 very poor, 2 poor, 3 fair, 4 good, 5 very good.",
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
        "The last day cannot lie before the first.",
    )
    _times_order = models.Constraint(
        "CHECK (time_from >= 0 AND time_to <= 24 AND time_from < time_to)",
        "The service must end later on the same day than it starts.",
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


def _clock(hours):
    minutes = round(hours * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
