"""Strangers send the same application at the same moment: one record comes out."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import requests

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: The form is not taken from anybody who fills it in faster.
SECONDS_TO_FILL_IN = 3.5


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a company of its own with an open join page."""
    name = hospital.unused("res.company", "并发报名医院")
    company = hospital.admin.create(
        "res.company", {"name": name, "volunteer_join_open": True}
    )
    return SimpleNamespace(id=company, numbers=iter(range(1, 1000)))


def _resident_id(hospital, unit):
    born = date(1950, 1, 1) + timedelta(days=int(hospital.tag) % 9000)
    number = f"110105{born:%Y%m%d}{next(unit.numbers):03d}"
    total = sum(w * int(d) for w, d in zip(WEIGHTS, number, strict=True))
    return number + "10X98765432"[total % 11]


def _person(hospital, unit, **changes):
    """Return what somebody types who is not on record."""
    return {
        "unit": unit.id,
        "kind": "community",
        "name": "并发申请人",
        "id_type": "111",
        "id_number": _resident_id(hospital, unit),
        "mobile": f"139{hospital.tag[-5:]}{next(unit.numbers):03d}",
        "region": "演示区",
        "accept_consent": "1",
        "accept_risk": "1",
        **changes,
    }


def _send_at_once(hospital, forms):
    """Let each form be sent from a browser of its own; return the answers."""
    start = threading.Barrier(len(forms))

    def send(form):
        http = requests.Session()
        http.trust_env = False
        address = f"{hospital.url}/volunteer/join"
        query = {"unit": form["unit"], "kind": form["kind"]}
        if "notice" in form:
            query["notice"] = form["notice"]
        page = http.get(address, params=query, timeout=120).text
        hidden = dict(
            re.findall(r'name="(csrf_token|form_token)" value="([^"]+)"', page)
        )
        time.sleep(SECONDS_TO_FILL_IN)
        start.wait(timeout=120)
        return http.post(address, data={**form, **hidden}, timeout=300)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def _applicants(hospital, unit):
    return hospital.admin.search(
        "volunteer.volunteer",
        ("company_id", "=", unit.id),
        context={"allowed_company_ids": [unit.id]},
    )


def _thanked(answers):
    return [answer for answer in answers if answer.url.endswith("/thanks")]


def _todos(hospital, ids):
    return hospital.admin.search(
        "mail.activity",
        ("res_model", "=", "volunteer.volunteer"),
        ("res_id", "in", ids),
    )


def test_two_identical_applications(hospital, unit):
    """One wins; the other one gets the same answer, and the office a to-do."""
    before = set(_applicants(hospital, unit))
    form = _person(hospital, unit)
    answers = _send_at_once(hospital, [form, form])
    assert {answer.status_code for answer in answers} == {200}
    assert len(_thanked(answers)) == 2
    (new,) = set(_applicants(hospital, unit)) - before
    assert len(_todos(hospital, [new])) == 1


def test_one_number_is_enough(hospital, unit):
    """Many at once who share an ID number, under several names and telephones."""
    before = set(_applicants(hospital, unit))
    number = _resident_id(hospital, unit)
    forms = [
        _person(hospital, unit, name=f"并发{n}", id_number=number) for n in range(4)
    ]
    answers = _send_at_once(hospital, forms)
    assert {answer.status_code for answer in answers} == {200}
    assert len(_thanked(answers)) == len(forms)
    assert len(set(_applicants(hospital, unit)) - before) == 1


def test_the_last_place_of_a_notice(hospital, unit):
    """Four strangers and two places: two applications, the others are told."""
    here = {"allowed_company_ids": [unit.id]}
    notice = hospital.admin(
        "volunteer.recruitment",
        "create",
        [
            {
                "name": "并发招募",
                "company_id": unit.id,
                "conditions": "。",
                "risks": "。",
                "quota": 2,
            }
        ],
        context=here,
    )[0]
    hospital.admin("volunteer.recruitment", "action_open", [notice], context=here)
    token = hospital.admin.read("volunteer.recruitment", notice, "token")["token"]
    forms = [_person(hospital, unit, notice=token) for _number in range(4)]
    answers = _send_at_once(hospital, forms)
    assert {answer.status_code for answer in answers} == {200}
    assert len(_thanked(answers)) == 2
    row = hospital.admin.read("volunteer.recruitment", notice, "state", "taken")
    assert (row["state"], row["taken"]) == ("closed", 2)
    applicants = hospital.admin.search(
        "volunteer.volunteer", ("recruitment_id", "=", notice), context=here
    )
    assert len(applicants) == 2
