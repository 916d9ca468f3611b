import json
from datetime import date, datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.dashboard import Years, years_of

#: Whoever is in one of these sees all lines of their units.
OFFICE = ("volunteer_base.group_officer", "volunteer_hours.group_hr")
READERS = ("volunteer_base.group_leader", *OFFICE)
FIRST_YEAR, LAST_YEAR = 1950, 2200


class Scope(NamedTuple):
    """What one screen is about: its filters, resolved."""

    years: Years
    companies: models.BaseModel
    team_id: int | None
    category_id: int | None
    #: All of the units, or only what a leader is in charge of.
    office: bool

    @property
    def whole(self):
        """Return whether the units stand as a whole, not a part of their lines."""
        return self.office and not self.team_id and not self.category_id


class VolunteerDashboard(models.AbstractModel):
    """The figures of the dashboard: of one calendar year, beside the year before.

    From recorded lines that the user may read; opening balances belong to no year.
    Each picture is one aggregate in SQL over the lines of the record rules.
    """

    _name = "volunteer.dashboard"
    _description = "Dashboard of the Volunteer Service"

    @api.model
    def get_options(self):
        """Return what the dashboard can be filtered by, for the current user.

        :return: ``{"year": int, "years": [int], "companies": [[id, name]],
            "teams": [[id, name]], "categories": [[id, name]]}``; teams are those whose
            figures the user may read, with their place in the tree
        :rtype: dict
        :raise AccessError: neither in charge of a team nor of the office
        """
        office = self._check_may_read()
        today = self.env.company._get_volunteer_today()
        teams = self.env["volunteer.team"]
        domain = Domain("company_id", "in", self.env.companies.ids)
        if office:
            # HR reads the lines of all teams, but no teams.
            teams = teams.sudo()
        else:
            domain &= Domain("manager_user_ids", "in", self.env.uid)
        return {
            "year": today.year,
            "years": self._get_years(today.year),
            "companies": [[unit.id, unit.name] for unit in self.env.companies],
            "teams": [
                [team.id, team.display_name]
                for team in teams.search_fetch(domain, ["display_name"])
            ],
            "categories": [
                [category.id, category.name]
                for category in self.env["volunteer.category"].search_fetch(
                    [], ["name"]
                )
            ],
        }

    @api.model
    def get_figures(self, year=None, company_id=None, team_id=None, category_id=None):
        """Return all figures of one screen, in at most thirty queries.

        Hours are floats with two decimals, proven and claimed apart; people are
        distinct persons, duplicates of one person counted once, and never summed.
        While a year is under way, ``before`` is the same days of the year before.

        :param int year: calendar year; the current one unless given
        :param int company_id: one of the user's current units; all of them unless given
        :param int team_id: with the teams below it
        :param int category_id: field of service of the projects
        :return: a dict with these keys:

            * ``year``, ``office`` (whether it is about all of the units), ``empty``
              (nothing was recorded in the year), ``until`` (last day that counts)
            * ``lines``, ``lines_before`` (of whatever day), ``activities``, ``needs``:
              domains of what the figures are made of, to be narrowed further
            * ``hours``: ``{"proven", "claimed", "total", "outside", "before", "change",
              "before_year"}``; ``outside`` of it was organised by other bodies,
              ``before_year`` is the whole year before, ``change`` in per cent
            * ``people``: ``{"total", "before", "change", "before_year"}``
            * ``served``: the same, and ``activities``
            * ``aim``: see :meth:`_get_aim`, None without one
            * ``months``: twelve of ``{"proven", "claimed", "before", "share",
              "before_share"}``; shares are of proven hours in per cent, or None
            * ``month_aim``: a twelfth of the aim, or None
            * ``departments``, ``categories``, ``week``, ``stars``: see
              :meth:`_get_departments`, :meth:`_get_categories`, :meth:`_get_week`,
              :meth:`_get_stars`
        :rtype: dict
        :raise AccessError: neither in charge of a team nor of the office, or of
            another unit
        :raise UserError: no year, or a filter that is no number
        """
        scope = self._get_scope(year, company_id, team_id, category_id)
        lines, days = self._get_lines_domain(scope), self._get_days_domain(scope)
        held = self._get_activities_domain(scope)
        sums = self._sum_months(scope)
        aim = self._get_aim(scope)
        # What leaders see is no whole to be measured by the unit's aim.
        measured = aim and (scope.office or scope.team_id)
        hours = self._get_hours(sums)
        return {
            "year": scope.years.first.year,
            "until": scope.years.until.isoformat(),
            "office": scope.office,
            "empty": not any(row.services for row in sums if row.this_year),
            "lines": self._as_list(lines & days),
            "lines_before": self._as_list(lines),
            "activities": self._as_list(held & days),
            "needs": self._as_list(self._get_needs_domain(scope)),
            "hours": hours,
            "people": self._get_people(scope),
            "served": self._get_served(scope),
            "aim": aim,
            "months": self._get_months(sums),
            "month_aim": round(aim["value"] / 12, 2) if measured else None,
            "departments": self._get_departments(scope),
            "categories": self._get_categories(scope),
            "week": self._get_week(scope, hours["total"]),
            "stars": self._get_stars(scope),
        }

    # ------------------------------------------------------------------

    def _check_may_read(self):
        """Return whether the user sees all of the units; leaders see their teams.

        :raise AccessError: neither
        """
        user = self.env.user
        if not self.env.su and not any(map(user.has_group, READERS)):
            raise AccessError(
                self.env._(
                    "The dashboard is for leaders of teams, the volunteer office and "
                    "Human Resources."
                )
            )
        return self.env.su or any(map(user.has_group, OFFICE))

    @api.model
    def _get_scope(self, year, company_id, team_id, category_id):
        office = self._check_may_read()
        for value in (year, company_id, team_id, category_id):
            if value and (not isinstance(value, int) or isinstance(value, bool)):
                raise UserError(self.env._("A filter of the dashboard is a number."))
        companies = self.env.companies
        if company_id:
            companies = companies.filtered(lambda unit: unit.id == company_id)
            if not companies:
                raise AccessError(
                    self.env._("Choose this unit among your current units first.")
                )
        today = companies[0]._get_volunteer_today()
        year = year or today.year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise UserError(self.env._("A year has four digits, like 2026."))
        return Scope(
            years_of(year, today),
            companies,
            team_id or None,
            category_id or None,
            office,
        )

    @api.model
    def _get_years(self, year):
        """Return years to choose from, newest first: from the first line on."""
        first = self.env["volunteer.hour"].search_fetch(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "=", "recorded"),
                *self.env["volunteer.hour"]._get_day_domain(),
            ],
            ["date"],
            order="date",
            limit=1,
        )
        begun = min(first.date.year, year) if first else year
        return list(range(year, max(begun, year - 20) - 1, -1))

    @api.model
    def _get_lines_domain(self, scope):
        """Return the domain of recorded lines of these filters, of whatever day.

        Hours with other bodies are in totals where the unit says so.
        """
        Hour = self.env["volunteer.hour"]
        domain = (
            Domain("state", "=", "recorded")
            & Domain(Hour._get_day_domain())
            & Domain("company_id", "in", scope.companies.ids)
        )
        counting = scope.companies.sudo().filtered("volunteer_count_outside")
        if counting != scope.companies.sudo():
            domain &= Domain("organiser", "=", False) | Domain(
                "company_id", "in", counting.ids
            )
        return domain & self._get_chosen_domain(scope)

    @api.model
    def _get_activities_domain(self, scope):
        """Return the domain of activities held, of whatever day.

        Every user reads activities; a leader's dashboard is about those they lead.
        """
        domain = Domain("company_id", "in", scope.companies.ids)
        domain &= Domain("state", "=", "done")
        return domain & self._get_activities_filter(scope)

    @api.model
    def _get_activities_filter(self, scope):
        domain = Domain.TRUE
        if not scope.office:
            domain &= Domain("team_id.manager_user_ids", "in", self.env.uid) | Domain(
                "leader_id.user_id", "=", self.env.uid
            )
        return domain & self._get_chosen_domain(scope)

    @api.model
    def _get_chosen_domain(self, scope):
        """Return the domain of the chosen team and field, of hours or activities."""
        domain = Domain.TRUE
        if scope.team_id:
            domain &= Domain("team_id", "child_of", scope.team_id)
        if scope.category_id:
            domain &= Domain("project_id.category_id", "=", scope.category_id)
        return domain

    @api.model
    def _as_list(self, domain):
        """Return a domain as a browser reads it: lists, and dates as text."""
        return json.loads(json.dumps(list(domain), default=self._as_json))

    @api.model
    def _as_json(self, value):
        if isinstance(value, date):
            convert = fields.Datetime if isinstance(value, datetime) else fields.Date
            return convert.to_string(value)
        return list(value)

    @api.model
    def _get_days_domain(self, scope, before=False):
        """Return the domain of the year's days, with the year before or without."""
        years = scope.years
        return Domain(
            "date", ">=", years.before_first if before else years.first
        ) & Domain("date", "<=", years.last)
