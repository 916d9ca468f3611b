"""The benchmark: our addons beside Odoo's own, in one run, on one database.

Runs in ``odoo shell`` on a database of its own (see ``./dev bench`` and
docs/benchmarks.md), with ``env`` among the globals and these words in ``sys.argv``:

``--out FILE``   where the results go, as JSON
``--smoke``      few rows and one round: does it run, and with how many queries
``--only GROUP`` one group of comparisons: create, approval, closing, queue, xlsx,
                 import, series, presence, find, evaluation, certificate, dashboard,
                 register, growth
"""

import argparse
import sys

import bench_approval
import bench_certificate
import bench_closing
import bench_create
import bench_dashboard
import bench_evaluation
import bench_find
import bench_growth
import bench_import
import bench_presence
import bench_queue
import bench_register
import bench_series
import bench_xlsx
import hospital
import ledger
import measure
import report

GROUPS = {
    "create": bench_create,
    "approval": bench_approval,
    "closing": bench_closing,
    "queue": bench_queue,
    "xlsx": bench_xlsx,
    "import": bench_import,
    "series": bench_series,
    "presence": bench_presence,
    "find": bench_find,
    "evaluation": bench_evaluation,
    "certificate": bench_certificate,
    "dashboard": bench_dashboard,
    # Last: it fills the register.
    "register": bench_register,
}
GROWTH = "growth"


def main(env):
    """Measure, report, and return the exit code: 1 if a promise was broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="bench.json")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--only", choices=sorted((*GROUPS, GROWTH)), action="append")
    options = parser.parse_args(sys.argv[1:])
    people = hospital.build(env, 50 if options.smoke else 200)
    people.smoke = options.smoke
    lines = bench_xlsx.SMOKE_ROWS if options.smoke else bench_xlsx.ROWS
    wanted = options.only or (*GROUPS, GROWTH)
    results, checks, broken = {}, [], 0

    def measured(name, work):
        """Return the results of ``work()``, none if it broke, which is counted."""
        nonlocal broken
        print(f"{name}:", flush=True)
        try:
            return work()
        except measure.RunFailed as error:
            print(error)
            broken += 1
            return {}

    def grow(size):
        return measured(
            GROWTH, lambda: bench_growth.run(env, people, size, options.smoke)
        )

    # First and last: what lies between finds a ledger of some years.
    small = grow(bench_growth.FEW) if GROWTH in wanted else {}
    people.ledger = ledger.fill(env, people, {measure.WARM_ROWS, *lines.values()})
    for name in [name for name in GROUPS if name in wanted]:
        group = GROUPS[name]
        rows = group.SMOKE_ROWS if options.smoke else group.ROWS
        results[name] = measured(
            name,
            lambda group=group, rows=rows: measure.compare(
                env,
                group.cases(env, people, rows),
                rounds=1 if options.smoke else measure.ROUNDS,
            ),
        )
        if results[name]:
            checks += group.checks(results[name])
    large = grow(bench_growth.MANY) if small else {}
    if large:
        results[GROWTH] = small | large
        checks += bench_growth.checks(results[GROWTH])
    passed, missed = report.write(options.out, results, checks, options.smoke)
    print(f"\n{passed} passed, {missed + broken} failed")
    return 1 if missed + broken else 0


if __name__ == "__main__":
    sys.exit(main(env))  # noqa: F821
