from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SCOPES = [
    ("company", "Unit"),
    ("department", "Department"),
    ("team", "Team"),
    ("project", "Project"),
    ("person", "Volunteer"),
]
METRICS = [
    ("person_hours", "Person-times × hours"),
    ("hours_per_head", "Hours a head"),
    ("registered", "Staff registered (%)"),
    ("hours", "Hours"),
    ("services", "Services"),
    ("activities", "Activities"),
    ("served", "People served"),
]
#: Which field holds what a scope is about.
FIELD_OF = {
    "department": "department_id",
    "team": "team_id",
    "project": "project_id",
    "person": "volunteer_id",
}
#: What can be counted where.
MEASURABLE = {
    "company": {metric for metric, _label in METRICS},
    "department": {metric for metric, _label in METRICS},
    "team": {metric for metric, _label in METRICS} - {"registered"},
    "project": {"person_hours", "hours", "services", "activities", "served"},
    "person": {"hours", "services"},
}


class VolunteerTarget(models.Model):
    """An aim for a year, of a unit, a department, a team, a project or a person.

    Shipped: 4000 person-times × hours (NHC), 25 hours a head on average (XL), 100 % of
    staff registered. What was reached is never stored: it is the ledger's.
    """

    _name = "volunteer.target"
    _description = "Target"
    _inherit = ["volunteer.guard.mixin"]
    _order = "year desc, sequence, scope, id"
    _check_company_auto = True

    _guarded_fields = ()

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        index=True,
        default=lambda self: self.env.company._get_volunteer_today().year,
    )
    date_from = fields.Date(
        string="From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_to = fields.Date(
        string="Until",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    scope = fields.Selection(
        SCOPES, string="For a", required=True, default="company", index=True
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="With the departments below it.",
    )
    team_id = fields.Many2one(
        "volunteer.team",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'child_of', company_id)]",
        help="With the teams below it.",
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'child_of', company_id)]",
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_ids', 'in', company_id), ('merged_into_id', '=', False)]",
        help="Takes the place of the unit's aim of a person.",
    )
    subject = fields.Char(string="Who", compute="_compute_subject", compute_sudo=True)
    metric = fields.Selection(
        METRICS,
        string="What Is Counted",
        required=True,
        default="person_hours",
        help="Person-times × hours: hours that this unit organised, of everybody. "
        "Hours a head: of staff (in a team: of members), divided by how many they were "
        "on average, without exempt days. Services: days on which somebody served.",
    )
    counted = fields.Selection(
        [("all", "Proven and claimed"), ("proven", "Proven only")],
        string="Which Hours",
        required=True,
        default=lambda self: self.env.company.volunteer_target_hours,
    )
    value = fields.Float(string="Aim", digits=(16, 2), required=True, aggregator=None)
    note = fields.Char(string="Source", help="The paper that laid this target down.")

    _positive = models.Constraint("CHECK (value > 0)", "An aim is above zero.")
    _plausible_year = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2099)", "Please write the year with four digits."
    )
    _date_order = models.Constraint(
        "CHECK (date_to > date_from)", "The last day comes after the first."
    )
    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(department_id, team_id, project_id, volunteer_id) = "
        "CASE WHEN scope = 'company' THEN 0 ELSE 1 END AND CASE scope "
        "WHEN 'department' THEN department_id WHEN 'team' THEN team_id "
        "WHEN 'project' THEN project_id WHEN 'person' THEN volunteer_id "
        "ELSE company_id END IS NOT NULL)",
        "Choose the department, team, project or volunteer that the target is for.",
    )
    _once = models.UniqueIndex(
        "(company_id, year, metric, scope, department_id, team_id, project_id, "
        "volunteer_id) NULLS NOT DISTINCT WHERE active",
        "There is such a target for this year already.",
    )

    @api.depends("year")
    def _compute_dates(self):
        for target in self:
            if target.year and 2000 <= target.year <= 2099:
                target.date_from = date(target.year, 1, 1)
                target.date_to = date(target.year, 12, 31)

    @api.depends("scope", *FIELD_OF.values(), "company_id")
    def _compute_subject(self):
        for target in self:
            name = FIELD_OF.get(target.scope, "company_id")
            target.subject = target[name].display_name or ""

    @api.depends("subject", "metric", "year")
    def _compute_display_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            parts = (target.subject, metrics.get(target.metric), target.year)
            target.display_name = " · ".join(str(part) for part in parts if part)

    @api.onchange("scope")
    def _onchange_scope(self):
        """Of several subjects only the one of this scope stays."""
        for scope, name in FIELD_OF.items():
            if scope != self.scope:
                self[name] = False

    @api.constrains("scope", "metric")
    def _check_measurable(self):
        for target in self:
            if target.metric not in MEASURABLE[target.scope]:
                labels = {
                    name: dict(self._fields[name]._description_selection(self.env))
                    for name in ("scope", "metric")
                }
                raise ValidationError(
                    self.env._(
                        "“%(metric)s” is not counted for a %(scope)s; choose another "
                        "figure.",
                        metric=labels["metric"][target.metric],
                        scope=labels["scope"][target.scope].lower(),
                    )
                )

    @api.constrains("company_id", "team_id", "project_id", "volunteer_id")
    def _check_same_unit(self):
        """What a unit aims at lies in it, or in a unit below."""
        for target in self.sudo():
            about = target.team_id or target.project_id
            units = about.company_id or target.volunteer_id.company_ids
            if units and not any(
                target.company_id in unit.parent_ids for unit in units
            ):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” does not belong to %(unit)s.",
                        name=target.subject,
                        unit=target.company_id.name,
                    )
                )

    @api.model
    def _get_targets_domain(self, company, day):
        """Return the domain of a unit's targets that run on a day."""
        return Domain("company_id", "=", company.id) & Domain(
            [("date_from", "<=", day), ("date_to", ">=", day)]
        )
