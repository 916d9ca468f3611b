"""Monthly reports and certificates while two officers press at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

PEOPLE = 12
OFFICERS = 3
#: What a person may read; anything else is a failure of the server.
REFUSALS = ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError")


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a unit with officers, and volunteers who served in the last month.

    It has issued no certificate yet, so that its numbers begin here.
    """
    admin = hospital.admin
    company = hospital.open_unit("并发报表医院")
    here = {"allowed_company_ids": [company]}
    officers = hospital.people("officer", ["报表甲", "报表乙", "报表丙"][:OFFICERS])
    for one in officers:
        hospital.send_to(one, company)
    volunteers = admin(
        "volunteer.volunteer",
        "create",
        [
            {"name": f"并发报表{n:02d}", "company_id": company, "kind": "retiree"}
            for n in range(PEOPLE)
        ],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", volunteers, context=here)
    day = (local_day(0, 8).replace(day=1) - timedelta(days=1)).date()
    unit = SimpleNamespace(
        company=company,
        here=here,
        officers=officers,
        volunteers=volunteers,
        month=day.replace(day=1).isoformat(),
    )
    _record_an_hour_each(hospital, unit, day.isoformat())
    return unit


def _record_an_hour_each(hospital, unit, day):
    def act(model, method, *words):
        return hospital.admin(model, method, *words, context=unit.here)

    lines = act(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": volunteer,
                "date": day,
                "minutes": 60,
                "description": "门诊导医",
                "late_reason": "补记",
            }
            for volunteer in unit.volunteers
        ],
    )
    act("volunteer.hour", "action_submit", lines)
    hospital.agree([hospital.admin], lines, unit.here)
    (notice,) = act(
        "volunteer.notice",
        "create",
        [{"company_id": unit.company, "date_from": day, "date_to": day}],
    )
    act("volunteer.notice", "action_publish", [notice])
    act("volunteer.notice", "action_close", [notice])


def _in_one_moment(hospital, unit, calls, officers=None):
    """Let officers make calls at the same moment; return what each one gave.

    :param calls: ``[(model, method, argument, …)]``
    :param officers: who makes each of them; by default one after the other of the unit
    :return: answers; a refusal where the server told that officer why not
    """
    start = threading.Barrier(len(calls))
    ready = [hospital.client(person) for person in officers or unit.officers]

    def press(number):
        start.wait(timeout=60)
        try:
            return ready[number](*calls[number], context=unit.here)
        except Refused as refusal:
            assert refusal.kind in REFUSALS, refusal
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(press, range(len(calls))))


def _certificates(hospital, unit):
    rows = hospital.admin(
        "volunteer.certificate",
        "search_read",
        [("company_id", "=", unit.company)],
        ["name", "volunteer_id"],
        order="name",
        context=unit.here,
    )
    numbers = [int(row["name"].rpartition("-")[2]) for row in rows]
    assert numbers == list(range(1, len(rows) + 1)), "gaps or doubles"
    return rows


def test_month_drafted_and_handed_in_by_three(hospital, unit):
    """One report of the month is there, one of them handed it in, once."""
    vals = {"company_id": unit.company, "month": unit.month}
    calls = [("volunteer.monthly.report", "create", [vals])] * OFFICERS
    made = [
        answer
        for answer in _in_one_moment(hospital, unit, calls)
        if not isinstance(answer, Refused)
    ]
    assert len(made) == 1, made
    calls = [("volunteer.monthly.report", "action_submit", made[0])] * OFFICERS
    answers = _in_one_moment(hospital, unit, calls)
    assert answers.count(True) == 1, answers
    report = ("report_id", "in", made[0])
    versions = hospital.admin(
        "volunteer.monthly.version",
        "search_read",
        [report],
        ["number"],
        context=unit.here,
    )
    assert [row["number"] for row in versions] == [1]


def test_first_certificates_by_three(hospital, unit):
    """Of other people each: numbers without gap or double, though none existed."""
    thirds = [unit.volunteers[n : PEOPLE // 2 : OFFICERS] for n in range(OFFICERS)]
    calls = [("volunteer.certificate", "action_issue_many", third) for third in thirds]
    answers = _in_one_moment(hospital, unit, calls)
    assert not [one for one in answers if isinstance(one, Refused)], answers
    ids = [number for answer in answers for number in answer["certificate_ids"]]
    assert len(set(ids)) == PEOPLE // 2
    assert len(_certificates(hospital, unit)) == PEOPLE // 2


def test_same_people_by_an_impatient_officer(hospital, unit):
    """Three presses give one certificate each; every press answers with those."""
    before = len(_certificates(hospital, unit))
    others = unit.volunteers[PEOPLE // 2 :]
    calls = [("volunteer.certificate", "action_issue_many", others)] * OFFICERS
    officers = unit.officers[:1] * OFFICERS
    answers = _in_one_moment(hospital, unit, calls, officers)
    assert not [one for one in answers if isinstance(one, Refused)], answers
    assert answers == [answers[0]] * OFFICERS
    assert len(answers[0]["certificate_ids"]) == len(others)
    rows = _certificates(hospital, unit)
    assert len(rows) == before + len(others)
    assert {row["volunteer_id"][0] for row in rows} == set(unit.volunteers)
