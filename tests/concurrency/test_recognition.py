"""Stars, points and evaluation sheets while two people press at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

PEOPLE = 12
STAFF = 3
PRICE = 10
#: What a person may read; anything else is a failure of the server.
REFUSALS = ("odoo.exceptions.UserError", "odoo.exceptions.AccessError")


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a unit where one hour makes a star, of people with ten points each.

    Its first volunteers work in a department, which has a head.
    """
    admin = hospital.admin
    company = hospital.open_unit("并发表彰医院", volunteer_award_days=0)
    here = {"allowed_company_ids": [company]}
    officers = hospital.people("officer", ["表彰甲", "表彰乙"])
    hrs = hospital.people("hr", ["人事甲", "人事乙"])
    head = hospital.person("user", "科主任")
    people = hospital.people("user", [f"表彰{n:02d}" for n in range(PEOPLE)])
    for one in (*officers, *hrs, head, *people):
        hospital.send_to(one, company)
    volunteers = admin(
        "volunteer.volunteer",
        "create",
        [
            {
                "name": one.name,
                "user_id": one.user_id,
                "kind": "staff",
                "company_id": company,
            }
            for one in people
        ],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", volunteers, context=here)
    for person, volunteer in zip(people, volunteers, strict=True):
        person.volunteer_id = volunteer
    admin(
        "volunteer.volunteer",
        "action_correct_points",
        volunteers,
        PRICE,
        "起始积分",
        context=here,
    )
    admin.create(
        "volunteer.star",
        {"company_id": company, "level": 1, "hours": 1, "name": "一星"},
    )
    _make_department(hospital, company, head, people[:STAFF])
    return SimpleNamespace(
        company=company,
        here=here,
        officers=officers,
        hrs=hrs,
        head=head,
        people=people,
        volunteers=volunteers,
    )


def _make_department(hospital, company, head, people):
    admin = hospital.admin
    department = admin.create(
        "hr.department", {"name": "并发科", "company_id": company}
    )
    common = {"company_id": company, "department_id": department}
    head.employee_id, *_others = admin.create(
        "hr.employee",
        [
            {**common, "name": head.name, "user_id": head.user_id},
            *(
                {
                    **common,
                    "name": person.name,
                    "user_id": person.user_id,
                    "volunteer_id": person.volunteer_id,
                }
                for person in people
            ),
        ],
    )
    admin("hr.department", "write", [department], {"manager_id": head.employee_id})


def _in_one_moment(hospital, unit, calls):
    """Let people make calls at the same moment; return what each one gave.

    :param calls: ``[(person, model, method, argument, …)]``
    :return: answers; a refusal where the server told that person why not
    """
    start = threading.Barrier(len(calls))
    ready = [hospital.client(person) for person, *_call in calls]

    def press(number):
        start.wait(timeout=60)
        try:
            return ready[number](*calls[number][1:], context=unit.here)
        except Refused as refusal:
            assert refusal.kind in REFUSALS, refusal
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(press, range(len(calls))))


def _search(hospital, unit, model, domain, *fields):
    return hospital.admin(model, "search_read", domain, list(fields), context=unit.here)


def _publish_an_hour_each(hospital, unit):
    """Return a notice with an approved hour of each volunteer."""
    admin, day = hospital.admin, local_day(-20, 8).date().isoformat()
    lines = admin(
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
        context=unit.here,
    )
    admin("volunteer.hour", "action_submit", lines, context=unit.here)
    # Those of the department wait for its head as well.
    hospital.agree((hospital.client(unit.head), admin), lines, unit.here)
    (notice,) = admin(
        "volunteer.notice",
        "create",
        [{"company_id": unit.company, "date_from": day, "date_to": day}],
        context=unit.here,
    )
    admin("volunteer.notice", "action_publish", [notice], context=unit.here)
    return notice


def test_recorded_while_the_same_people_buy(hospital, unit):
    """Every order is paid and every hour credited, whoever comes first."""
    notice = _publish_an_hour_each(hospital, unit)
    (reward,) = hospital.admin(
        "volunteer.reward",
        "create",
        [
            {
                "name": "保温杯",
                "price": PRICE,
                "stock": PEOPLE,
                "company_id": unit.company,
            }
        ],
        context=unit.here,
    )
    hospital.admin("volunteer.reward", "action_open", [reward], context=unit.here)
    calls = [
        (unit.officers[0], "volunteer.notice", "action_close", [notice]),
        *(
            (person, "volunteer.reward", "action_order", [reward])
            for person in unit.people
        ),
    ]
    answers = _in_one_moment(hospital, unit, calls)
    assert not [answer for answer in answers if isinstance(answer, Refused)], answers
    assert len(set(answers[1:])) == PEOPLE
    accounts = _search(
        hospital,
        unit,
        "volunteer.point.account",
        [("volunteer_id", "in", unit.volunteers)],
        "earned",
        "balance",
    )
    assert len(accounts) == PEOPLE
    # Ten were given and ten spent; what is left is the hour's point.
    assert {(row["earned"], row["balance"]) for row in accounts} == {(100, 100)}
    left = _search(hospital, unit, "volunteer.reward", [("id", "=", reward)], "stock")
    assert left[0]["stock"] == 0


def test_stars_are_granted_by_two(hospital, unit):
    """Both officers press; one decision stands, and everybody is told once."""
    stars = _search(
        hospital,
        unit,
        "volunteer.award",
        [("company_id", "=", unit.company), ("kind", "=", "star")],
        "state",
        "volunteer_id",
    )
    assert {row["state"] for row in stars} == {"proposed"}
    assert {row["volunteer_id"][0] for row in stars} == set(unit.volunteers)
    assert len(stars) == PEOPLE
    ids = [row["id"] for row in stars]
    for method, state in (("action_review", "reviewed"), ("action_grant", "granted")):
        calls = [(one, "volunteer.award", method, ids) for one in unit.officers]
        answers = _in_one_moment(hospital, unit, calls)
        assert answers.count(True) == 1, answers
        rows = _search(hospital, unit, "volunteer.award", [("id", "in", ids)], "state")
        assert {row["state"] for row in rows} == {state}
    told = _search(
        hospital,
        unit,
        "volunteer.message",
        [
            ("volunteer_id", "in", unit.volunteers),
            ("url", "=like", "%/my/volunteer/stars"),
        ],
        "volunteer_id",
    )
    assert sorted(row["volunteer_id"][0] for row in told) == sorted(unit.volunteers)


@pytest.fixture(scope="module")
def sheets(hospital, unit):
    """Return the sheets of the first volunteers, with whom they wait."""
    hr, day = hospital.client(unit.hrs[0]), local_day(-20, 8).date()
    evaluation_round = hr(
        "volunteer.evaluation.round",
        "create",
        [{"company_id": unit.company, "year": day.year}],
        context=unit.here,
    )
    for method in ("action_compute", "action_open"):
        hr("volunteer.evaluation.round", method, evaluation_round, context=unit.here)
    rows = _search(
        hospital,
        unit,
        "volunteer.evaluation",
        [
            ("round_id", "in", evaluation_round),
            ("volunteer_id", "in", unit.volunteers[:STAFF]),
        ],
        "waits_for",
        "volunteer_id",
    )
    assert [row["waits_for"] for row in rows] == ["self"] * STAFF
    return {row["volunteer_id"][0]: row["id"] for row in rows}


def _read_sheets(hospital, unit, ids, *fields):
    return hospital.admin(
        "volunteer.evaluation", "read", ids, list(fields), context=unit.here
    )


def test_sheet_goes_on_while_the_person_remarks(hospital, unit, sheets):
    """Whoever is told that it worked finds it so; the other reads why not."""
    person = unit.people[0]
    sheet = sheets[person.volunteer_id]
    answers = _in_one_moment(
        hospital,
        unit,
        [
            (person, "volunteer.evaluation", "action_remark", [sheet], "自评"),
            (unit.hrs[0], "volunteer.evaluation", "action_skip", [sheet]),
        ],
    )
    (row,) = _read_sheets(hospital, unit, [sheet], "waits_for", "self_text")
    if answers[0] is True:
        assert row["self_text"] == "自评"
        # A second press of somebody else found it at the next station, and went on.
        assert row["waits_for"] == ("committee" if answers[1] is True else "department")
    else:
        assert answers[1] is True
        assert (row["self_text"], row["waits_for"]) == (False, "department")


def test_sheet_goes_on_while_the_head_sends_it_back(hospital, unit, sheets):
    """Human Resources always gets it one station further than the head left it."""
    ids = [sheets[person.volunteer_id] for person in unit.people[1:STAFF]]
    hr = unit.hrs[0]
    hospital.client(hr)("volunteer.evaluation", "action_skip", ids, context=unit.here)
    answers = _in_one_moment(
        hospital,
        unit,
        [
            (unit.head, "volunteer.evaluation", "action_send_back", ids, "请写自评"),
            (hr, "volunteer.evaluation", "action_skip", ids),
        ],
    )
    assert answers[1] is True, answers
    sent_back = answers[0] is True
    rows = _read_sheets(hospital, unit, ids, "waits_for", "return_reason")
    assert {(row["waits_for"], row["return_reason"]) for row in rows} == {
        ("department", "请写自评") if sent_back else ("committee", False)
    }


def test_confirmed_while_it_is_sent_back(hospital, unit, sheets):
    """A sheet is confirmed or back with the committee; never both."""
    ids = sorted(sheets.values())
    hr = hospital.client(unit.hrs[0])
    for row in _read_sheets(hospital, unit, ids, "waits_for"):
        for _station in range(
            ("committee", "department", "self").index(row["waits_for"])
        ):
            hr("volunteer.evaluation", "action_skip", [row["id"]], context=unit.here)
    hospital.client(unit.officers[0])(
        "volunteer.evaluation", "action_committee", ids, "同意", context=unit.here
    )
    confirming, returning = unit.hrs
    answers = _in_one_moment(
        hospital,
        unit,
        [
            (confirming, "volunteer.evaluation", "action_confirm", ids, "同意"),
            (returning, "volunteer.evaluation", "action_send_back", ids, "请复核"),
        ],
    )
    assert answers.count(True) == 1, answers
    rows = _read_sheets(hospital, unit, ids, "state", "waits_for", "hr_by_id")
    assert len({(row["state"], row["waits_for"]) for row in rows}) == 1
    if answers[0] is True:
        assert {row["hr_by_id"][0] for row in rows} == {confirming.user_id}
        assert rows[0]["state"] == "confirmed"
    else:
        assert not any(row["hr_by_id"] for row in rows)
        assert rows[0]["waits_for"] == "committee"
