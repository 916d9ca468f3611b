from odoo import fields, models
from odoo.tools import SQL

WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]
HOURS = [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)]
OFFICE = "volunteer_base.group_officer"


class VolunteerHourAnalysis(models.Model):
    """What pivots and graphs count: every line that counts or may come to.

    A line is a row, and so is every activity that was held: the people served stand
    only on the latter, so they are counted once however many volunteers there were.
    Opening balances have no day of service and are left out. Read as a query, so it is
    always as of now and never in the way of an update.
    """

    _name = "volunteer.hour.analysis"
    _description = "Analysis of Service"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "date"
    _depends = {
        "volunteer.hour": [
            "activity_id",
            "company_id",
            "date",
            "department_id",
            "employee_id",
            "hours",
            "in_working_time",
            "is_opening",
            "method",
            "minutes",
            "organiser",
            "project_id",
            "proven",
            "reversed",
            "reverses_id",
            "signup_id",
            "source",
            "start",
            "state",
            "team_id",
            "volunteer_id",
        ],
        "volunteer.activity": [
            "company_id",
            "date",
            "people_served",
            "project_id",
            "start",
            "state",
            "team_id",
            "venue",
        ],
        "volunteer.activity.slot": ["post_id"],
        "volunteer.identity": [
            "party_applicant",
            "political_status_id",
            "volunteer_id",
        ],
        "volunteer.branch": ["kind"],
        "volunteer.code": ["code"],
        "volunteer.project": ["category_id"],
        "volunteer.signup": ["slot_id"],
        "volunteer.team": ["department_id"],
        "volunteer.volunteer": ["branch_id", "kind", "merged_into_id"],
        "res.company": ["volunteer_tz"],
    }

    hour_id = fields.Many2one("volunteer.hour", string="Line", readonly=True)
    volunteer_id = fields.Many2one("volunteer.volunteer", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    company_id = fields.Many2one("res.company", string="Unit", readonly=True)
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        help="On the day of service; of people served, the department of the team.",
    )
    team_id = fields.Many2one("volunteer.team", readonly=True)
    project_id = fields.Many2one("volunteer.project", readonly=True)
    category_id = fields.Many2one(
        "volunteer.category", string="Field of Service", readonly=True
    )
    activity_id = fields.Many2one("volunteer.activity", readonly=True)
    post_id = fields.Many2one("volunteer.post", readonly=True)
    date = fields.Date(readonly=True)
    weekday = fields.Selection(WEEKDAYS, string="Day of the Week", readonly=True)
    start_hour = fields.Selection(
        HOURS,
        string="Hour of the Start",
        readonly=True,
        help="By the clock of the unit; empty where only the length was claimed.",
    )
    venue = fields.Selection(
        selection=lambda self: self._get_labels("volunteer.activity", "venue"),
        readonly=True,
    )
    kind = fields.Selection(
        selection=lambda self: self._get_labels("volunteer.volunteer", "kind"),
        string="Kind of Volunteer",
        readonly=True,
        help="Staff: whoever was employed on the day of service.",
    )
    # Political status is the person's and the office's business.
    branch_id = fields.Many2one(
        "volunteer.branch",
        string="Party or League Branch",
        readonly=True,
        groups=OFFICE,
    )
    party_member = fields.Boolean(readonly=True, groups=OFFICE)
    own = fields.Boolean(
        string="Organised by the Unit",
        readonly=True,
        help="Off: another body organised the service.",
    )
    source = fields.Selection(
        selection=lambda self: self._get_labels("volunteer.hour", "source"),
        readonly=True,
    )
    method = fields.Selection(
        selection=lambda self: self._get_labels("volunteer.hour", "method"),
        string="Proven by",
        readonly=True,
    )
    proven = fields.Boolean(string="Presence Proven", readonly=True)
    in_working_time = fields.Boolean(readonly=True)
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("published", "Published"),
            ("recorded", "Recorded"),
        ],
        readonly=True,
        help="Only what is recorded counts; the rest may come to.",
    )
    hours = fields.Float(
        string="Person-times × Hours",
        digits=(16, 2),
        readonly=True,
        help="Ten people for two hours are twenty; what was reversed is taken off.",
    )
    hours_proven = fields.Float(string="Proven Hours", digits=(16, 2), readonly=True)
    hours_claimed = fields.Float(string="Claimed Hours", digits=(16, 2), readonly=True)
    person_times = fields.Integer(
        string="Person-times",
        readonly=True,
        help="Somebody in one activity, or on one day without one, as in the monthly "
        "report; without reversed ones.",
    )
    people_served = fields.Integer(
        readonly=True,
        help="Of activities that were held, each counted once. Cannot be split by what "
        "belongs to a volunteer or a line.",
    )
    heads = fields.Integer(
        string="Volunteers",
        readonly=True,
        aggregator="count_distinct",
        help="Different people, never summed: who served in two departments is one of "
        "each, and one of the unit.",
    )
    activities = fields.Integer(
        readonly=True,
        aggregator="count_distinct",
        help="Activities that were held, each counted once, in the department of the "
        "team that held it. Cannot be split by what belongs to a volunteer or a line.",
    )
    hours_per_head = fields.Float(
        string="Hours per Volunteer",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Hours divided by the different people who gave them. Hours a head of all "
        "staff stand in the league.",
    )
    proven_share = fields.Float(
        string="Proven (%)",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        help="Hours with presence confirmed on the spot, of all hours.",
    )

    def _get_labels(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    def _read_group_select(self, aggregate_spec, query):
        """Averages and shares are of sums: an average of averages says nothing.

        Person-times are counted like people: two lines in one activity are one.
        """
        name = aggregate_spec.partition(":")[0]
        if aggregate_spec == "person_times:sum":
            person, activity, day = (
                self._field_to_sql(self._table, field, query)
                for field in ("heads", "activity_id", "date")
            )
            # One number for both: records are compared ten times as slowly.
            return SQL(
                """COUNT(DISTINCT %(person)s * 4294967296::bigint
                         + COALESCE(%(activity)s, DATE '0001-01-01' - %(day)s - 1))""",
                person=person,
                activity=activity,
                day=day,
            )
        parts = {
            "hours_per_head": ("hours:sum", "heads:count_distinct", 1),
            "proven_share": ("hours_proven:sum", "hours:sum", 100),
        }.get(name)
        if not parts:
            return super()._read_group_select(aggregate_spec, query)
        above, below, factor = parts
        return SQL(
            "ROUND(%s * %s / NULLIF(%s, 0), 2)::float",
            factor,
            super()._read_group_select(above, query),
            super()._read_group_select(below, query),
        )

    def action_open_line(self):
        """Open the line behind a row, or the activity whose people served it counts.

        :return: an action with a form
        :raise AccessError: the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        return (self.hour_id or self.activity_id).get_formview_action()
