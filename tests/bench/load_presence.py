"""Many people check in within a minute: p95 beside Odoo's own attendance kiosk.

Against a running server (2 workers) with our addons and ``hr_attendance``::

    VOLUNTEER_TEST_URL=http://127.0.0.1:8069 VOLUNTEER_TEST_DB=bench \\
        python tests/bench/load_presence.py --people 200 --seconds 60

Prints both sides and ends with code 1 if there was an error or ours was slower.
"""

import argparse
import os
import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import requests

sys.path.insert(0, os.fspath(Path(__file__).parent.parent))

from hospital import Hospital  # noqa: E402  (the folder is put on the path first)

#: Requests under way at once; more people than that do not touch within a second.
HANDS = 64


def main():
    """Measure both sides and return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    hospital = Hospital(
        os.environ["VOLUNTEER_TEST_URL"], os.environ["VOLUNTEER_TEST_DB"]
    )
    scans = _prepare_scans(hospital, options.people)
    badges = _prepare_badges(hospital, options.people)
    ours = _run("volunteers scan", scans, options.seconds)
    theirs = _run("hr_attendance kiosk", badges, options.seconds)
    print(f"p95: {ours:.3f} s beside {theirs:.3f} s, {theirs / ours:.1f} times as fast")
    return int(ours > theirs)


def _prepare_scans(hospital, count):
    """Return a deed for each of ``count`` people: scan the code with one's phone."""
    leader = hospital.person("leader", "Leader", volunteer="staff")
    project = hospital.project("Load", hospital.team("Load", leader))
    now = datetime.now(timezone.utc).replace(microsecond=0)
    activity, (slot,) = hospital.activity(
        project,
        now - timedelta(minutes=10),
        now + timedelta(hours=3),
        {hospital.post("Load"): count},
    )
    people = hospital.people("portal", [f"Load {n}" for n in range(count)])
    hospital.make_volunteers(people, "staff")
    hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id for person in people],
    )
    with ThreadPoolExecutor(4) as pool:
        clients = list(pool.map(hospital.client, people))
    lead = hospital.client(leader)
    screen = {"until": 0.0, "path": ""}

    def scan(client):
        # As a screen does: a new code before the old one ends.
        if time.monotonic() > screen["until"]:
            screen["until"] = time.monotonic() + 15
            state = lead.rpc(f"/my/volunteer/lead/{activity}/qr/state", {})
            screen["path"] = f"/volunteer/scan/{state['url'].rpartition('/')[2]}"

        def touch():
            page = client.http.get(hospital.url + screen["path"], timeout=60)
            page.raise_for_status()
            status = re.search(r'data-status="(\w+)"', page.text).group(1)
            if status != "green":
                raise AssertionError(status)

        return touch

    return [(scan, client) for client in clients]


def _prepare_badges(hospital, count):
    """Return a deed for each of ``count`` employees: a badge at Odoo's kiosk."""
    admin = hospital.admin
    (company,) = admin.search("res.company", limit=1)
    token = admin.read("res.company", company, "attendance_kiosk_key")
    barcodes = [f"9{hospital.tag}{n:06d}" for n in range(count)]
    admin.create(
        "hr.employee",
        [
            {"name": f"Load {n}", "barcode": barcode, "company_id": company}
            for n, barcode in enumerate(barcodes)
        ],
    )
    session = requests.Session()
    session.trust_env = False
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=HANDS)
    session.mount("http://", adapter)

    def show(barcode):
        def touch():
            answer = session.post(
                f"{hospital.url}/hr_attendance/attendance_barcode_scanned",
                json={
                    "jsonrpc": "2.0",
                    "params": {
                        "token": token["attendance_kiosk_key"],
                        "barcode": barcode,
                    },
                },
                timeout=60,
            )
            answer.raise_for_status()
            if not (answer.json().get("result") or {}).get("employee_name"):
                raise AssertionError(answer.text[:200])

        return touch

    return [(show, barcode) for barcode in barcodes]


def _run(title, deeds, seconds):
    """Spread deeds evenly over so many seconds; return the 95th percentile."""
    begun = time.monotonic()

    def do(numbered):
        number, (prepare, who) = numbered
        delay = begun + number * seconds / len(deeds) - time.monotonic()
        if delay > 0:
            time.sleep(delay)
        touch = prepare(who)
        started = time.monotonic()
        touch()
        return time.monotonic() - started

    with ThreadPoolExecutor(HANDS) as pool:
        taken = list(pool.map(do, enumerate(deeds)))
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(
        f"{title}: {len(taken)} in {seconds:g} s, no error, "
        f"median {statistics.median(taken):.3f} s, p95 {p95:.3f} s"
    )
    return p95


if __name__ == "__main__":
    sys.exit(main())
