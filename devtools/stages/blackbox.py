"""Tests from outside (tests/): RPC, Chromium, concurrency, on a running server."""

import os

from ..console import run_shown
from ..paths import REPO
from ..system import chromium

# Beside ours and Odoo's: what the server of these tests loads, and no other.
SERVER_ADDONS = REPO / "tests" / "server"


def run(context):
    """Run pytest with these variables, beside PGHOST and its like:

    VOLUNTEER_TEST_URL       address of a running Odoo with our addons in Chinese
    VOLUNTEER_TEST_DB        its database; admin's password is admin
    VOLUNTEER_TEST_CHROMIUM  the browser for playwright's executable_path
    VOLUNTEER_TEST_OUTPUT    a folder for screenshots and files
    VOLUNTEER_TEST_CONF      Odoo's configuration, for processes beside the server
    """
    template = context.databases.with_addons()
    database = context.databases.stage("blackbox", template)
    report = context.folder / "pytest.xml"
    log = context.log("server")
    addons_path = ",".join(map(str, [*context.odoo.addons_path, SERVER_ADDONS]))
    words = [
        f"--addons-path={addons_path}",
        "--load=base,rpc,web,quick_passwords",
    ]
    with context.odoo.serving(database, log, words=words) as address:
        environment = {
            **context.odoo.environ(),
            "VOLUNTEER_TEST_URL": address,
            "VOLUNTEER_TEST_DB": database,
            "VOLUNTEER_TEST_CHROMIUM": chromium() or "",
            "VOLUNTEER_TEST_OUTPUT": os.fspath(context.folder),
            "VOLUNTEER_TEST_CONF": os.fspath(context.odoo.conf),
        }
        options = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        if context.only:
            options += ["-k", context.only]
        pytest = [context.environment.python, "-m", "pytest", *options, REPO / "tests"]
        run_shown(pytest, cwd=REPO, env=environment)
    context.tally.junit("tests from outside", report)
    context.check_log(log)
