"""The manager's screen in a unit where very many lines wait for others."""

from datetime import date, datetime, time, timedelta

import ledger
import report
import screen
from measure import Case

OURS, ROOT = "open what waits for me", "the same rows as superuser"
ROWS = {OURS: 1, ROOT: 1}
SMOKE_ROWS = ROWS
MINE, OTHERS = 2_000, 98_000
SMOKE_MINE, SMOKE_OTHERS = 200, 1_800
#: An activity of ten people; the web client unfolds the first ten groups.
PEOPLE, UNFOLDED = 10, 10
# Years in which nobody serves elsewhere in this database.
FIRST_DAY, FIRST_DAY_OF_OTHERS = date(1990, 1, 1), date(1992, 1, 1)
scanned = {}


def checks(results):
    """Return what was promised of these results."""
    ours, root = results[OURS], results[ROOT]
    return [
        report.queries("queue: queries to open the screen", ours, 25),
        report.at_most(
            "queue: lines read by scans", max(scanned.values(), default=0), 0
        ),
        report.Check(
            "queue: time, of the same call as superuser",
            1 / ours.times_as_fast_as(root),
            2,
            at_least=False,
            timed=True,
        ),
    ]


def cases(env, hospital, rows):
    """Return both sides; the lines are made once and committed."""
    leader = hospital.leader
    _fill(env, hospital)
    mine = [("state", "=", "submitted"), ("approver_id", "=", leader.id)]
    sides = {
        OURS: (leader.id, [("my_turn", "=", True)]),
        ROOT: (1, mine),
    }
    opened = {name: _open_queue(*side) for name, side in sides.items()}
    scanned.update(
        screen.count_scanned(
            env, "volunteer_(hour|approval)$", lambda: opened[OURS](env, None)
        )
    )
    return [
        Case(name, rows[name], lambda env, count: None, run)
        for name, run in opened.items()
    ]


def _open_queue(user_id, domain):
    """Return what the web client calls when somebody opens the queue."""

    def run(env, _given):
        lines = env["volunteer.hour"].with_user(user_id)
        view = env.ref("volunteer_hours.volunteer_hour_view_list_waiting")
        groups = screen.open_groups(lines, domain, "activity_id", view.id)
        shown = [len(group["__records"]) for group in groups if "__records" in group]
        if shown != [PEOPLE] * UNFOLDED:
            raise AssertionError(f"{shown} lines are shown")

    return run


def _fill(env, hospital):
    """Let lines wait for the leader and for everybody else, and commit."""
    smoke = hospital.smoke
    count = {
        hospital.leader: (SMOKE_MINE if smoke else MINE, FIRST_DAY),
        hospital.officer: (
            SMOKE_OTHERS if smoke else OTHERS,
            FIRST_DAY_OF_OTHERS,
        ),
    }
    for user, (lines, first) in count.items():
        ledger.insert(env, hospital, lines, first, "submitted", approver=user)
    _give_activities(env, hospital)
    env.cr.execute(
        """
        INSERT INTO volunteer_approval (hour_id, sequence, approver_id, state)
        SELECT id, 1, approver_id, 'pending' FROM volunteer_hour
         WHERE state = 'submitted'
        """
    )
    env.cr.commit()
    env.cr.execute("ANALYZE volunteer_hour, volunteer_approval")
    env.cr.commit()


def _give_activities(env, hospital):
    """Put the leader's lines into activities of ten people each."""
    env.cr.execute(
        "SELECT id FROM volunteer_hour WHERE approver_id = %s ORDER BY date, id",
        (hospital.leader.id,),
    )
    ids = [line_id for (line_id,) in env.cr.fetchall()]
    start = datetime.combine(FIRST_DAY, time(9))
    activities = env["volunteer.activity"].create(
        [
            {
                "name": f"Bench {number}",
                "project_id": hospital.project.id,
                "start": start,
                "stop": start + timedelta(hours=2),
            }
            for number in range(len(ids) // PEOPLE)
        ]
    )
    env.cr.flush()
    env.cr.execute(
        """
        UPDATE volunteer_hour h SET activity_id = given.activity
          FROM unnest(%s, %s) AS given(line, activity) WHERE h.id = given.line
        """,
        (ids, [activities[place // PEOPLE].id for place in range(len(ids))]),
    )
