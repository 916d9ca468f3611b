from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...tools.working_time import Slot, WorkWeek, to_periods, without


class HrEmployee(models.Model):
    """When employees work, as far as the hospital's Odoo knows."""

    # One matter a file keeps the files short.
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_work_periods_sudo(self, employee_days):
        """Return when employees work on given days, in four queries for any number.

        On a day with shifts these count, and the schedule does not, nor do public
        holidays; a night shift reaches into the next day. Time off goes before both.

        Schedules are read by the clock of the unit: their own time zone is often left
        as it was at installation. Public holidays and make-up days are those of
        ``volunteer.working.day``; time off is that of Odoo's calendars.

        :param employee_days: iterable of ``(employee id, local date)``
        :return: ``{(employee id, date): [(start, stop)]}``, naive UTC
        """
        pairs = sorted(set(employee_days))
        if not pairs:
            return {}
        days = [day for _employee, day in pairs]
        rows = self._read_schedules_sudo(pairs)
        weeks = self._read_weeks_sudo({row[2] for row in rows if row[2]})
        table = self.env["volunteer.working.day"]._get_table_sudo(min(days), max(days))
        absences, holidays = self._read_absences_sudo(
            {row[3] for row in rows}, min(days), max(days)
        )
        scheduled, result = {}, {}
        for row in rows:
            employee_id, day, calendar_id, resource_id, company_id, tz, *shifts = row
            shifted, starts, stops = ([*part] if part else [] for part in shifts)
            key = (calendar_id, company_id, tz, day)
            if key not in scheduled:
                week = weeks.get(calendar_id, WorkWeek())
                hours = week.get_hours(day, table.get(day))
                closed = [
                    period
                    for of_calendar, of_company, *period in holidays
                    if of_calendar in (None, calendar_id)
                    and of_company in (None, company_id)
                ]
                scheduled[key] = without(to_periods(day, hours, tz), closed)
            periods = [] if any(shifted) else scheduled[key]
            periods = periods + [
                (start, stop)
                for start, stop in zip(starts, stops, strict=True)
                if start
            ]
            if periods and resource_id in absences:
                periods = without(periods, absences[resource_id])
            result[employee_id, day] = periods
        return result

    @api.model
    def _read_schedules_sudo(self, pairs):
        """Read which schedule each employee had on each day.

        A day before the first version takes the first, as in
        ``_get_service_context_sudo``.

        :return: ``[(employee, day, calendar or None, resource, company, tz, which of
            the shifts are of the day itself, their starts, their ends)]``
        """
        self.env["volunteer.shift"].flush_model(
            ["employee_id", "date", "start", "stop"]
        )
        self.flush_model(["resource_id", "company_id"])
        self.env["hr.version"].flush_model(
            ["employee_id", "date_version", "active", "resource_calendar_id"]
        )
        self.env["res.company"].flush_model(["volunteer_tz"])
        return self.env.execute_query(
            SQL(
                """
                SELECT p.employee_id, p.day, v.resource_calendar_id, e.resource_id,
                       e.company_id, c.volunteer_tz, s.shifted, s.starts, s.stops
                  FROM unnest(%s::int[], %s::date[]) AS p(employee_id, day)
                  JOIN hr_employee e ON e.id = p.employee_id
                  JOIN res_company c ON c.id = e.company_id
             LEFT JOIN LATERAL (
                    SELECT resource_calendar_id
                      FROM hr_version
                     WHERE employee_id = p.employee_id AND active
                  ORDER BY date_version <= p.day DESC,
                           abs(date_version - p.day)
                     LIMIT 1
                     ) v ON true
             LEFT JOIN LATERAL (
                    SELECT array_agg(date = p.day) AS shifted,
                           array_agg(start) AS starts, array_agg(stop) AS stops
                      FROM volunteer_shift
                     WHERE employee_id = p.employee_id
                       AND date BETWEEN p.day - 1 AND p.day
                     ) s ON true
                """,
                [employee_id for employee_id, _day in pairs],
                [day for _employee, day in pairs],
            )
        )

    @api.model
    def _read_weeks_sudo(self, calendar_ids):
        """Return ``{calendar id: WorkWeek}``; flexible schedules have no hours."""
        slots = defaultdict(list)
        if not calendar_ids:
            return {}
        for attendance in (
            self.env["resource.calendar.attendance"]
            .sudo()
            .search_fetch(
                [
                    ("calendar_id", "in", list(calendar_ids)),
                    ("calendar_id.flexible_hours", "=", False),
                    ("display_type", "=", False),
                    ("day_period", "!=", "lunch"),
                ],
                ["calendar_id", "dayofweek", "hour_from", "hour_to", "week_type"],
            )
        ):
            parity = attendance.week_type
            slots[attendance.calendar_id.id].append(
                Slot(
                    int(attendance.dayofweek),
                    attendance.hour_from,
                    attendance.hour_to,
                    int(parity) if parity else None,
                )
            )
        return {calendar_id: WorkWeek(found) for calendar_id, found in slots.items()}

    @api.model
    def _read_absences_sudo(self, resource_ids, first, last):
        """Return time off between two dates, of people and of everybody.

        :return: ``({resource id: [(start, stop)]},
            [(calendar id or None, company id or None, start, stop)])``
        """
        people, everybody = defaultdict(list), []
        for leave in (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search_fetch(
                [
                    ("resource_id", "in", [False, *resource_ids]),
                    ("time_type", "=", "leave"),
                    # A day of leeway for the time zone.
                    ("date_from", "<", last + timedelta(days=2)),
                    ("date_to", ">", first - timedelta(days=1)),
                ],
                ["resource_id", "calendar_id", "company_id", "date_from", "date_to"],
            )
        ):
            period = (leave.date_from, leave.date_to)
            if leave.resource_id:
                people[leave.resource_id.id].append(period)
            else:
                everybody.append(
                    (leave.calendar_id.id or None, leave.company_id.id or None, *period)
                )
        return people, everybody
