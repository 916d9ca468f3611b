"""ruff, pylint-odoo and OCA's checks; every tool is one check."""

import subprocess

from ..paths import ADDONS, REPO


def run(context):
    addons = sorted(path.parent for path in ADDONS.glob("*/__manifest__.py"))
    translations = sorted(ADDONS.glob("*/i18n/*.po*"))
    tools = {
        "ruff check": ["ruff", "check", "--no-cache", REPO],
        "ruff format": ["ruff", "format", "--no-cache", "--check", "--diff", REPO],
        "pylint-odoo": ["pylint", "--rcfile=setup.cfg", *addons],
        "oca-checks-odoo-module": ["oca-checks-odoo-module", *addons],
        "oca-checks-po": ["oca-checks-po", *translations],
    }
    running = {
        title: subprocess.Popen(
            [context.environment.tool(program), *words],
            cwd=REPO,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for title, (program, *words) in tools.items()
    }
    for title, process in running.items():
        output, _ = process.communicate()
        context.tally.check(title, process.returncode == 0, output)
