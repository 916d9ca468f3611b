"""Measuring one thing: rows, seconds, queries, memory and stolen CPU of one run.

Every run is a forked process with its own transaction, rolled back at its end. So all
start from the same warm registry, none leaves a row behind, and the peak memory of one
says nothing about the next.
"""

import ctypes
import gc
import json
import os
import re
import statistics
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from odoo import api, sql_db

ROUNDS = 3
MAX_STOLEN = 0.05
MAX_ATTEMPTS = 4
WARM_ROWS = 20


class RunFailed(Exception):
    """A run ended with an error, which it has printed."""


class Case(NamedTuple):
    """One side of a comparison."""

    name: str
    rows: int
    #: ``prepare(env, rows)`` makes, unmeasured, what ``run(env, given)`` then works on.
    prepare: Callable
    run: Callable
    #: Tables to vacuum before each run: rolled-back rows stay in them as dead ones.
    tables: tuple = ()


class Run(NamedTuple):
    rows: int
    seconds: float
    queries: int
    growth: int
    stolen: float

    @property
    def per_row(self):
        return self.seconds / self.rows


class Result(NamedTuple):
    """The runs of one case, with their medians."""

    name: str
    runs: list

    @property
    def rows(self):
        return self.runs[0].rows

    @property
    def speed(self):
        """Rows a second."""
        return statistics.median(run.rows / run.seconds for run in self.runs)

    @property
    def queries(self):
        """Queries a row."""
        return statistics.median(run.queries / run.rows for run in self.runs)

    @property
    def growth(self):
        """Peak memory above the start, in bytes."""
        return statistics.median(run.growth for run in self.runs)

    @property
    def stolen(self):
        return max(run.stolen for run in self.runs)

    def times_as_fast_as(self, other):
        """Return the median over the rounds of how many times faster a row was here.

        Both sides of a round ran one after the other, so what else the machine did
        weighs on both.
        """
        pairs = zip(self.runs, other.runs, strict=True)
        return statistics.median(theirs.per_row / own.per_row for own, theirs in pairs)


def compare(env, cases, rounds=ROUNDS):
    """Run cases in turn, A B A B, and return ``{name: Result}``.

    :raise RunFailed: one of them broke
    """
    results = {case.name: Result(case.name, []) for case in cases}
    for number in range(1, rounds + 1):
        for case in cases:
            run = _run_undisturbed(env, case)
            results[case.name].runs.append(run)
            print(f"  {number}: {run.rows:6} rows, {case.name}", flush=True)
    return results


def _run_undisturbed(env, case):
    """Repeat a run while others took the CPU; the least disturbed one counts."""
    runs = []
    for _attempt in range(MAX_ATTEMPTS):
        if runs:
            print(f"  {runs[-1].stolen:.0%} of the CPU was stolen: once more")
        _vacuum(env.cr.dbname, case.tables)
        runs.append(_run_forked(env, case))
        if runs[-1].stolen <= MAX_STOLEN:
            break
    return min(runs, key=lambda run: run.stolen)


def _vacuum(database, tables):
    with closing(sql_db.db_connect(database).cursor()) as cr:
        cr._cnx.autocommit = True
        for table in tables:
            cr.execute(f'VACUUM (ANALYZE) "{table}"')


def _run_forked(env, case):
    _settle_memory()
    reader, writer = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.close(reader)
        _be_child(env, case, writer)
    os.close(writer)
    with os.fdopen(reader) as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    if not answer:
        raise RunFailed(f"“{case.name}” failed: see above.")
    return Run(**json.loads(answer))


def _be_child(env, case, writer):
    """Measure in the child, write the answer, and end without any clean-up.

    The parent's connections are open here too: closing them would close the parent's.
    """
    code = 1
    try:
        run = _measure(_own_environment(env), case)
        os.write(writer, json.dumps(run._asdict()).encode())
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _own_environment(env):
    """Return an environment on a new connection, and keep the parent's untouched."""
    gc.freeze()
    _own_environment.kept = (sql_db._Pool, sql_db._Pool_readonly, env.registry._db)
    sql_db._Pool = sql_db._Pool_readonly = None
    env.registry._db = sql_db.db_connect(env.cr.dbname)
    return api.Environment(env.registry.cursor(), env.uid, env.context)


def _measure(env, case):
    # As on a server that has been up for a while: caches of code and rights are warm.
    case.run(env, case.prepare(env, min(WARM_ROWS, case.rows)))
    env.cr.flush()
    env.cr.rollback()
    env.transaction.reset()
    given = case.prepare(env, case.rows)
    env.cr.flush()
    env.invalidate_all()
    _settle_memory()
    memory, queries, cpu = _reset_peak(), env.cr.sql_log_count, _read_cpu()
    started = time.perf_counter()
    case.run(env, given)
    # Also what waits for the commit: recomputations, tracking messages.
    env.cr.flush()
    seconds = time.perf_counter() - started
    run = Run(
        case.rows,
        seconds,
        env.cr.sql_log_count - queries,
        max(0, _read_status("VmHWM") - memory),
        _stolen_since(cpu),
    )
    env.cr.rollback()
    return run


# ----------------------------------------------------------------------
# The machine (Linux)
# ----------------------------------------------------------------------


def _settle_memory():
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _read_status(name):
    """Return a memory figure of this process in bytes."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE).group(1)) * 1024


def _reset_peak():
    """Start the peak anew at the memory in use, and return that."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _read_status("VmRSS")


def _read_cpu():
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    return [int(ticks) for ticks in first.split()[1:9]]


def _stolen_since(before):
    """Return the share of CPU time that the host gave to others."""
    spent = [now - then for now, then in zip(_read_cpu(), before, strict=True)]
    return spent[7] / max(1, sum(spent))
