"""Batch create: service hours beside timesheet lines and attendances."""

from datetime import datetime, time

import report
from hospital import spread
from measure import Case

OURS, TIMESHEETS, ATTENDANCES = (
    "create volunteer.hour",
    "create timesheet lines",
    "create hr.attendance",
)
ROWS = dict.fromkeys((OURS, TIMESHEETS, ATTENDANCES), 10_000)
SMOKE_ROWS = {OURS: 1_000, TIMESHEETS: 200, ATTENDANCES: 20}


def checks(results):
    """Return what was promised of these results."""
    ours = results[OURS]
    return [
        report.times_as_fast(
            "create: as fast as timesheet lines", ours, results[TIMESHEETS], 2.5
        ),
        report.times_as_fast(
            "create: as fast as attendances", ours, results[ATTENDANCES], 2
        ),
        report.queries("create: queries a row", ours, 0.05),
    ]


def hours_values(hospital):
    """Return what prepares the values of service hours: with clock times, imported."""

    def prepare(env, count):
        return [
            {
                "volunteer_id": volunteer_id,
                "project_id": hospital.project.id,
                "date": day,
                # In the evening: who serves in working time is asked about it.
                "start": datetime.combine(day, time(11)),
                "stop": datetime.combine(day, time(13)),
                "minutes": 120,
                "source": "import",
            }
            for volunteer_id, day in spread(hospital.volunteers.ids, count)
        ]

    return prepare


def create(model, user):
    """Return what creates given values as a user with the ordinary rights."""
    return lambda env, given: env[model].with_user(user.id).create(given)


def cases(env, hospital, rows):
    """Return the three sides; ``rows`` is ``{name: number of lines}``."""

    def prepare_timesheets(env, count):
        return [
            {
                "employee_id": employee_id,
                "project_id": hospital.timesheet_project.id,
                "date": day,
                "name": "Bench",
                "unit_amount": 2,
            }
            for employee_id, day in spread(hospital.staff.ids, count)
        ]

    def prepare_attendances(env, count):
        return [
            {
                "employee_id": employee_id,
                "check_in": datetime.combine(day, time(1)),
                "check_out": datetime.combine(day, time(3)),
            }
            for employee_id, day in spread(hospital.staff.ids, count)
        ]

    return [
        Case(name, rows[name], prepare, create(model, hospital.officer), (table,))
        for name, prepare, model, table in (
            (OURS, hours_values(hospital), "volunteer.hour", "volunteer_hour"),
            (
                TIMESHEETS,
                prepare_timesheets,
                "account.analytic.line",
                "account_analytic_line",
            ),
            (ATTENDANCES, prepare_attendances, "hr.attendance", "hr_attendance"),
        )
    ]
