"""Two people decide or record at the same moment: one ledger comes out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

LINES = 40


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a company of its own: two officers, volunteers, 0 days of notice."""
    admin = hospital.admin
    company = admin.create(
        "res.company",
        {
            "name": hospital.unused("res.company", "并发医院"),
            "volunteer_notice_days": 0,
        },
    )
    here = {"allowed_company_ids": [company]}
    officers = hospital.people("officer", ["办公室甲", "办公室乙"])
    values = {"company_id": company, "company_ids": [(6, 0, [company])]}
    admin("res.users", "write", [officer.user_id for officer in officers], values)
    volunteers = admin(
        "volunteer.volunteer",
        "create",
        [{"name": f"并发{n:02d}", "company_id": company} for n in range(LINES)],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", volunteers, context=here)
    return SimpleNamespace(
        company=company, here=here, officers=officers, volunteers=volunteers
    )


def _claims(hospital, unit, day):
    """Make a submitted claim of each volunteer on one day; return their ids."""
    ids = hospital.admin(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": volunteer,
                "date": day,
                "minutes": 60,
                "description": "。",
                "late_reason": "补记",
            }
            for volunteer in unit.volunteers
        ],
        context=unit.here,
    )
    hospital.admin("volunteer.hour", "action_submit", ids, context=unit.here)
    return ids


def _notice(hospital, unit, day):
    """Publish a notice of the approved hours of one day; return its id."""
    notice = hospital.admin(
        "volunteer.notice",
        "create",
        [
            {
                "name": f"公示 {day}",
                "company_id": unit.company,
                "date_from": day,
                "date_to": day,
            }
        ],
        context=unit.here,
    )[0]
    hospital.admin("volunteer.notice", "action_publish", [notice], context=unit.here)
    return notice


def _at_once(hospital, unit, calls):
    """Let each officer make a call at the same moment; return what came out."""
    start = threading.Barrier(len(calls))

    def make(officer, call):
        client = hospital.client(officer)
        start.wait(timeout=60)
        try:
            client(*call, context=unit.here)
        except Refused as refusal:
            return refusal
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, unit.officers, calls))


def _assert_ledger_is_whole(hospital, unit, notice):
    answer = hospital.admin(
        "volunteer.notice", "action_verify_ledger", [notice], context=unit.here
    )
    assert answer["params"]["type"] == "success", answer["params"]["message"]
    lines = hospital.admin(
        "volunteer.hour",
        "search_read",
        [("company_id", "=", unit.company), ("state", "=", "recorded")],
        ["ledger_no"],
        context=unit.here,
    )
    numbers = sorted(line["ledger_no"] for line in lines)
    assert numbers == list(range(1, len(lines) + 1))
    return len(lines)


def test_two_notices_close_at_once(hospital, unit):
    """Numbers have no gap and no double, and the notices form one chain."""
    days = [local_day(-n, 8).date().isoformat() for n in (20, 21)]
    for day in days:
        ids = _claims(hospital, unit, day)
        hospital.client(unit.officers[0])(
            "volunteer.hour", "action_approve", ids, context=unit.here
        )
    notices = [_notice(hospital, unit, day) for day in days]
    calls = [("volunteer.notice", "action_close", [notice]) for notice in notices]
    assert _at_once(hospital, unit, calls) == ["done", "done"]
    rows = hospital.admin(
        "volunteer.notice",
        "read",
        notices,
        ["state", "previous_id", "line_count"],
        context=unit.here,
    )
    assert {(row["state"], row["line_count"]) for row in rows} == {("closed", LINES)}
    assert sorted(bool(row["previous_id"]) for row in rows) == [False, True]
    assert _assert_ledger_is_whole(hospital, unit, notices[0]) == 2 * LINES


def test_one_notice_closed_by_two(hospital, unit):
    """The second press finds it closed; every line is recorded once."""
    day = local_day(-22, 8).date().isoformat()
    ids = _claims(hospital, unit, day)
    hospital.client(unit.officers[0])(
        "volunteer.hour", "action_approve", ids, context=unit.here
    )
    notice = _notice(hospital, unit, day)
    call = ("volunteer.notice", "action_close", [notice])
    answers = _at_once(hospital, unit, [call, call])
    assert answers.count("done") == 1
    (refusal,) = (answer for answer in answers if answer != "done")
    assert refusal.kind == "odoo.exceptions.UserError"
    _assert_ledger_is_whole(hospital, unit, notice)
    rows = hospital.admin("volunteer.hour", "read", ids, ["state"], context=unit.here)
    assert {row["state"] for row in rows} == {"recorded"}


def test_two_decisions_at_once(hospital, unit):
    """One officer agrees while the other refuses: one decision stands, not both."""
    day = local_day(-23, 8).date().isoformat()
    ids = _claims(hospital, unit, day)
    calls = [
        ("volunteer.hour", "action_approve", ids),
        ("volunteer.hour", "action_refuse", ids, "并发测试"),
    ]
    answers = _at_once(hospital, unit, calls)
    assert answers.count("done") == 1
    rows = hospital.admin(
        "volunteer.hour", "read", ids, ["state", "approval_ids"], context=unit.here
    )
    (state,) = {row["state"] for row in rows}
    assert state == ("approved" if answers[0] == "done" else "refused")
    decided = hospital.admin(
        "volunteer.approval",
        "search_count",
        [("hour_id", "in", ids), ("decided_by", "!=", False)],
        context=unit.here,
    )
    assert decided == len(ids)


@pytest.mark.parametrize("deed", ["action_withdraw", "action_cancel"])
def test_approved_while_the_volunteer_takes_it_back(hospital, unit, deed):
    """Whoever is told that it worked finds it so; the other reads why not."""
    volunteer = hospital.person("portal", "反悔的人")
    hospital.send_to(volunteer, unit.company)
    day = local_day(-1, 8).date().isoformat()
    volunteer.volunteer_id = hospital.admin(
        "volunteer.volunteer",
        "create",
        [
            {
                "name": volunteer.name,
                "user_id": volunteer.user_id,
                "company_id": unit.company,
            }
        ],
        context=unit.here,
    )[0]
    hospital.admin(
        "volunteer.volunteer",
        "action_register",
        [volunteer.volunteer_id],
        context=unit.here,
    )
    client = hospital.client(volunteer)
    line = client("volunteer.hour", "action_claim", day, 60, "陪诊")
    client("volunteer.hour", "action_submit", [line])

    start = threading.Barrier(2)

    def press(person, method):
        caller = hospital.client(person)
        start.wait(timeout=60)
        try:
            caller("volunteer.hour", method, [line], context=unit.here)
        except Refused as refusal:
            assert refusal.kind == "odoo.exceptions.UserError", refusal
            return refusal
        return "done"

    with ThreadPoolExecutor(2) as pool:
        approved = pool.submit(press, unit.officers[0], "action_approve")
        taken_back = pool.submit(press, volunteer, deed)
    answers = approved.result(), taken_back.result()

    (row,) = hospital.admin(
        "volunteer.hour", "read", [line], ["state"], context=unit.here
    )
    steps = hospital.admin(
        "volunteer.approval",
        "search_read",
        [("hour_id", "=", line)],
        ["state"],
        context=unit.here,
    )
    assert not {"pending", "waiting"} & {step["state"] for step in steps}
    if deed == "action_cancel":
        # Also what was approved a moment before.
        assert (answers[1], row["state"]) == ("done", "cancelled")
    else:
        assert answers.count("done") == 1
        assert row["state"] == ("approved" if answers[0] == "done" else "draft")
