from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.service_time import (
    LOAD_PART,
    Version,
    count_days,
    prorate,
    spans_of_service,
    unite,
)


class Person(NamedTuple):
    """A volunteer record; ``kept`` is the id of the one it was merged into, or its."""

    id: int
    kept: int
    unit: int
    since: date | None
    until: date | None


class Job(NamedTuple):
    """An employee record, and the volunteer record it names."""

    id: int
    unit: int
    person: int | None


class VolunteerTarget(models.Model):
    """Who was in service on which days, and what that makes of a personal aim."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_personal_aims_sudo(
        self, date_from, date_to, employees, volunteers, spans=None
    ):
        """Return how many hours each person is expected to serve in a period.

        The unit's aim a year, or the person's own target where there is one, prorated
        by the days in service within the period, exempt days left out (domain rules,
        section 7). Who has no aim has 0. Takes the same few queries however many are
        asked for.

        :param date date_from: first day
        :param date date_to: last day
        :param employees: ``hr.employee``, archived ones too; each employment is its own
        :param volunteers: ``volunteer.volunteer``; staff among them by all their
            employments, others from their registration until they leave
        :param dict spans: what ``_read_spans_sudo`` said of some employees before
        :return: ``{("employee" | "volunteer", id): hours, rounded to the cent}``
        """
        people = self._read_people_sudo(employees.ids, volunteers.ids)
        jobs = self._read_jobs_sudo(employees.ids, list(people))
        kept_by_id = {person.id: person.kept for person in people.values()}
        own = self._read_own_aims_sudo(kept_by_id, date_from, date_to)
        units = {
            unit.id: (unit.volunteer_personal_aim, unit.volunteer_personal_aim_others)
            for unit in self.env["res.company"]
            .sudo()
            .browse({one.unit for one in [*jobs, *people.values()]})
        }
        aims = {("employee", employee_id): 0.0 for employee_id in employees.ids}
        aims.update(
            (("volunteer", volunteer_id), 0.0) for volunteer_id in volunteers.ids
        )
        if not any(own.values()) and not any(map(any, units.values())):
            # Nothing to prorate, as on the page of most who are not staff.
            return aims
        known = spans or {}
        spans = {
            **known,
            **self._read_service_spans_sudo(
                [job.id for job in jobs if job.id not in known]
            ),
        }
        holes = self._read_exemptions_sudo(
            [job.id for job in jobs], list(people), date_from, date_to
        )
        records, jobs_of = defaultdict(list), defaultdict(list)
        for person in people.values():
            records[person.kept].append(person)
        for job in jobs:
            if job.person:
                jobs_of[kept_by_id[job.person]].append(job)
        period = (date_from, date_to)
        asked = set(employees.ids)
        for job in jobs:
            if job.id in asked:
                kept = kept_by_id.get(job.person)
                aims["employee", job.id] = self._prorate_sudo(
                    own.get(kept, units[job.unit][0]),
                    [span[:2] for span in spans.get(job.id, ())],
                    [
                        *holes.get(("employee", job.id), ()),
                        *holes.get(("volunteer", kept), ()),
                    ],
                    period,
                )
        for volunteer_id in volunteers.ids:
            kept = kept_by_id[volunteer_id]
            same = records[kept]
            own_jobs = jobs_of.get(kept, ())
            keys = [("volunteer", one.id) for one in same]
            keys += [("employee", job.id) for job in own_jobs]
            away = [hole for key in keys for hole in holes.get(key, ())]
            if own_jobs:
                served = [
                    span[:2] for job in own_jobs for span in spans.get(job.id, ())
                ]
                aim = units[own_jobs[-1].unit][0]
            else:
                since = min((one.since for one in same if one.since), default=None)
                until = people[kept].until or date.max
                served = [(since, until)] if since else []
                aim = units[people[kept].unit][1]
            aims["volunteer", volunteer_id] = self._prorate_sudo(
                own.get(kept, aim), served, away, period
            )
        return aims

    @api.model
    def _read_people_sudo(self, employee_ids, volunteer_ids):
        """Return ``{volunteer id: Person}`` of these and all their duplicates.

        By statements, as are jobs below: whole hospitals are asked for at once.
        """
        self.env["hr.employee"].flush_model(["company_id", "volunteer_id", "name"])
        self.env["volunteer.volunteer"].flush_model(
            ["merged_into_id", "company_id", "date_registered", "date_left"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, COALESCE(merged_into_id, id), company_id, date_registered,
                       date_left
                  FROM volunteer_volunteer
                 WHERE COALESCE(merged_into_id, id) IN (
                       SELECT COALESCE(asked.merged_into_id, asked.id)
                         FROM volunteer_volunteer asked
                        WHERE asked.id = ANY(%s)
                           OR asked.id IN (SELECT volunteer_id FROM hr_employee
                                            WHERE id = ANY(%s)))
                """,
                list(volunteer_ids),
                list(employee_ids),
            )
        )
        return {row[0]: Person(*row) for row in rows}

    @api.model
    def _read_jobs_sudo(self, employee_ids, volunteer_ids):
        """Return the jobs of these employees and people, archived ones too."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, company_id, volunteer_id FROM hr_employee
                 WHERE id = ANY(%s) OR volunteer_id = ANY(%s) ORDER BY name, id
                """,
                list(employee_ids),
                list(volunteer_ids),
            )
        )
        return [Job(*row) for row in rows]

    @api.model
    def _prorate_sudo(self, aim, served, away, period):
        return prorate(aim or 0, count_days(served, *period, away), *period)

    @api.model
    def _read_own_aims_sudo(self, kept_by_id, date_from, date_to):
        """Return ``{canonical volunteer id: hours a year}`` of own targets.

        :param dict kept_by_id: canonical ids by volunteer id
        """
        aims = {}
        for target in (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("scope", "=", "person"),
                    ("metric", "=", "hours"),
                    ("volunteer_id", "in", list(kept_by_id)),
                    ("date_from", "<=", date_to),
                    ("date_to", ">=", date_from),
                ],
                order="date_from, id",
            )
        ):
            aims[kept_by_id[target.volunteer_id.id]] = target.value
        return aims

    @api.model
    def _read_service_spans_sudo(self, employee_ids):
        """Return ``{employee id: [(first day, last day, department id)]}``."""
        if not employee_ids:
            return defaultdict(list)
        return self._read_spans_sudo(SQL("e.id IN %s", tuple(employee_ids)))[0]

    @api.model
    def _read_staff_spans_sudo(self, company_ids):
        """Return the same of all staff of these units, and ``{employee id: unit id}``.

        Archived employees whose last day nobody noted are left out.
        """
        return self._read_spans_sudo(
            SQL(
                """
                e.company_id IN %s AND (e.active OR EXISTS (
                    SELECT FROM hr_version gone
                     WHERE gone.employee_id = e.id AND gone.active
                       AND num_nonnulls(gone.departure_date, gone.contract_date_end) > 0
                ))
                """,
                tuple(company_ids) or (0,),
            )
        )

    @api.model
    def _read_spans_sudo(self, condition):
        self.env["hr.employee"].flush_model(["company_id", "active"])
        self.env["hr.version"].flush_model(
            [
                "employee_id",
                "date_version",
                "department_id",
                "departure_date",
                "contract_date_start",
                "contract_date_end",
                "active",
            ]
        )
        versions, unit_of = defaultdict(list), {}
        for employee_id, unit_id, *row in self.env.execute_query(
            SQL(
                """
                WITH typed AS (
                    SELECT company_id, create_date::date AS day, COUNT(*) AS many
                      FROM hr_employee
                  GROUP BY 1, 2
                ), grown AS (
                    SELECT *, SUM(many) OVER (
                               PARTITION BY company_id ORDER BY day) AS there
                      FROM typed
                ), loads AS (
                    SELECT company_id, day,
                           MAX(day) FILTER (WHERE many * %(part)s >= there - many)
                               OVER (PARTITION BY company_id ORDER BY day) AS loaded
                      FROM grown
                )
                SELECT e.id, e.company_id, hv.date_version, hv.departure_date,
                       hv.contract_date_start, hv.contract_date_end,
                       hv.department_id, hv.create_date::date, loads.loaded
                  FROM hr_employee e
                  JOIN hr_version hv ON hv.employee_id = e.id AND hv.active
             LEFT JOIN loads ON loads.company_id = e.company_id
                   AND loads.day = e.create_date::date
                 WHERE %(condition)s
                """,
                part=LOAD_PART,
                condition=condition,
            )
        ):
            unit_of[employee_id] = unit_id
            versions[employee_id].append(Version(*row))
        spans = defaultdict(list)
        for employee_id, rows in versions.items():
            spans[employee_id] = spans_of_service(rows)
        return spans, unit_of

    @api.model
    def _read_exemptions_sudo(self, employee_ids, volunteer_ids, date_from, date_to):
        """Return ``{("employee" | "volunteer", id): [(first day, last day)]}``."""
        holes = defaultdict(list)
        for exemption in (
            self.env["volunteer.target.exemption"]
            .sudo()
            .search_fetch(
                [
                    "|",
                    ("employee_id", "in", list(employee_ids)),
                    ("volunteer_id", "in", list(volunteer_ids)),
                    ("date_from", "<=", date_to),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", date_from),
                ],
                ["employee_id", "volunteer_id", "date_from", "date_to"],
            )
        ):
            key = (
                ("employee", exemption.employee_id.id)
                if exemption.employee_id
                else ("volunteer", exemption.volunteer_id.id)
            )
            holes[key].append((exemption.date_from, exemption.date_to or date.max))
        for key, spans in holes.items():
            holes[key] = unite(spans)
        return holes

    @api.model
    def _get_year_progress_sudo(self, volunteer):
        """Return the bar of a volunteer's year, or nothing without an aim.

        :param volunteer: one record, whose hours the caller may see
        :return: ``{"done": "41", "aim": "25", "percent": 100, "reached": True}``
        """
        volunteer = volunteer.sudo()
        kept = volunteer.merged_into_id or volunteer
        unit = kept.employee_ids[-1:].company_id or kept.company_id
        year = unit._get_volunteer_today().year
        aim = self._get_personal_aims_sudo(
            date(year, 1, 1), date(year, 12, 31), self.env["hr.employee"], kept
        )["volunteer", kept.id]
        if not aim:
            return None
        done = kept.hours_year
        return {
            "done": f"{done:.2f}".rstrip("0").rstrip("."),
            "aim": f"{aim:.2f}".rstrip("0").rstrip("."),
            "percent": max(0, min(100, int(100 * done / aim))),
            "reached": round(done, 2) >= aim,
        }
