"""One person checks in at many devices at the same moment: one presence, no error."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import requests
from hospital import server_time

PIN = "402817"
TOUCHES = 8
#: What the server lets through with one number in a quarter of an hour.
TRIES = 5


@pytest.fixture(scope="module")
def service(hospital):
    """An activity that has begun, two kiosks, and who leads."""
    leader = hospital.person("leader", "队长", volunteer="staff")
    project = hospital.project("签到", hospital.team("签到队", leader))
    post = hospital.post("签到岗")
    now = datetime.now(timezone.utc).replace(microsecond=0)
    activity, (slot,) = hospital.activity(
        project, now - timedelta(minutes=30), now + timedelta(hours=2), {post: 40}
    )
    devices = hospital.admin.create(
        "volunteer.device", [{"name": f"Kiosk {n}"} for n in range(2)]
    )
    links = [
        hospital.admin("volunteer.device", "action_new_link", [device])
        for device in devices
    ]
    return {
        "leader": leader,
        "activity": activity,
        "slot": slot,
        "tokens": [link["context"]["default_url"].rpartition("/")[2] for link in links],
    }


def _new_volunteer(hospital, service, name):
    """Return a person who has signed up and has a PIN, with number and sign-up."""
    person = hospital.person("portal", name, volunteer="staff")
    hospital.client(person)(
        "volunteer.volunteer", "action_set_pin", [person.volunteer_id], PIN
    )
    (signup,) = hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [service["slot"]],
        [person.volunteer_id],
    )
    code = hospital.admin.read("volunteer.volunteer", person.volunteer_id, "code")
    return person, code["code"], signup


def _touch(hospital, token, path, **params):
    session = requests.Session()
    session.trust_env = False
    response = session.post(
        f"{hospital.url}/volunteer/kiosk/{token}/{path}",
        json={"jsonrpc": "2.0", "params": params},
        timeout=120,
    )
    response.raise_for_status()
    answer = response.json()
    assert "error" not in answer, answer
    return answer["result"]


def _at_once(deeds):
    start = threading.Barrier(len(deeds))

    def do(deed):
        start.wait(timeout=60)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def _lines(hospital, person):
    return hospital.admin(
        "volunteer.hour",
        "search_read",
        [("volunteer_id", "=", person.volunteer_id), ("state", "!=", "cancelled")],
        ["state", "method", "check_in"],
    )


def test_two_kiosks_a_roster_and_a_phone(hospital, service):
    person, code, signup = _new_volunteer(hospital, service, "分身")
    client = hospital.client(person)
    lead = hospital.client(service["leader"])
    state = lead.rpc(f"/my/volunteer/lead/{service['activity']}/qr/state", {})
    path = f"/volunteer/scan/{state['url'].rpartition('/')[2]}"

    def kiosk(token):
        return lambda: _touch(hospital, token, "enter", number=code, pin=PIN)["status"]

    def phone():
        page = client.http.get(hospital.url + path, timeout=120)
        assert page.status_code == 200
        return re.search(r'data-status="(\w+)"', page.text).group(1)

    def roster():
        return lead("volunteer.signup", "action_check_in", [signup]) and "green"

    deeds = [kiosk(token) for token in service["tokens"]] * 2 + [phone] * 2 + [roster]
    answers = _at_once(deeds)
    assert set(answers) <= {"green", "amber"}, answers
    (line,) = _lines(hospital, person)
    assert line["state"] == "open"


def test_leaving_at_two_kiosks(hospital, service):
    person, code, signup = _new_volunteer(hospital, service, "走两遍")
    came = datetime.now(timezone.utc) - timedelta(minutes=25)
    lead = hospital.client(service["leader"])
    lead("volunteer.signup", "action_check_in", [signup], "roster", server_time(came))
    tickets = [
        _touch(hospital, token, "enter", number=code, pin=PIN)["ticket"]
        for token in service["tokens"]
    ]
    answers = _at_once(
        [
            lambda token=token, ticket=ticket: _touch(
                hospital, token, "choose", ticket=ticket, deed="leave"
            )["status"]
            for token, ticket in zip(service["tokens"], tickets, strict=True)
        ]
        * 3
    )
    assert set(answers) <= {"green", "amber"}, answers
    (line,) = _lines(hospital, person)
    assert line["state"] == "draft"


def test_guesses_at_once_are_counted(hospital, service):
    """Guessing with many hands is no faster: what runs at once takes turns."""
    person, code, _signup = _new_volunteer(hospital, service, "被猜")
    guesses = [
        lambda guess=guess: _touch(
            hospital,
            service["tokens"][guess % 2],
            "enter",
            number=code,
            pin=f"73915{guess}",
        )["status"]
        for guess in range(TOUCHES)
    ]
    assert set(_at_once(guesses)) == {"red"}
    wrong = hospital.admin.search(
        "volunteer.device.refusal", ("number", "=", code), ("reason", "=", "pin")
    )
    assert len(wrong) <= TRIES
    for number in range(TRIES - len(wrong)):
        _touch(
            hospital, service["tokens"][0], "enter", number=code, pin=f"73914{number}"
        )
    answer = _touch(hospital, service["tokens"][1], "enter", number=code, pin=PIN)
    assert answer["status"] == "red"
    assert not _lines(hospital, person)
