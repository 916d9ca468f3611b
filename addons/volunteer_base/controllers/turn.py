"""Many people press the same button at the same moment: the losers queue up.

Odoo repeats a request that lost a race after a random time, and gives up after five
tries. Where fifty people want one post, that is too few. Whoever loses here waits for
the turn instead, and then tries with nobody in between but newcomers.
"""

from contextlib import contextmanager

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

#: Newcomers try without a turn, and may win once or twice more.
TRIES = 10
LONGEST_WAIT = "20s"


def attempt_in_turn(env, name, method):
    """Call ``method``; where it loses a race, once more when it is its turn.

    A lost race undoes the whole transaction: nothing may have been written before.

    :param str name: who shares it, takes turns
    :raise OperationalError: even then it lost, or its turn did not come for long
    """
    cr = env.cr
    try:
        with cr.savepoint():
            return method()
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        cr.rollback()
    with _turn(cr, name):
        for number in range(1, TRIES + 1):
            try:
                with cr.savepoint():
                    result = method()
                # Before the next one's turn, so that it sees what was done.
                cr.commit()  # pylint: disable=invalid-commit
                return result
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                cr.rollback()
                if number == TRIES:
                    raise


@contextmanager
def _turn(cr, name):
    """Hold a lock of the session, which outlives the transaction it was taken in.

    A transaction sees what was there when it began: the one that waited ends, so that
    the next sees what the others have done meanwhile.
    """
    cr.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
    cr.execute(
        "SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name], log_exceptions=False
    )
    try:
        cr.rollback()
        yield
    finally:
        # What is not committed by now is refused or lost.
        cr.rollback()
        cr.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])
