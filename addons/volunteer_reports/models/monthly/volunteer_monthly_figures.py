from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...tools.monthly import (
    KEYS,
    STOCKS,
    hours,
    hours_a_head,
    periods_of,
)

#: Which records count by which date: ``(key, model, date, condition)``.
COUNTED = (
    (
        "claims_claimed",
        "volunteer.project.claim",
        "date_claimed",
        "as_party_member AND state IN ('claimed', 'done')",
    ),
    (
        "claims_done",
        "volunteer.project.claim",
        "date_done",
        "as_party_member AND state = 'done'",
    ),
    (
        "wishes_claimed",
        "volunteer.wish",
        "date_claimed",
        "state IN ('claimed', 'done')",
    ),
    ("wishes_done", "volunteer.wish", "date_done", "state = 'done'"),
    ("publicity", "volunteer.publicity", "date", "TRUE"),
)


class VolunteerMonthlyReport(models.Model):
    """The figures of monthly reports: of all units and months asked for at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_month_figures_sudo(self, companies, months):
        """Return the figures of months, recomputed from the ledger now.

        By service date, of what the unit itself organised (民政部令第67号, Art. 26);
        hours a head count another body's as the unit's setting says. Distinct people
        are those whose home is the unit, under whatever record. In the same few
        queries however many units and months are asked for; the caller checked rights.

        :param companies: ``res.company``
        :param months: first days of months
        :return: ``{(company, month): {key: {"month" | "year" | "last_year": number or
            None}}}``, keys and units as in :data:`tools.monthly.INDICATORS`; hours are
            hours with two places
        """
        wanted = [(company, month) for company in companies for month in months]
        if not wanted:
            return {}
        periods = self._number_periods(wanted)
        minutes = self._sum_month_hours_sudo(periods)
        supplements = self._sum_supplements_sudo(wanted)
        activities = self._sum_month_activities_sudo(periods)
        counts = self._count_month_records_sudo(periods)
        people = self._count_registered_sudo(periods)
        heads, staff = self._count_month_staff_sudo(periods)
        figures = {}
        for company, month in wanted:
            figures[company, month] = values = {key: {} for key in KEYS}
            for column, (since, until) in periods_of(month).items():
                place = company.id, since, until
                found = {
                    **activities.get(place, {}),
                    **counts[place],
                    **self._read_hours(minutes.get(place, {}), heads[place]),
                    **self._read_people(people.get(place, {}), staff[place]),
                }
                for key in KEYS:
                    values[key][column] = found.get(key, 0)
            for key in STOCKS:
                # As on the last day; the year has no other.
                values[key]["year"] = values[key]["month"]
            values["hours_supplement"] = supplements[company, month]
        return figures

    @api.model
    def _number_periods(self, wanted):
        """Return ``{(company id, first day, last day): number}`` of all columns."""
        periods = {}
        for company, month in wanted:
            for since, until in periods_of(month).values():
                periods.setdefault((company.id, since, until), len(periods))
        return periods

    @api.model
    def _sql_month_periods(self, periods):
        return SQL(", ").join(
            SQL("(%s, %s, %s::date, %s::date)", number, *place)
            for place, number in periods.items()
        )

    @api.model
    def _read_hours(self, found, person_days):
        recorded = found.get("proven", 0) + found.get("claimed", 0)
        since, until, days = person_days
        return {
            "person_times": found.get("times", 0),
            "person_times_party": found.get("times_party", 0),
            "hours_recorded": hours(recorded),
            "hours_proven": hours(found.get("proven", 0)),
            "hours_claimed": hours(found.get("claimed", 0)),
            "hours_pending": hours(found.get("pending", 0)),
            "hours_per_head": hours_a_head(
                found.get("staff", 0), days, max((until - since).days + 1, 1)
            ),
        }

    # ------------------------------------------------------------------
    # Activities and other records
    # ------------------------------------------------------------------

    @api.model
    def _sum_month_activities_sudo(self, periods):
        """Return ``{(company id, from, until): {key: number}}`` of activities held."""
        self.env["volunteer.activity"].flush_model(
            ["company_id", "date", "people_served", "state", "venue"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, a.venue, COUNT(*), COALESCE(SUM(a.people_served), 0)
                  FROM (VALUES %s) AS p (id, company_id, since, until)
                  JOIN volunteer_activity a ON a.company_id = p.company_id
                   AND a.date BETWEEN p.since AND p.until
                 WHERE a.state = 'done'
              GROUP BY p.id, a.venue
                """,
                self._sql_month_periods(periods),
            )
        )
        places = {number: place for place, number in periods.items()}
        figures = defaultdict(lambda: defaultdict(int))
        for number, venue, count, served in rows:
            values = figures[places[number]]
            values["activities"] += count
            values[f"activities_{venue}"] += count
            values["people_served"] += served
        return figures

    @api.model
    def _count_month_records_sudo(self, periods):
        """Return ``{(company id, from, until): {key: number}}``, one query a key."""
        figures = {place: {} for place in periods}
        places = {number: place for place, number in periods.items()}
        for key, model, name, condition in COUNTED:
            self.env[model].flush_model()
            for number, count in self.env.execute_query(
                SQL(
                    """
                    SELECT p.id, COUNT(*)
                      FROM (VALUES %(periods)s) AS p (id, unit, since, until)
                      JOIN %(table)s r ON r.company_id = p.unit
                       AND r.%(name)s BETWEEN p.since AND p.until
                     WHERE %(condition)s
                  GROUP BY p.id
                    """,
                    periods=self._sql_month_periods(periods),
                    table=SQL.identifier(self.env[model]._table),
                    name=SQL.identifier(name),
                    condition=SQL(condition),
                )
            ):
                figures[places[number]][key] = count
        return figures
