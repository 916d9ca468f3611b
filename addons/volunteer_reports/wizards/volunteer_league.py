from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.volunteer_base.tools.paper import format_day
from odoo.addons.volunteer_base.tools.spreadsheet import Column

READERS = ("volunteer_base.group_officer", "volunteer_hours.group_hr")
#: Before the course of who lags behind: seen without colour, and in every font.
LAGGARD = "※"


class VolunteerLeague(models.TransientModel):
    """排名: departments of a unit, or units, side by side. No person is named.

    The figures are those of ``volunteer.target``, so a laggard here is one there.
    Source: domain rules, section 7 (25 hours a head on average, all staff registered;
    lists for 通报 name units).
    """

    _name = "volunteer.league"
    _inherit = "volunteer.register.wizard.mixin"
    _description = "League"

    year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._get_volunteer_today().year,
    )
    date_from = fields.Date(
        required=False, default=None, compute="_compute_period", store=True
    )
    date_to = fields.Date(
        required=False, default=None, compute="_compute_period", store=True
    )
    scope = fields.Selection(
        [("department", "Departments"), ("company", "Units")],
        string="League of",
        required=True,
        default="department",
        help="Units: all that you have switched on at the top right.",
    )
    top_only = fields.Boolean(
        string="Top Departments Only", help="Each with all departments below it."
    )
    rank_by = fields.Selection(
        [
            ("hours_per_head", "Hours a head"),
            ("attainment", "Share of the aim"),
            ("hours", "Hours"),
            ("registered", "Staff registered"),
        ],
        string="By",
        required=True,
        default="hours_per_head",
    )
    line_ids = fields.One2many(
        "volunteer.league.line",
        "league_id",
        string="League",
        compute="_compute_line_ids",
        store=True,
        precompute=True,
    )
    has_aim = fields.Boolean(compute="_compute_behind_count")
    behind_count = fields.Integer(string="Behind", compute="_compute_behind_count")
    with_circular = fields.Boolean(string="Print the Text Below", default=True)
    circular = fields.Text(
        string="Text of the Circular",
        compute="_compute_circular",
        store=True,
        readonly=False,
        precompute=True,
        help="Drafted from the figures; change it as you like before you print.",
    )

    @api.depends("year", "company_id")
    def _compute_period(self):
        for league in self:
            known = 2000 <= league.year <= 2099
            first = known and date(league.year, 1, 1)
            last = known and date(league.year, 12, 31)
            today = (league.company_id or self.env.company)._get_volunteer_today()
            league.date_from = first
            league.date_to = known and (min(today, last) if first <= today else last)

    @api.depends("year", "company_id", "scope", "top_only", "rank_by")
    def _compute_line_ids(self):
        for league in self:
            rows = league._get_league_rows() if league._is_period_valid() else []
            league.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("scope", "year")
    def _compute_display_name(self):
        for league in self:
            league.display_name = league._get_register_title()

    @api.depends("line_ids.aim", "line_ids.status")
    def _compute_behind_count(self):
        for league in self:
            league.has_aim = any(league.line_ids.mapped("aim"))
            league.behind_count = len(league.line_ids.filtered("is_laggard"))

    @api.depends("line_ids")
    def _compute_circular(self):
        for league in self:
            league.circular = league._draft_circular()

    # ------------------------------------------------------------------
    # On screen
    # ------------------------------------------------------------------

    def action_open_lines(self):
        """Open the rows as a picture and a list, to sort and filter.

        :return: an action
        :raise AccessError: not their league
        """
        self._check_register()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "volunteer_reports.volunteer_league_line_action"
            ),
            "display_name": self._get_register_title(),
            "name": self._get_register_title(),
            "domain": [("league_id", "=", self.id)],
        }

    @api.model
    def _check_league_readers(self):
        """:raise AccessError: neither the volunteer office nor HR"""
        if not any(map(self.env.user.has_group, READERS)):
            raise AccessError(
                self.env._("Leagues are for the volunteer office and for HR.")
            )

    def _same_day_last_year(self):
        """Return the period of last year to compare with: as long as this one."""
        return tuple(
            day - relativedelta(years=1) for day in (self.date_from, self.date_to)
        )

    # ------------------------------------------------------------------
    # The register
    # ------------------------------------------------------------------

    def _check_register(self):
        result = super()._check_register()
        self._check_league_readers()
        return result

    def _get_register_totals(self):
        return len(self.line_ids), 0

    def _get_register_title(self):
        if self.scope == "company":
            return self.env._("League of Units, %(year)s", year=self.year)
        return self.env._("League of Departments, %(year)s", year=self.year)

    def _get_register_name(self):
        return self.env._("League")

    def _get_register_period(self):
        return str(self.year) if self._is_period_valid() else ""

    def _get_register_notes(self):
        notes = [
            self.env._(
                "%(sign)s Behind what is due by %(date)s. ▲▼ Places up or down against "
                "the same days of last year. Departments below are counted in.",
                sign=LAGGARD,
                date=format_day(self.date_to, self.env.lang),
            )
        ]
        if self.with_circular:
            notes += (self.circular or "").splitlines()
        return tuple(notes)

    def _get_register_columns(self):
        subject = (
            self.env._("Unit") if self.scope == "company" else self.env._("Department")
        )
        return [
            Column(self.env._("Rank"), 7, "integer"),
            Column(subject, 24),
            Column(self.env._("Staff"), 8, "integer"),
            Column(self.env._("Registered"), 10, "percent"),
            Column(self.env._("Hours"), 11, "decimal"),
            Column(self.env._("Hours a Head"), 10, "decimal"),
            Column(self.env._("Aim"), 8, "decimal"),
            Column(self.env._("Attainment"), 10, "percent"),
            Column(self.env._("Hours a Head Last Year"), 11, "decimal"),
            Column(self.env._("Place Last Year"), 9, "integer"),
            Column("▲▼", 7),
            Column(self.env._("How It Goes"), 14),
        ]

    def _iter_register_rows(self):
        courses = dict(self.line_ids._fields["status"]._description_selection(self.env))
        for line in self.line_ids:
            course = courses.get(line.status, "")
            yield (
                line.place or None,
                line.name,
                line.staff,
                line.registered / 100 if line.staff else None,
                line.hours,
                line.hours_per_head if line.status != "nobody" else None,
                line.aim or None,
                line.attainment / 100 if line.aim else None,
                line.last_hours_per_head,
                line.last_place or None,
                line.change_mark,
                f"{LAGGARD} {course}" if line.is_laggard else course,
            )
