from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools import SQL

from ...tools.monthly import share

#: Of volunteers who have agreed: a suspended employee still counts as registered.
REGISTERED = ("trial", "registered", "suspended")


class VolunteerMonthlyReport(models.Model):
    """Who was registered, and who was staff, on the last day of a period."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.monthly.report"  # pylint: disable=consider-merging-classes-inherited

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
                   AND (v.date_registered <= p.day OR v.create_date < p.moment)
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
                   AND (CASE WHEN later.id IS NULL THEN v.state
                             ELSE later.state_from END IN %(registered)s
                        -- Somebody took over the day of an earlier registration, by
                        -- hand or, with nothing before it, from a list.
                        OR v.date_registered <= p.day AND later.id IS NOT NULL
                           AND COALESCE(later.state_from, 'applied') = 'applied')
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
