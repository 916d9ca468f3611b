"""A year of 12 activities a day from series, beside Odoo's recurring events."""

from datetime import timedelta

import report
from measure import Case

OURS, EVENTS = "make volunteer.activity by series", "create recurring calendar.event"
A_DAY = 12
ROWS = {OURS: A_DAY * 365, EVENTS: A_DAY * 30}
SMOKE_ROWS = {OURS: A_DAY * 10, EVENTS: A_DAY * 2}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def checks(results):
    """Return what was promised of these results."""
    ours = results[OURS]
    return [
        report.queries("series: queries an activity", ours, 0.5),
        report.times_as_fast(
            "series: as fast as recurring events", ours, results[EVENTS], 1
        ),
    ]


def cases(_env, hospital, rows):
    """Return the two sides; ``rows`` is ``{name: number of activities}``."""
    # Of the unit: what begins today may be over already.
    today = hospital.project.company_id._get_volunteer_today()
    tomorrow = today + timedelta(days=1)

    def prepare_series(env, count):
        posts = env["volunteer.post"].create([{"name": "Guide"}, {"name": "Escort"}])
        series = env["volunteer.series"].create(
            [
                {
                    "name": f"Bench {number}",
                    "project_id": hospital.project.id,
                    "team_id": hospital.team.id,
                    "start_hour": 7 + number,
                    "stop_hour": 8 + number,
                    "date_from": tomorrow,
                    "date_to": tomorrow + timedelta(days=max(1, count // A_DAY) - 1),
                    "day_rule": "all",
                    "need_ids": [
                        (0, 0, {"post_id": post.id, "seats": 2}) for post in posts
                    ],
                    **dict.fromkeys(WEEKDAYS, True),
                }
                for number in range(A_DAY)
            ]
        )
        series.state = "running"
        return series

    def make_activities(env, series):
        made = series.with_env(env).with_user(hospital.officer.id).action_generate_all()
        days = (series[0].date_to - series[0].date_from).days + 1
        assert len(made) == A_DAY * days, len(made)

    def prepare_events(_env, count):
        # Without attendees, who would cost invitations.
        return [
            {
                "name": f"Bench {number}",
                "start": f"{tomorrow} {number:02d}:00:00",
                "stop": f"{tomorrow} {number + 1:02d}:00:00",
                "partner_ids": [(5,)],
                "recurrency": True,
                "rrule_type": "daily",
                "interval": 1,
                "end_type": "count",
                "count": max(1, count // A_DAY),
            }
            for number in range(A_DAY)
        ]

    def create_events(env, given):
        Event = env["calendar.event"].with_user(hospital.officer.id)
        Event.with_context(no_mail_to_attendees=True, dont_notify=True).create(given)

    return [
        Case(
            OURS,
            rows[OURS],
            prepare_series,
            make_activities,
            ("volunteer_activity", "volunteer_activity_slot"),
        ),
        Case(EVENTS, rows[EVENTS], prepare_events, create_events, ("calendar_event",)),
    ]
