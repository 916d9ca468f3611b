from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.dashboard import change, share, to_hours


class MonthSum(NamedTuple):
    """Lines of one month, proven or claimed; minutes but for ``services``."""

    this_year: bool
    month: int
    proven: bool
    minutes: int
    #: Of it until the same day of the year.
    until: int
    #: Of it organised by other bodies.
    outside: int
    services: int


class VolunteerDashboard(models.AbstractModel):
    """Hours by month, and who served."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.dashboard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _query_lines(self, scope, before=False):
        """Return the query of the lines that the user may read, ready to aggregate.

        :param bool before: of the year before, too
        """
        Hour = self.env["volunteer.hour"]
        Hour.flush_model()
        return Hour._search(
            self._get_lines_domain(scope) & self._get_days_domain(scope, before)
        )

    @api.model
    def _sum_months(self, scope):
        """Return the sums of both years by month, in one query."""
        query = self._query_lines(scope, before=True)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT date >= %(first)s, date_part('month', date)::int, proven,
                       SUM(minutes),
                       COALESCE(SUM(minutes) FILTER (
                           WHERE date <= %(same_day)s OR date BETWEEN %(first)s
                                                      AND %(until)s), 0),
                       COALESCE(SUM(minutes) FILTER (WHERE organiser <> ''), 0),
                       COUNT(*) FILTER (
                           WHERE reverses_id IS NULL AND reversed IS NOT TRUE)
                  FROM (%(lines)s) AS h
              GROUP BY 1, 2, 3
                """,
                first=scope.years.first,
                until=scope.years.until,
                same_day=scope.years.before_until,
                lines=self._select(
                    query,
                    "date",
                    "proven",
                    "minutes",
                    "organiser",
                    "reverses_id",
                    "reversed",
                ),
            )
        )
        return [MonthSum(*row) for row in rows]

    @api.model
    def _select(self, query, *columns):
        """Return the statement that reads these columns of a query's own table."""
        return query.select(
            *(SQL.identifier(query.table, column) for column in columns)
        )

    @api.model
    def _get_hours(self, sums):
        """Return the figure of the hours: see :meth:`get_figures`."""

        def add(name, this_year, proven=(True, False)):
            return sum(
                getattr(row, name)
                for row in sums
                if row.this_year == this_year and row.proven in proven
            )

        total, before = add("minutes", True), add("until", False)
        return {
            "proven": to_hours(add("minutes", True, (True,))),
            "claimed": to_hours(add("minutes", True, (False,))),
            "total": to_hours(total),
            "outside": to_hours(add("outside", True)),
            "services": add("services", True),
            "before": to_hours(before),
            "before_year": to_hours(add("minutes", False)),
            "change": change(float(add("until", True)), float(before)),
        }

    @api.model
    def _get_months(self, sums):
        """Return twelve months: see :meth:`get_figures`."""
        found = {(row.this_year, row.month, row.proven): row.minutes for row in sums}
        months = []
        for month in range(1, 13):
            proven, claimed, proven_before, claimed_before = (
                found.get((this_year, month, proven), 0)
                for this_year in (True, False)
                for proven in (True, False)
            )
            months.append(
                {
                    "proven": to_hours(proven),
                    "claimed": to_hours(claimed),
                    "before": to_hours(proven_before + claimed_before),
                    "share": share(float(proven), float(proven + claimed)),
                    "before_share": share(
                        float(proven_before), float(proven_before + claimed_before)
                    ),
                }
            )
        return months

    @api.model
    def _get_people(self, scope):
        """Return how many persons served: each once, under whatever record."""
        query = self._query_lines(scope, before=True)
        self.env["volunteer.volunteer"].flush_model(["merged_into_id"])
        [[total, until, same, before]] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE total), COUNT(*) FILTER (WHERE until),
                       COUNT(*) FILTER (WHERE same), COUNT(*) FILTER (WHERE before)
                  FROM (
                    SELECT bool_or(total) AS total, bool_or(until) AS until,
                           bool_or(same) AS same, bool_or(before) AS before
                      FROM (
                        SELECT volunteer_id, bool_or(date >= %(first)s) AS total,
                               bool_or(date BETWEEN %(first)s AND %(until)s) AS until,
                               bool_or(date <= %(same_day)s) AS same,
                               bool_or(date < %(first)s) AS before
                          FROM (%(lines)s) AS line
                         WHERE reverses_id IS NULL AND reversed IS NOT TRUE
                      GROUP BY volunteer_id
                      ) AS h
                      JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                  GROUP BY COALESCE(v.merged_into_id, v.id)
                  ) AS person
                """,
                first=scope.years.first,
                until=scope.years.until,
                same_day=scope.years.before_until,
                lines=self._select(
                    query, "volunteer_id", "date", "reverses_id", "reversed"
                ),
            )
        )
        return {
            "total": total,
            "before": same,
            "before_year": before,
            "change": change(until, same),
        }

    @api.model
    def _get_served(self, scope):
        """Return how many people were served, each activity once, and activities."""
        Activity = self.env["volunteer.activity"]
        Activity.flush_model(["date", "people_served"])
        query = Activity._search(
            self._get_activities_domain(scope) & self._get_days_domain(scope, True)
        )
        [[total, activities, until, same, before]] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(people_served) FILTER (WHERE date >= %(first)s), 0),
                       COUNT(*) FILTER (WHERE date >= %(first)s),
                       COALESCE(SUM(people_served) FILTER (
                           WHERE date BETWEEN %(first)s AND %(until)s), 0),
                       COALESCE(SUM(people_served) FILTER (
                           WHERE date <= %(same_day)s), 0),
                       COALESCE(SUM(people_served) FILTER (WHERE date < %(first)s), 0)
                  FROM (%(activities)s) AS a
                """,
                first=scope.years.first,
                until=scope.years.until,
                same_day=scope.years.before_until,
                activities=self._select(query, "date", "people_served"),
            )
        )
        return {
            "total": total,
            "activities": activities,
            "before": same,
            "before_year": before,
            "change": change(until, same),
        }
