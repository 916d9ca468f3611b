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
    refused = [answer for answer in answers if "alert-danger" in answer.text]
    assert not refused, f"{len(refused)} of {PEOPLE} were turned away"
    rows = hospital.admin(
        "volunteer.signup",
        "search_read",
        [("activity_id", "=", activity)],
        ["state", "waiting_rank", "waiting_place"],
        order="waiting_rank",
    )
    seated = [row for row in rows if row["state"] == "confirmed"]
    queue = [row for row in rows if row["state"] == "waiting"]
    assert (len(seated), len(queue)) == (SEATS, PEOPLE - SEATS)
    assert [row["waiting_rank"] for row in queue] == list(range(1, 1 + len(queue)))
    assert _counters(hospital, slot) == (SEATS, PEOPLE - SEATS)

    # Two leave at the same moment: the first two are asked, in their order.
    start = threading.Barrier(2)

    def cancel(row):
        volunteer = hospital.admin.read("volunteer.signup", row["id"], "volunteer_id")
        owner = next(
            person
            for person in people
            if person.volunteer_id == volunteer["volunteer_id"][0]
        )
        client = hospital.client(owner)
        start.wait(timeout=60)
        return client("volunteer.signup", "action_cancel", [row["id"]])

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(cancel, seated[:2])) == [True, True]
    offered = hospital.admin.search(
        "volunteer.signup",
        ("activity_id", "=", activity),
        ("offered_until", "!=", False),
        order="waiting_rank",
    )
    assert offered == [row["id"] for row in queue[:2]]
    assert _counters(hospital, slot) == (SEATS, PEOPLE - SEATS - 2)


def _counters(hospital, slot):
    row = hospital.admin.read("volunteer.activity.slot", slot, "taken", "waiting")
    return row["taken"], row["waiting"]


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
