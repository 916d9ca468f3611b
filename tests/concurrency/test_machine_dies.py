"""The server is killed while it records, PostgreSQL crashes under load: nothing is
recorded twice, nothing acknowledged is lost, and the ledger is whole."""

import io
import os
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import requests
from machine import Machine, find_binaries, wait_until
from odoo_client import Client, Refused

# More than a page of the closing, so that one page is done when the other waits.
LINES, PEOPLE = 12_000, 60
CLERKS, CLAIMS_BEFORE, CLAIMS_AFTER = 4, 8, 3

pytestmark = pytest.mark.skipif(
    "VOLUNTEER_TEST_CONF" not in os.environ or find_binaries() is None,
    reason="no configuration, or no PostgreSQL of one's own to start",
)


@pytest.fixture(scope="module")
def machine(hospital):
    # A short path: a socket's has little more than a hundred characters.
    with (
        tempfile.TemporaryDirectory(prefix="hv", ignore_cleanup_errors=True) as folder,
        Machine(Path(folder), hospital.db) as machine,
    ):
        machine.start_odoo()
        yield machine


@pytest.fixture(scope="module")
def unit(machine):
    """Return a company of its own, its volunteers and its office."""
    admin = machine.admin()
    company = admin.create(
        "res.company", {"name": "停电医院", "volunteer_notice_days": 0}
    )
    here = {"allowed_company_ids": [company]}
    own = {"company_id": company, "company_ids": [(6, 0, [company])]}
    groups = [(6, 0, [admin.ref("volunteer_base.group_officer")])]
    logins = [f"clerk{number}" for number in range(CLERKS)]
    admin.create(
        "res.users",
        [
            {"name": login, "login": login, "password": login, "group_ids": groups}
            | own
            for login in logins
        ],
    )
    volunteers = admin(
        "volunteer.volunteer",
        "create",
        [{"name": f"停电{n:02d}", "company_id": company} for n in range(PEOPLE)],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", volunteers, context=here)
    return SimpleNamespace(
        company=company, here=here, logins=logins, volunteers=volunteers
    )


def _fill_with_approved_lines(machine, unit):
    """Put lines where an approval would have left them; return the last one's id."""
    machine.query(
        """
        INSERT INTO volunteer_hour (
            volunteer_id, company_id, date, minutes, hours, source, proven,
            in_working_time, reversed, state, create_uid, create_date)
        SELECT v, %s, date '2025-01-01' + n, 60, 1, 'claim', false, false, false,
               'approved', 1, now()
          FROM unnest(%s) AS v, generate_series(1, %s) AS n
        """,
        unit.company,
        unit.volunteers,
        LINES // PEOPLE,
    )
    [(last,)] = machine.query(
        "SELECT id FROM volunteer_hour WHERE company_id = %s ORDER BY date DESC, id "
        "DESC LIMIT 1",
        unit.company,
    )
    return last


def _assert_ledger_is_whole(machine, unit, notice):
    answer = machine.admin()(
        "volunteer.notice", "action_verify_ledger", [notice], context=unit.here
    )
    assert answer["params"]["type"] == "success", answer["params"]["message"]


def test_killed_while_recording(machine, unit):
    """Nothing is recorded by half; the next start records all of it, once."""
    admin = machine.admin()
    last = _fill_with_approved_lines(machine, unit)
    notice = admin(
        "volunteer.notice",
        "create",
        [{"name": "停电公示", "company_id": unit.company}],
        context=unit.here,
    )[0]
    admin("volunteer.notice", "action_publish", [notice], context=unit.here)

    def is_recording():
        # The first page is done: the second waits for a line that is held.
        return machine.query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND query LIKE %s",
            "%UPDATE volunteer_hour h%SET state = 'recorded'%",
        )

    with closing(machine.connect()) as connection:
        connection.autocommit = False
        with connection.cursor() as cr:
            cr.execute("SELECT 1 FROM volunteer_hour WHERE id = %s FOR UPDATE", (last,))
            admin("volunteer.notice", "action_close", [notice], context=unit.here)
            wait_until(is_recording, "the closing is under way")
            machine.kill_odoo()

    assert _count_states(machine, unit) == {"published": LINES}
    assert machine.query(
        "SELECT state FROM volunteer_notice WHERE id = %s", notice
    ) == [("closing",)]

    machine.start_odoo()
    machine.wake_scheduled_actions()
    wait_until(
        lambda: _notice_state(machine, notice) == "closed", "the notice is closed"
    )
    assert _count_states(machine, unit) == {"recorded": LINES}
    [numbers] = machine.query(
        "SELECT min(ledger_no), max(ledger_no), count(DISTINCT ledger_no), "
        "count(DISTINCT digest) FROM volunteer_hour WHERE company_id = %s",
        unit.company,
    )
    assert numbers == (1, LINES, LINES, LINES)
    _assert_ledger_is_whole(machine, unit, notice)


def test_killed_while_a_file_is_made(machine, unit):
    """What was being made in the background is made again, whole."""
    clerk = Client(machine.url, machine.database, *unit.logins[:1] * 2)
    wizard = clerk.create("volunteer.ledger.export", {"year": 2025})

    def state():
        [row] = machine.query(
            "SELECT state, tries FROM volunteer_export ORDER BY id DESC LIMIT 1"
        )
        return row

    def is_held():
        return machine.query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND query LIKE %s",
            "%volunteer_hour%",
        )

    with closing(machine.connect()) as early, closing(machine.connect()) as late:
        early.autocommit = late.autocommit = False
        # Nobody begins until the ledger is held.
        early.cursor().execute(
            "SELECT 1 FROM ir_cron WHERE id = %s FOR NO KEY UPDATE",
            (machine.admin().ref("volunteer_reports.volunteer_export_cron"),),
        )
        clerk("volunteer.ledger.export", "action_in_background", [wizard])
        late.cursor().execute("LOCK TABLE volunteer_hour IN ACCESS EXCLUSIVE MODE")
        early.rollback()
        machine.wake_scheduled_actions()
        wait_until(is_held, "the file is being made")
        assert state() == ("running", 1)
        machine.kill_odoo()

    machine.start_odoo()
    machine.wake_scheduled_actions()
    wait_until(lambda: state() == ("done", 2), "the file is made again")
    clerk = Client(machine.url, machine.database, *unit.logins[:1] * 2)
    (export,) = clerk.search("volunteer.export")
    answer = clerk.http.get(f"{machine.url}/volunteer/export/{export}", timeout=60)
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True).active
    days = [
        row
        for row in sheet.iter_rows(values_only=True)
        if any(getattr(cell, "year", 0) == 2025 for cell in row)
    ]
    assert len(days) == len(set(days)) == LINES


def _notice_state(machine, notice):
    [(state,)] = machine.query(
        "SELECT state FROM volunteer_notice WHERE id = %s", notice
    )
    return state


def _count_states(machine, unit):
    return dict(
        machine.query(
            "SELECT state, count(*) FROM volunteer_hour WHERE company_id = %s "
            "GROUP BY state",
            unit.company,
        )
    )


def test_database_crashes_under_load(machine, unit):
    """Odoo goes on by itself; what it acknowledged stands, the rest is not by half."""
    acknowledged, failures, may_crash = [], [], threading.Event()
    crashed = threading.Event()

    def work(number, login):
        client = Client(machine.url, machine.database, login, login)
        volunteers = unit.volunteers[number::CLERKS]
        for turn in range(CLAIMS_BEFORE + CLAIMS_AFTER):
            if turn == CLAIMS_BEFORE:
                crashed.wait(timeout=120)
            try:
                acknowledged.append(_claim_and_approve(client, volunteers, turn))
            except (Refused, requests.RequestException) as error:
                failures.append((turn, error))
            if turn == 1:
                may_crash.set()

    clerks = [
        threading.Thread(target=work, args=pair) for pair in enumerate(unit.logins)
    ]
    for clerk in clerks:
        clerk.start()
    assert may_crash.wait(timeout=120)
    machine.crash_database()
    crashed.set()
    for clerk in clerks:
        clerk.join(timeout=300)

    late = [error for turn, error in failures if turn >= CLAIMS_BEFORE]
    assert not late, f"Odoo did not find its database again: {late[0]}"
    ids = [line for lines in acknowledged for line in lines]
    assert len(ids) >= CLERKS * CLAIMS_AFTER
    rows = machine.query(
        "SELECT state, count(*) FROM volunteer_hour WHERE id = ANY(%s) GROUP BY state",
        ids,
    )
    assert rows == [("approved", len(ids))]
    halves = machine.query(
        """
        SELECT h.id, h.state FROM volunteer_hour h
         WHERE h.company_id = %s AND h.state IN ('submitted', 'approved')
           AND (h.state = 'submitted') <> EXISTS (
               SELECT FROM volunteer_approval a
                WHERE a.hour_id = h.id AND a.state = 'pending')
        """,
        unit.company,
    )
    assert not halves
    _publish_and_close(machine, unit)


def _claim_and_approve(client, volunteers, turn):
    """Take a claim of each of these people through approval; return the ids."""
    # A day a turn: the limit of a day has tests of its own.
    day = f"2024-03-{turn + 1:02d}"
    ids = client(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": volunteer,
                "date": day,
                "minutes": 30,
                "description": "停电时补录",
                "source": "import",
            }
            for volunteer in volunteers
        ],
    )
    client("volunteer.hour", "action_submit", ids)
    client("volunteer.hour", "action_approve", ids)
    return ids


def _publish_and_close(machine, unit):
    admin = machine.admin()
    notice = admin(
        "volunteer.notice",
        "create",
        [{"name": "停电之后", "company_id": unit.company}],
        context=unit.here,
    )[0]
    admin("volunteer.notice", "action_publish", [notice], context=unit.here)
    admin("volunteer.notice", "action_close", [notice], context=unit.here)
    _assert_ledger_is_whole(machine, unit, notice)
