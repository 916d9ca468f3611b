"""An import is killed in the middle; resumed, every row is there exactly once."""

import base64
import csv
import io
import os
import signal
import subprocess
import sys
import time

import pytest
from odoo_client import Refused

ROWS = 3000
# What the scheduled action does: a batch, a commit, and so on.
RUN = """
register = env["volunteer.import"].browse({register})
register.write({{"state": "running", "run_by_id": env.uid}})
env.cr.commit()
for done in register._run_batches_sudo():
    env.cr.commit()
    print("BATCH", done, flush=True)
"""


def _upload(hospital, rows):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["姓名", "手机"], *rows])
    register = hospital.admin.create(
        "volunteer.import",
        {
            "file": base64.b64encode(stream.getvalue().encode()).decode(),
            "filename": f"并发{hospital.tag}.csv",
        },
    )
    hospital.admin("volunteer.import", "action_check", [register])
    return register


def _start(hospital, register):
    """Start a process of its own that imports; return it."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "odoo", "shell", "--no-http"),
            *("-c", os.environ["VOLUNTEER_TEST_CONF"], "-d", hospital.db),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process.stdin.write(RUN.format(register=register))
    process.stdin.close()
    return process


def _resume(hospital, register):
    """Run the scheduled action until the import has ended; return its state."""
    cron = hospital.admin.ref("volunteer_base.volunteer_import_cron")
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        # The server's own thread may have it in hand.
        try:
            hospital.admin("ir.cron", "method_direct_trigger", [cron])
        except Refused:
            time.sleep(1)
        state = hospital.admin.read("volunteer.import", register, "state")["state"]
        if state != "running":
            return state
    raise TimeoutError


@pytest.mark.skipif(
    "VOLUNTEER_TEST_CONF" not in os.environ, reason="no configuration to start Odoo by"
)
def test_killed_in_the_middle(hospital):
    names = [f"并发{hospital.tag}-{number:04d}" for number in range(ROWS)]
    register = _upload(hospital, [[name, "13800138000"] for name in names])
    process = _start(hospital, register)
    try:
        batch = next((line for line in process.stdout if "BATCH" in line), None)
        assert batch, "the import did not begin"
        # Well into the second batch, long before its end.
        time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    values = hospital.admin.read("volunteer.import", register, "state", "done_count")
    assert values["state"] == "running"
    assert 0 < values["done_count"] < ROWS, "killed too early or too late"
    assert _resume(hospital, register) == "done"
    found = hospital.admin(
        "volunteer.volunteer",
        "search_read",
        [("import_id", "=", register)],
        ["name"],
        order="id",
    )
    assert [row["name"] for row in found] == names
    values = hospital.admin.read(
        "volunteer.import", register, "created_count", "failed_count"
    )
    assert (values["created_count"], values["failed_count"]) == (ROWS, 0)
