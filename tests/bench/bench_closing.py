"""Closing a notice: numbers, digests and the chain, beside an update of the rows."""

from datetime import date

import ledger
import report
from measure import Case

OURS, OURS_SMALL, BARE = (
    "close a notice",
    "close a notice, a tenth",
    "update the same rows by SQL",
)
ROWS = {OURS: 100_000, BARE: 100_000, OURS_SMALL: 10_000}
SMOKE_ROWS = {OURS: 5_000, BARE: 5_000, OURS_SMALL: 500}
FIRST_DAY = date(2010, 1, 1)
# A page of lines, and noise of the allocator.
FLAT_MEGABYTES = 20


def checks(results):
    """Return what was promised of these results."""
    ours, small, bare = results[OURS], results[OURS_SMALL], results[BARE]
    more = (ours.growth - small.growth) / report.MEGABYTE
    return [
        report.Check(
            "closing: time, of a bare update's",
            1 / ours.times_as_fast_as(bare),
            3,
            at_least=False,
            timed=True,
        ),
        report.Check(
            "closing: MB more for ten times the lines", more, FLAT_MEGABYTES, False
        ),
        report.queries("closing: queries a line", ours, 0.02),
    ]


def cases(_env, hospital, rows):
    """Return the sides; a row is a published line."""

    def prepare(env, count):
        notice = env["volunteer.notice"].create({"name": "Bench"})
        ledger.insert(env, hospital, count, FIRST_DAY, "published", notice=notice)
        env.cr.execute(
            "UPDATE volunteer_notice SET state = 'published', published_on = %s, "
            "closes_on = %s WHERE id = %s",
            (FIRST_DAY, FIRST_DAY, notice.id),
        )
        env.cr.execute("ANALYZE volunteer_hour")
        env.invalidate_all()
        return notice

    def close(env, notice):
        notice.with_user(hospital.officer).action_close()
        if notice.state == "closing":
            # What the scheduled action does, without its commits.
            notice._record_sudo()
        assert notice.state == "closed", notice.state

    def update(env, notice):
        env.cr.execute(
            """
            UPDATE volunteer_hour h
               SET state = 'recorded', ledger_no = 5000000 + n.no, digest = n.digest,
                   digest_version = 1, salt = n.digest, points = h.minutes
              FROM (SELECT id, row_number() OVER (ORDER BY date, id) AS no,
                           md5(id::text) AS digest
                      FROM volunteer_hour WHERE notice_id = %s) AS n
             WHERE h.id = n.id
            """,
            (notice.id,),
        )

    return [
        Case(name, rows[name], prepare, run, ("volunteer_hour",))
        for name, run in ((OURS, close), (BARE, update), (OURS_SMALL, close))
    ]
