"""./dev test: run the stages, read their logs, count."""

import shutil
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from . import lane, logs, translations
from .console import Problem, say
from .databases import Databases
from .environment import Environment
from .odoo import Odoo, free_port
from .paths import CHECKOUT, LOGS
from .stages import STAGES
from .tally import Tally
from .workshop import workshop


@dataclass
class Context:
    """What a stage works with."""

    environment: Environment
    odoo: Odoo
    databases: Databases
    tally: Tally
    only: str
    folder: Path

    def log(self, name):
        """Return a fresh log file of this stage."""
        path = self.folder / f"{name}.log"
        path.unlink(missing_ok=True)
        return path

    def run_odoo_tests(self, database, tags, log, *words):
        """Run Odoo's test runner; count its tests and read its log."""
        code = self.odoo.run(
            "server",
            *("-d", database, "--test-tags", tags, "-p", free_port()),
            *("--screenshots", self.folder / "screenshots", *words),
            log=log,
        )
        self.tally.odoo_tests(f"tests {tags}", log, code)
        self.check_log(log)

    def check_log(self, log):
        """Count a log as one check: no warning or error but the explained ones."""
        found = logs.unexplained(self.environment, self.tally.stage, log)
        self.tally.check(f"log {log.name}", not found, found)


def run(names, only=""):
    """Run the named stages (all by default); return 1 if anything failed, else 0."""
    if unknown := [name for name in names if name not in STAGES]:
        raise Problem(
            f"There is no stage {', '.join(unknown)}.", f"Stages: {', '.join(STAGES)}."
        )
    beside = lane.stages_beside(names)
    tallies = []
    try:
        with workshop() as odoo, lane.running(beside) as finish:
            for name in names or STAGES:
                if name in beside:
                    continue
                context = _context(odoo, name, only)
                tallies.append(context.tally)
                _run_stage(STAGES[name], context)
            passed, failed = finish()
    except Problem as problem:
        say(f"✗ {problem}")
        say("0 passed, 1 failed")
        return 1
    passed += sum(tally.passed for tally in tallies)
    failed += sum(tally.failed for tally in tallies)
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def update_translations():
    """./dev i18n --write; return 0."""
    with workshop() as odoo:
        translations.update(_context(odoo, "i18n"))
    return 0


def _context(odoo, stage, only=""):
    folder = LOGS / CHECKOUT / stage
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Context(
        odoo.environment, odoo, Databases(odoo), Tally(stage, folder), only, folder
    )


def _run_stage(stage, context):
    tally = context.tally
    title = stage.__doc__.splitlines()[0]
    say(f"{tally.stage}: {title}")
    started = time.monotonic()
    try:
        stage.run(context)
    except Problem as problem:
        tally.check("the stage could not be finished", False, str(problem))
    except Exception:
        # A mistake in one stage shall not hide what the others find.
        tally.check("the stage broke down", False, traceback.format_exc())
    seconds = time.monotonic() - started
    say(f"  {tally.stage}: {tally.passed} ✓  {tally.failed} ✗  ({seconds:.0f} s)\n")
