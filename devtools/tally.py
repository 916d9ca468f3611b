"""Counting: what passed, what failed, and the reading of the programs that tell it."""

import re
from xml.etree import ElementTree

from .console import say
from .logs import failed_tests

ODOO_RESULT = re.compile(
    r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests"
)
ODOO_SKIP = re.compile(r" INFO \S+ (odoo\.addons\.\S+): skipped (.*)")
JUNIT_COUNTS = ("tests", "failures", "errors", "skipped")
LINES_SHOWN = 60


class Tally:
    """The checks of one stage; whatever cannot be counted counts as one.

    What was wrong with them goes to the screen, up to a number of lines, and whole to
    ``failures.txt`` in the stage's folder.
    """

    def __init__(self, stage, folder):
        self.stage = stage
        self.failures = folder / "failures.txt"
        self.passed = 0
        self.failed = 0

    def add(self, passed, failed):
        self.passed += passed
        self.failed += failed

    def check(self, title, succeeded, details=""):
        """Count one check; print what was wrong with it."""
        self.add(int(bool(succeeded)), int(not succeeded))
        if not succeeded:
            self._report(title, details.strip().splitlines())

    def _report(self, title, lines):
        with self.failures.open("a", encoding="utf-8") as file:
            file.write("\n".join([f"✗ {title}", *lines, "", ""]))
        say(f"  ✗ [{self.stage}] {title}")
        for line in lines[:LINES_SHOWN]:
            say(f"      {line}")
        if len(lines) > LINES_SHOWN:
            say(f"      … {len(lines) - LINES_SHOWN} more lines in {self.failures}")

    def odoo_tests(self, title, log, code):
        """Count the tests of a run of Odoo's test runner, by its log and exit code."""
        text = log.read_text(encoding="utf-8", errors="replace")
        results = ODOO_RESULT.findall(text)
        skipped = ODOO_SKIP.findall(text)
        for module, what in skipped:
            say(f"  - [{self.stage}] skipped {module}: {what}")
        ran = sum(int(total) for _failures, _errors, total in results)
        failed = sum(int(failures) + int(errors) for failures, errors, _ in results)
        # One test may fail more than once, in its subtests.
        self.add(max(0, ran - len(skipped) - failed), failed)
        if failed:
            self._report(title, "".join(failed_tests(text)).splitlines())
        if ran <= len(skipped):
            self.check(title, False, f"No test ran. See {log}.")
        elif code and not failed:
            self.check(title, False, f"Odoo ended with code {code}. See {log}.")

    def junit(self, title, report):
        """Count the tests of a pytest run by its JUnit report."""
        if not report.exists():
            self.check(title, False, "pytest ended without a report.")
            return
        suites = ElementTree.parse(report).getroot().iter("testsuite")
        counts = [
            {key: int(suite.get(key, 0)) for key in JUNIT_COUNTS} for suite in suites
        ]
        ran, failures, errors, skipped = (
            sum(count[key] for count in counts) for key in JUNIT_COUNTS
        )
        self.add(max(0, ran - failures - errors - skipped), failures + errors)
        if ran <= skipped:
            self.check(title, False, "No test ran.")
