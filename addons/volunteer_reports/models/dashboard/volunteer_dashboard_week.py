import math
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.dashboard import to_hours
from ...tools.service_week import SECONDS_AN_HOUR, WEEK, Span, fixed_offset, spread_week

#: Needs that are looked at: of the coming four weeks.
AHEAD = timedelta(days=28)
#: 1970-01-01 was a Thursday.
SECONDS_FROM_MONDAY = 3 * 24 * SECONDS_AN_HOUR


class VolunteerDashboard(models.AbstractModel):
    """When service takes place, and when somebody is still needed."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.dashboard"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_week(self, scope, total):
        """Return the hours of service by weekday and hour of the day, in local time.

        What was granted to a line is spread evenly from its start to its stop. Claims
        without clock times stand apart, so that both together are all hours.

        :param float total: hours of the year
        :return: ``{"hours": seven days from Monday of 24 hours, "open": the same of
            open seats × hours in the coming four weeks, "timeless": hours without clock
            times}``
        """
        week = spread_week(self._read_spans(scope))
        timed = to_hours(math.fsum(map(math.fsum, week)))
        needs = spread_week(self._read_open_spans(scope))
        return {
            "hours": [[to_hours(minutes) for minutes in day] for day in week],
            "open": [
                [round(seconds / SECONDS_AN_HOUR, 2) for seconds in day]
                for day in needs
            ],
            "timeless": round(total - timed, 2) + 0.0,
        }

    @api.model
    def _read_spans(self, scope):
        """Return the sums of lines by the hours in which they begin and end.

        A line and its reversal are left out both: a reversal has no clock times.
        """
        query = self._query_lines(scope)
        for column in ("start", "stop"):
            query.add_where(SQL("%s IS NOT NULL", SQL.identifier(query.table, column)))
        query.add_where(
            SQL(
                "%s IS NULL AND %s IS NOT TRUE",
                SQL.identifier(query.table, "reverses_id"),
                SQL.identifier(query.table, "reversed"),
            )
        )
        years = scope.years
        return self._add_spans(
            scope,
            (
                datetime.combine(years.first, time.min),
                datetime.combine(years.last, time.max),
            ),
            self._select(query, "company_id", "start", "stop", "minutes"),
            SQL.identifier("minutes"),
        )

    @api.model
    def _get_needs_domain(self, scope):
        """Return the domain of coming activities that still take volunteers."""
        now = fields.Datetime.now()
        return (
            Domain("company_id", "in", scope.companies.ids)
            & Domain("state", "=", "published")
            & Domain("start", ">", now)
            & Domain("start", "<", now + AHEAD)
            & self._get_activities_filter(scope)
        )

    @api.model
    def _read_open_spans(self, scope):
        """Return the same of seats that nobody has taken: worth their seconds."""
        self.env["volunteer.activity"].flush_model()
        Slot = self.env["volunteer.activity.slot"]
        Slot.flush_model()
        query = self.env["volunteer.activity"]._search(self._get_needs_domain(scope))
        slot = query.join(query.table, "id", Slot._table, "activity_id", "slot")
        free = SQL(
            "%s - %s", SQL.identifier(slot, "seats"), SQL.identifier(slot, "taken")
        )
        query.add_where(SQL("%s > 0", free))
        now = fields.Datetime.now()
        return self._add_spans(
            scope,
            (now, now + AHEAD),
            query.select(
                SQL.identifier(query.table, "company_id"),
                SQL.identifier(query.table, "start"),
                SQL.identifier(query.table, "stop"),
                SQL("%s AS free", free),
            ),
            SQL("free * date_part('epoch', stop - start)"),
        )

    @api.model
    def _add_spans(self, scope, period, rows, worth):
        """Return the sums of rows with ``company_id``, ``start`` and ``stop``.

        :param tuple period: two moments between which the rows lie
        :param SQL rows: the statement that reads them
        :param SQL worth: what a row is worth altogether
        :return: list of :class:`Span`
        """
        # Planned times repeat: what begins and ends alike is added up first.
        return [
            Span(*row)
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT begun / %(hour)s,
                           (begun + length) / %(hour)s - begun / %(hour)s,
                           SUM(worth / length),
                           SUM(worth / length * (begun %% %(hour)s)),
                           SUM(worth / length * ((begun + length) %% %(hour)s))
                      FROM (
                        SELECT (%(local)s + %(monday)s) %% %(week)s AS begun,
                               GREATEST(date_part('epoch', stop - start), 1)::bigint
                                   AS length,
                               SUM(%(worth)s)::float8 AS worth
                          FROM (%(rows)s) AS timed
                      GROUP BY 1, 2
                      ) AS alike
                  GROUP BY 1, 2
                    """,
                    hour=SECONDS_AN_HOUR,
                    week=WEEK * SECONDS_AN_HOUR,
                    monday=SECONDS_FROM_MONDAY,
                    local=self._sql_local_start(scope, period),
                    worth=worth,
                    rows=rows,
                )
            )
        ]

    @api.model
    def _sql_local_start(self, scope, period):
        """Return the start of a row in seconds of its unit's local time."""
        zones = scope.companies.sudo().grouped("volunteer_tz")
        offset = fixed_offset(zones, *period)
        if offset is not None:
            return SQL("date_part('epoch', start)::bigint + %s", offset)
        first, *others = zones
        zone = SQL("%s", first)
        if others:
            zone = SQL(
                "CASE %s ELSE %s END",
                SQL(" ").join(
                    SQL("WHEN company_id IN %s THEN %s", tuple(zones[name].ids), name)
                    for name in others
                ),
                first,
            )
        return SQL(
            "date_part('epoch', start AT TIME ZONE 'UTC' AT TIME ZONE %s)::bigint", zone
        )
