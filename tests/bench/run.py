"""The benchmark: our addons beside Odoo's own, in one run, on one database.

Runs in ``odoo shell`` on a database of its own (see ``./dev bench`` and
docs/benchmarks.md), with ``env`` among the globals and these words in ``sys.argv``:

``--out FILE``   where the results go, as JSON
``--smoke``      few rows and one round: does it run, and with how many queries
``--only GROUP`` one group of comparisons: create, approval, xlsx, import, series,
                 presence, find, register
"""

import argparse
import sys

import bench_approval
import bench_create
import bench_find
import bench_import
import bench_presence
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
    "xlsx": bench_xlsx,
    "import": bench_import,
    "series": bench_series,
    "presence": bench_presence,
    "find": bench_find,
    # Last: it fills the register.
    "register": bench_register,
}


def main(env):
    """Measure, report, and return the exit code: 1 if a promise was broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default="bench.json")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--only", choices=sorted(GROUPS), action="append")
    options = parser.parse_args(sys.argv[1:])
    people = hospital.build(env, 50 if options.smoke else 200)
    people.smoke = options.smoke
    lines = bench_xlsx.SMOKE_ROWS if options.smoke else bench_xlsx.ROWS
    people.ledger = ledger.fill(env, people, {measure.WARM_ROWS, *lines.values()})
    results, checks, broken = {}, [], 0
    for name in options.only or GROUPS:
        group = GROUPS[name]
        rows = group.SMOKE_ROWS if options.smoke else group.ROWS
        print(f"{name}:", flush=True)
        try:
            results[name] = measure.compare(
                env,
                group.cases(env, people, rows),
                rounds=1 if options.smoke else measure.ROUNDS,
            )
        except measure.RunFailed as error:
            print(error)
            broken += 1
            continue
        checks += group.checks(results[name])
    passed, missed = report.write(options.out, results, checks, options.smoke)
    print(f"\n{passed} passed, {missed + broken} failed")
    return 1 if missed + broken else 0


if __name__ == "__main__":
    sys.exit(main(env))  # noqa: F821
