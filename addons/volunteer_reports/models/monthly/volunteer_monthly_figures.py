from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL

from ...tools.monthly import (
    KEYS,
    STOCKS,
    hours,
    hours_a_head,
    periods_of,
    share,
)

#: Of volunteers who have agreed: a suspended employee still counts as registered.
REGISTERED = ("trial", "registered", "suspended")
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

    @api.model
    def _read_people(self, found, staff):
        """Return the figures of those registered on a day; staff is a set."""
        return {
            "volunteers": sum(found.get("kinds", {}).values()),
            "volunteers_staff": found.get("kinds", {}).get("staff", 0),
            "volunteers_contract": found.get("kinds", {}).get("contract", 0),
            "volunteers_community": found.get("kinds", {}).get("community", 0),
            "volunteers_party": found.get("party", 0),
            "staff_rate": share(len(staff & found.get("jobs", set())), len(staff)),
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

    # ------------------------------------------------------------------
    # People, as they stood on the last day
    # ------------------------------------------------------------------

    @api.model
    def _sql_is_party(self):
        """Return whether volunteer ``v`` is a party member; joins ``i``, ``b``, ``c``.

        As on file now, as ``volunteer.branch.member`` reads it.
        """
        return SQL(
            """
            COALESCE(CASE WHEN c.code IS NULL
                          THEN b.kind = 'party' AND i.party_applicant IS NOT TRUE
                          ELSE c.code IN ('01', '02') END, FALSE)
            """
        )

    @api.model
    def _sql_party_joins(self, volunteer):
        return SQL(
            """
            LEFT JOIN volunteer_branch b ON b.id = %(volunteer)s.branch_id
            LEFT JOIN volunteer_identity i ON i.volunteer_id = %(volunteer)s.id
            LEFT JOIN volunteer_code c ON c.id = i.political_status_id
                  AND c.code_table = 'political_status'
            """,
            volunteer=SQL.identifier(volunteer),
        )

    @api.model
    def _count_registered_sudo(self, periods):
        """Return who was registered at the end of periods.

        :return: ``{(company id, from, until): {"kinds": {kind: number}, "party":
            number, "jobs": ids of the employees among them}}``
        """
        for model in (
            "volunteer.volunteer",
            "volunteer.life.event",
            "volunteer.identity",
            "volunteer.branch",
            "volunteer.code",
        ):
            self.env[model].flush_model()
        self.env["hr.employee"].flush_model(["volunteer_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id,
                       CASE WHEN v.kind <> 'staff' THEN 'community'
                            WHEN v.is_contract THEN 'contract'
                            ELSE 'staff' END,
                       COUNT(*), COUNT(*) FILTER (WHERE %(party)s),
                       ARRAY_AGG(jobs.ids) FILTER (WHERE jobs.ids IS NOT NULL)
                  FROM (VALUES %(days)s) AS p (id, company_id, day, moment)
                  JOIN volunteer_volunteer v ON v.company_id = p.company_id
                   AND v.merged_into_id IS NULL
                   AND LEAST(COALESCE(v.date_registered, v.create_date::date),
                             v.create_date::date) <= p.day
             LEFT JOIN LATERAL (
                       SELECT e.id, e.state_from
                         FROM volunteer_life_event e
                        WHERE e.volunteer_id = v.id AND e.date >= p.moment
                     ORDER BY e.date, e.id
                        LIMIT 1) later ON TRUE
             LEFT JOIN LATERAL (
                       SELECT STRING_AGG(job.id::text, ',') AS ids
                         FROM volunteer_volunteer own
                         JOIN hr_employee job ON job.volunteer_id = own.id
                        WHERE own.id = v.id OR own.merged_into_id = v.id) jobs ON TRUE
                %(joins)s
                 WHERE (v.active OR later.id IS NOT NULL)
                   AND CASE WHEN later.id IS NULL THEN v.state
                            ELSE later.state_from END IN %(registered)s
              GROUP BY 1, 2
                """,
                party=self._sql_is_party(),
                joins=self._sql_party_joins("v"),
                days=self._sql_last_moments(periods),
                registered=REGISTERED,
            )
        )
        places = {number: place for place, number in periods.items()}
        found = {}
        for number, kind, count, party, jobs in rows:
            values = found.setdefault(
                places[number], {"kinds": {}, "party": 0, "jobs": set()}
            )
            values["kinds"][kind] = count
            values["party"] += party
            for ids in jobs or ():
                values["jobs"].update(map(int, ids.split(",")))
        return found

    @api.model
    def _sql_last_moments(self, periods):
        """Return the last day of each period and the moment it ends in its unit."""
        units = self.env["res.company"].sudo().browse({place[0] for place in periods})
        zones = {unit.id: ZoneInfo(unit.volunteer_tz) for unit in units}
        rows = []
        for (unit, _since, until), number in periods.items():
            midnight = datetime.combine(until + timedelta(days=1), time(), zones[unit])
            moment = midnight.astimezone(UTC).replace(tzinfo=None)
            rows.append(
                SQL("(%s, %s, %s::date, %s::timestamp)", number, unit, until, moment)
            )
        return SQL(", ").join(rows)

    @api.model
    def _count_month_staff_sudo(self, periods):
        """Return days in service of all staff, and who is staff on the last day.

        :return: ``{place: (from, until, days)}``, until today at most, and ``{place:
            ids of employees}``
        """
        Target = self.env["volunteer.target"]
        units = self.env["res.company"].sudo().browse({place[0] for place in periods})
        spans, unit_of = Target._read_staff_spans_sudo(units.ids)
        away = Target._read_absences_sudo()
        today = {unit.id: unit._get_volunteer_today() for unit in units}
        jobs_of = defaultdict(list)
        for job, unit in unit_of.items():
            jobs_of[unit].append(job)
        days, heads, staff = {}, {}, {}
        for place in periods:
            unit, since, until = place
            until = min(until, today[unit])
            if (since, until) not in days:
                days[since, until] = (
                    Target._add_staff_days(spans, unit_of, away, (since, until))
                    if since <= until
                    else {}
                )
            heads[place] = since, until, days[since, until].get(("company", unit), 0)
            staff[place] = {
                job
                for job in jobs_of[unit]
                if any(begin <= until <= end for begin, end, *_rest in spans[job])
            }
        return heads, staff
