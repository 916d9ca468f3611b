"""Somebody objects while the notice closes: the line is held, or it is too late."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hospital import local_day
from odoo_client import Refused

LINES = 6


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a company of its own with an officer, and volunteers with logins."""
    admin = hospital.admin
    company = admin.create(
        "res.company",
        {
            "name": hospital.unused("res.company", "异议医院"),
            "volunteer_notice_days": 0,
            "volunteer_notice_auto": False,
        },
    )
    here = {"allowed_company_ids": [company]}
    (officer,) = hospital.people("officer", ["异议办公室"])
    people = hospital.people("portal", [f"异议人{n}" for n in range(LINES)])
    for person in (officer, *people):
        hospital.send_to(person, company)
    ids = admin(
        "volunteer.volunteer",
        "create",
        [
            {"name": one.name, "user_id": one.user_id, "company_id": company}
            for one in people
        ],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", ids, context=here)
    for person, volunteer_id in zip(people, ids, strict=True):
        person.volunteer_id = volunteer_id
    return company, here, officer, people


def test_objections_while_it_closes(hospital, unit):
    """No line is recorded over an objection that came in time, and none is lost."""
    company, here, officer, people = unit
    admin, office = hospital.admin, hospital.client(officer)
    day = local_day(-1, 8).date().isoformat()
    lines = admin(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": one.volunteer_id,
                "date": day,
                "minutes": 60,
                "description": "陪诊",
            }
            for one in people
        ],
        context=here,
    )
    admin("volunteer.hour", "action_submit", lines, context=here)
    office("volunteer.hour", "action_approve", lines, context=here)
    (notice,) = admin(
        "volunteer.notice", "create", [{"company_id": company}], context=here
    )
    admin("volunteer.notice", "action_publish", [notice], context=here)
    calls = [
        (hospital.client(one), "volunteer.hour", "action_report_error", [line], "不对")
        for one, line in zip(people, lines, strict=True)
    ]
    calls.insert(2, (office, "volunteer.notice", "action_close", [notice]))
    start = threading.Barrier(len(calls))

    def make(call):
        client, *words = call
        start.wait(timeout=60)
        try:
            client(*words, context=here)
        except Refused as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        refusals = [answer for answer in pool.map(make, calls) if answer]
    # Who loses again and again is told to try once more; nothing breaks.
    assert all("server" not in refusal.kind.lower() for refusal in refusals), refusals
    told = admin(
        "volunteer.objection",
        "search_read",
        [("hour_id", "in", lines)],
        ["hour_id", "kind", "line_state"],
        context=here,
    )
    state = admin.read("volunteer.notice", notice, "state")["state"]
    assert len(told) + len(refusals) >= len(lines)
    for row in told:
        if row["kind"] == "objection":
            assert row["line_state"] in ("approved", "published"), row
        else:
            assert row["line_state"] == "recorded", row
    if state == "closed":
        answer = admin(
            "volunteer.notice", "action_verify_ledger", [notice], context=here
        )
        assert answer["params"]["type"] == "success", answer["params"]["message"]
