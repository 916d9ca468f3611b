"""Reading Odoo's logs: failed tests, warnings and errors."""

import configparser
import re
import subprocess

from .paths import DEVTOOLS

EXCEPTIONS = DEVTOOLS / "log_exceptions.cfg"
RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ [A-Z]+ ", re.MULTILINE)
FAILED_TEST = re.compile(r"^.* ERROR \S+ odoo\.addons\.\S+: (FAIL|ERROR): ")


def failed_tests(text):
    """Return the records of the failed tests in the text of a log."""
    starts = [match.start() for match in RECORD.finditer(text)]
    records = (
        text[start:end]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    )
    return [record for record in records if FAILED_TEST.match(record)]


def unexplained(environment, stage, log):
    """Return what checklog-odoo finds in a log beside the exceptions, or ''."""
    words = [f"--ignore={pattern}" for pattern in _exceptions(stage)]
    done = subprocess.run(
        [environment.tool("checklog-odoo"), "--no-echo", *words, log],
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.returncode:
        return ""
    # Before this line it lists the records that are explained.
    output = "".join(done.stdout.partition("errors that caused failure")[1:])
    return f"The whole log: {log}\n{output}{done.stderr}"


def _exceptions(stage):
    config = configparser.RawConfigParser()
    config.read(EXCEPTIONS, encoding="utf-8")
    for section in ("every stage", stage):
        yield from config.get(section, "ignore", fallback="").split("\n")[1:]
