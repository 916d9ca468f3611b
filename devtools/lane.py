"""Stages that run beside the others, by a launcher of their own."""

import contextlib
import os
import re
import subprocess
import sys

from .console import say
from .paths import CHECKOUT, LOGS, REPO

# The ones that wait for a browser most of the time.
BESIDE = ("blackbox", "click")
_COUNTS = re.compile(r"(\d+) passed, (\d+) failed")


def stages_beside(names):
    """Return which stages run beside the others: of a whole run, with two cores."""
    return () if names or len(os.sched_getaffinity(0)) < 2 else BESIDE


@contextlib.contextmanager
def running(stages):
    """Run stages in another process; yield a function that waits and shows them.

    The function returns how many checks passed and how many failed.
    """
    if not stages:
        yield lambda: (0, 0)
        return
    path = LOGS / CHECKOUT / "beside.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, REPO / "dev", "test", *stages],
            cwd=REPO,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches the first launcher alone, which then stops this one.
            start_new_session=True,
        )
        try:
            yield lambda: _finish(process, output)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def _finish(process, output):
    process.wait()
    output.seek(0)
    *lines, last = output.read().rstrip().splitlines() or [""]
    counts = _COUNTS.fullmatch(last)
    for line in lines if counts else [*lines, last]:
        say(line)
    # A launcher that fell over has counted nothing.
    return tuple(map(int, counts.groups())) if counts else (0, 1)
