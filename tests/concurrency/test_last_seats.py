"""Many people press the same button at the same moment."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from hospital import local_day

PEOPLE = 50
SEATS = 5


def _token(client):
    page = client.http.get(f"{client.url}/my/volunteer/activities", timeout=120)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)


def test_fifty_people_and_five_seats(hospital):
    leader = hospital.person("leader", "队长", volunteer="staff")
    project = hospital.project("抢座", hospital.team("抢座队", leader))
    post = hospital.post("礼仪")
    activity, (slot,) = hospital.activity(
        project, local_day(20, 8), local_day(20, 11), {post: SEATS}
    )
    people = hospital.people("portal", [f"抢座{n:02d}" for n in range(PEOPLE)])
    hospital.make_volunteers(people, "community")
    start = threading.Barrier(PEOPLE)

    def press(person):
        client = hospital.client(person)
        token = _token(client)
        start.wait(timeout=300)
        return client.http.post(
            f"{client.url}/my/volunteer/needs/{slot}/sign-up",
            data={"csrf_token": token},
            timeout=300,
        )

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(press, people))

    assert {answer.status_code for answer in answers} == {200}
    winners = [answer for answer in answers if "alert-success" in answer.text]
    losers = [answer for answer in answers if "alert-danger" in answer.text]
    assert (len(winners), len(losers)) == (SEATS, PEOPLE - SEATS)
    signups = hospital.admin.search(
        "volunteer.signup",
        ("activity_id", "=", activity),
        ("state", "=", "confirmed"),
    )
    assert len(signups) == SEATS
    counters = hospital.admin.read(
        "volunteer.activity.slot", slot, "taken", "seats_left"
    )
    assert (counters["taken"], counters["seats_left"]) == (SEATS, 0)


def test_one_person_many_times(hospital):
    """An impatient thumb signs up once."""
    leader = hospital.person("leader", "队长", volunteer="staff")
    project = hospital.project("多次", hospital.team("多次队", leader))
    post = hospital.post("引导")
    _activity, (slot,) = hospital.activity(
        project, local_day(21, 8), local_day(21, 11), {post: SEATS}
    )
    person = hospital.person("portal", "急性子", volunteer="community")
    client = hospital.client(person)
    token = _token(client)
    presses = 6
    start = threading.Barrier(presses)

    def press(_number):
        start.wait(timeout=60)
        return client.http.post(
            f"{client.url}/my/volunteer/needs/{slot}/sign-up",
            data={"csrf_token": token},
            timeout=300,
        ).status_code

    with ThreadPoolExecutor(presses) as pool:
        assert set(pool.map(press, range(presses))) == {200}
    assert hospital.admin.read("volunteer.activity.slot", slot, "taken")["taken"] == 1
    signups = hospital.admin.search("volunteer.signup", ("slot_id", "=", slot))
    assert len(signups) == 1
