"""What was measured, against what was promised: a table and a JSON file."""

import json
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1 << 20


class Check(NamedTuple):
    """One promise. Timed ones say nothing in a smoke run."""

    title: str
    value: float
    limit: float
    at_least: bool
    timed: bool = False

    @property
    def passed(self):
        if self.at_least:
            return self.value >= self.limit
        return self.value <= self.limit

    @property
    def bound(self):
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


def times_as_fast(title, ours, theirs, limit):
    return Check(title, ours.times_as_fast_as(theirs), limit, True, timed=True)


def queries(title, ours, limit):
    return Check(title, ours.queries, limit, False)


def at_most(title, value, limit):
    return Check(title, value, limit, False)


def write(path, results, checks, smoke):
    """Print ratios, then figures; write both as JSON.

    :param dict results: ``{group: {name: measure.Result}}``
    :return: number of promises kept, number of promises broken
    """
    counted = [check for check in checks if not (smoke and check.timed)]
    passed = sum(check.passed for check in counted)
    print("\nRatios and queries: medians of the rounds, a row beside a row")
    for check in counted:
        verdict = "PASS" if check.passed else "MISS"
        print(f"  {verdict}  {check.value:8.3g}  {check.bound:>8}  {check.title}")
    print("\nFigures of this machine, at this moment")
    print(f"  {'rows':>7} {'rows/s':>8} {'queries/row':>11} {'peak MB':>8}")
    for group in results.values():
        for result in group.values():
            stolen = f"  ({result.stolen:.0%} stolen)" if result.stolen > 0.05 else ""
            print(
                f"  {result.rows:7} {result.speed:8.0f} {result.queries:11.3f} "
                f"{result.growth / MEGABYTE:8.1f}  {result.name}{stolen}"
            )
    Path(path).write_text(
        json.dumps(_as_data(results, counted, smoke), indent=2, ensure_ascii=False),
        encoding="utf-8",
    )
    return passed, len(counted) - passed


def _as_data(results, checks, smoke):
    return {
        "smoke": smoke,
        "checks": [
            {**check._asdict(), "bound": check.bound, "passed": check.passed}
            for check in checks
        ],
        "results": {
            group: {
                name: {
                    "rows": result.rows,
                    "rows_per_second": result.speed,
                    "queries_per_row": result.queries,
                    "peak_memory_growth": result.growth,
                    "stolen": result.stolen,
                    "rounds": [run._asdict() for run in result.runs],
                }
                for name, result in sides.items()
            }
            for group, sides in results.items()
        },
    }
