"""A wish and the last place of a project, which many take at the same moment."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

PEOPLE = 12


@pytest.fixture(scope="module")
def people(hospital):
    people = hospital.people("portal", [f"认领{n:02d}" for n in range(PEOPLE)])
    hospital.make_volunteers(people, "community")
    return people


def _press_at_once(hospital, people, page, action):
    """Let everybody send one form at the same moment; return the answers."""
    start = threading.Barrier(len(people))

    def press(person):
        client = hospital.client(person)
        text = client.http.get(f"{client.url}{page}", timeout=120).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)
        start.wait(timeout=300)
        return client.http.post(
            f"{client.url}{action}", data={"csrf_token": token}, timeout=300
        )

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(press, people))


def _assert_one_wins(answers):
    assert {answer.status_code for answer in answers} == {200}
    wins = [answer for answer in answers if "alert-success" in answer.text]
    losses = [answer for answer in answers if "alert-danger" in answer.text]
    assert (len(wins), len(losses)) == (1, len(answers) - 1)


def test_a_wish_is_claimed_by_one(hospital, people):
    wish = hospital.admin.create("volunteer.wish", {"name": "一本图画书"})
    answers = _press_at_once(
        hospital,
        people,
        "/my/volunteer/wishes",
        f"/my/volunteer/wishes/{wish}/claim",
    )
    _assert_one_wins(answers)
    row = hospital.admin.read("volunteer.wish", wish, "state", "claimed_by_id")
    assert row["state"] == "claimed"
    assert row["claimed_by_id"][0] in {person.volunteer_id for person in people}


def test_the_last_place_of_a_project(hospital, people):
    leader = hospital.person("leader", "认领队长", volunteer="staff")
    project = hospital.project("社区项目", hospital.team("认领队", leader))
    hospital.admin(
        "volunteer.project",
        "write",
        [project],
        {"kind": "community", "claim_for": "all", "claim_seats": 1},
    )
    hospital.admin("volunteer.project", "action_start", [project])
    answers = _press_at_once(
        hospital,
        people,
        "/my/volunteer/claims",
        f"/my/volunteer/projects/{project}/claim",
    )
    _assert_one_wins(answers)
    claims = hospital.admin.search(
        "volunteer.project.claim", ("project_id", "=", project)
    )
    taken = hospital.admin.read("volunteer.project", project, "claims_taken")
    assert (len(claims), taken["claims_taken"]) == (1, 1)
