"""./dev bench: tests/bench/run.py on a database with our addons and Odoo's rivals.

The script runs in `odoo shell`. It finds the database's environment in the global
``env`` (superuser, Chinese loaded, no demo data) and ``sys.argv`` is ``[path, "--out",
FILE]``, followed by ``"--smoke"`` in the smoke run. It prints its table and writes its
results to FILE, as JSON.
"""

import tempfile

from .console import Problem, run_shown, say
from .databases import Databases
from .paths import CHECKOUT, LOGS, REPO
from .workshop import workshop

SCRIPT = REPO / "tests" / "bench" / "run.py"
RIVALS = ("hr_timesheet", "hr_attendance", "hr_expense", "hr_holidays")
RUNNER = """
import runpy, sys
sys.argv = {argv!r}
sys.path.insert(0, {folder!r})
runpy.run_path({script!r}, init_globals={{"env": env}}, run_name="__main__")
"""


def bench(smoke):
    """Run the benchmark on the command line; return its exit code."""
    result = LOGS / CHECKOUT / "bench.json"
    result.parent.mkdir(parents=True, exist_ok=True)
    with workshop() as odoo:
        measure(Databases(odoo), LOGS / CHECKOUT / "bench.log", result, smoke)
    say(f"  Results: {result}")
    return 0


def measure(databases, log, result, smoke):
    """Run the benchmark on a fresh database, its table on standard output."""
    if not SCRIPT.exists():
        raise Problem(f"{SCRIPT} is missing.")
    result.unlink(missing_ok=True)
    database = databases.stage("bench", databases.with_addons(extra=RIVALS))
    odoo = databases.odoo
    argv = [str(SCRIPT), "--out", str(result), *["--smoke"] * smoke]
    runner = RUNNER.format(argv=argv, folder=str(SCRIPT.parent), script=str(SCRIPT))
    try:
        # As a file, because odoo shell reads its script from standard input.
        with tempfile.TemporaryFile() as script:
            script.write(runner.encode())
            script.seek(0)
            code = run_shown(
                odoo.command("shell", "-d", database, "--no-http", "--logfile", log),
                stdin=script,
                env=odoo.environ(),
            )
    finally:
        databases.drop(database)
    if code:
        raise Problem(f"The benchmark ended with code {code}.", f"See {log}.")
