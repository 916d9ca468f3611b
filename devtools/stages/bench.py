"""The benchmark runs, with small numbers: speed itself is measured by ./dev bench."""

from .. import benchmark


def run(context):
    log = context.log("bench")
    benchmark.measure(context.databases, log, context.folder / "bench.json", smoke=True)
    context.tally.check("the benchmark runs", (context.folder / "bench.json").exists())
