"""The life of a line in a ledger of 10,000 lines, and in one of a million."""

from datetime import date

import ledger
import measure
import report
from bench_create import create, hours_values

FEW, MANY = "a line's life in a small ledger", "a line's life in a large ledger"
LINES = 1_000
LEDGER = {FEW: 10_000, MANY: 1_000_000}
SMOKE_LEDGER = {FEW: 1_000, MANY: 5_000}
FIRST_DAYS = {FEW: date(1950, 1, 1), MANY: date(1960, 1, 1)}


def checks(results):
    """Return what was promised of these results."""
    few, many = results[FEW], results[MANY]
    # Hours of work lie between the two, so they are not taken in turns.
    few_best = min(run.per_row for run in few.runs)
    many_best = min(run.per_row for run in many.runs)
    return [
        report.Check(
            "growth: time of a line in a million, of that in ten thousand",
            many_best / few_best,
            1.5,
            at_least=False,
            timed=True,
        ),
        report.at_most(
            "growth: queries of a line in a million, of those in ten thousand",
            many.queries / few.queries,
            1.05,
        ),
    ]


def run(env, hospital, name, smoke):
    """Fill the ledger up to its size, and measure lines from creation to record.

    :param str name: :data:`FEW` or :data:`MANY`
    :return: ``{name: Result}``
    """
    wanted = (SMOKE_LEDGER if smoke else LEDGER)[name]
    env.cr.execute("SELECT count(*) FROM volunteer_hour")
    [present] = env.cr.fetchone()
    if wanted > present:
        ledger.record(env, hospital, wanted - present, FIRST_DAYS[name])
        env.cr.commit()
    case = measure.Case(
        name,
        100 if smoke else LINES,
        hours_values(hospital),
        _live(hospital),
        ("volunteer_hour", "volunteer_approval", "volunteer_notice"),
    )
    return measure.compare(env, [case], rounds=1 if smoke else measure.ROUNDS)


def _live(hospital):
    """Return what takes new lines all the way into the ledger."""
    leader, officer = hospital.leader.id, hospital.officer.id
    create_hours = create("volunteer.hour", hospital.officer)

    def live(env, given):
        lines = create_hours(env, given)
        lines.with_user(leader).action_submit()
        lines.with_user(leader).action_approve()
        lines.with_user(officer).action_approve()
        notice = env["volunteer.notice"].with_user(officer).create({"name": "Bench"})
        notice.action_publish()
        env.company.sudo().volunteer_notice_days = 0
        notice.sudo().closes_on = notice.published_on
        notice.action_close()
        env.cr.flush()
        env.invalidate_all()
        assert set(lines.mapped("state")) == {"recorded"}

    return live
