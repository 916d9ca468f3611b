"""Many people order the last piece at the same moment; nobody pays for nothing."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from odoo_client import Refused

PEOPLE = 20
POINTS = 10


@pytest.fixture(scope="module")
def buyers(hospital):
    """Return people with ten points each."""
    people = hospital.people("portal", [f"抢购{n:02d}" for n in range(PEOPLE)])
    hospital.make_volunteers(people, "community")
    hospital.admin(
        "volunteer.volunteer",
        "action_correct_points",
        [person.volunteer_id for person in people],
        POINTS,
        "起始积分",
    )
    return people


def _reward(hospital, stock, **vals):
    reward = hospital.admin.create(
        "volunteer.reward", {"name": "雨伞", "price": POINTS, "stock": stock, **vals}
    )
    hospital.admin("volunteer.reward", "action_open", [reward])
    return reward


def _orders(hospital, reward):
    return hospital.admin(
        "volunteer.reward.order",
        "search_read",
        [("reward_id", "=", reward)],
        ["volunteer_id", "state"],
    )


def _points(hospital, people):
    rows = hospital.admin(
        "volunteer.point.account",
        "search_read",
        [("volunteer_id", "in", [person.volunteer_id for person in people])],
        ["volunteer_id", "balance"],
    )
    return {row["volunteer_id"][0]: row["balance"] for row in rows}


def _in_one_moment(deed, people):
    """Return what came of a deed: what it gave, or the sentence that refused it."""
    start = threading.Barrier(len(people))

    def press(person):
        start.wait(timeout=300)
        try:
            return deed(person)
        except Refused as refusal:
            assert refusal.kind == "odoo.exceptions.UserError", refusal
            return refusal.message

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(press, people))


def test_the_last_piece_over_rpc(hospital, buyers):
    reward = _reward(hospital, 1)
    clients = {person.login: hospital.client(person) for person in buyers}
    answers = _in_one_moment(
        lambda person: clients[person.login](
            "volunteer.reward", "action_order", [reward]
        ),
        buyers,
    )
    sold = [answer for answer in answers if isinstance(answer, int)]
    sentences = [answer for answer in answers if isinstance(answer, str)]
    assert len(sold) == 1, answers
    assert len(sentences) == PEOPLE - 1 and all("雨伞" in text for text in sentences)
    (order,) = _orders(hospital, reward)
    points = _points(hospital, buyers)
    assert points.pop(order["volunteer_id"][0]) == 0
    assert set(points.values()) == {POINTS * 100}
    left = hospital.admin.read("volunteer.reward", reward, "stock", "supplied")
    assert (left["stock"], left["supplied"]) == (0, 1)
    hospital.admin("volunteer.reward.order", "action_cancel", [order["id"]], "试完")
    assert hospital.admin.read("volunteer.reward", reward, "stock")["stock"] == 1


def test_the_last_pieces_on_the_page(hospital, buyers):
    """Nobody is turned away for losing a race while there are pieces left."""
    pieces = 5
    reward = _reward(hospital, pieces)
    ready = {}
    for person in buyers:
        client = hospital.client(person)
        page = client.http.get(f"{client.url}/my/volunteer/shop", timeout=120)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        ready[person.login] = client, token

    def press(person):
        client, token = ready[person.login]
        return client.http.post(
            f"{client.url}/my/volunteer/shop/{reward}/order",
            data={"csrf_token": token, "had": "0"},
            timeout=300,
        )

    answers = _in_one_moment(press, buyers)
    assert {answer.status_code for answer in answers} == {200}
    assert sum("/shop/orders/" in answer.url for answer in answers) == pieces
    orders = _orders(hospital, reward)
    assert len(orders) == pieces
    assert hospital.admin.read("volunteer.reward", reward, "stock")["stock"] == 0
    points = _points(hospital, buyers)
    assert sorted(points.values()) == [0] * pieces + [POINTS * 100] * (PEOPLE - pieces)
    for order in orders:
        hospital.admin("volunteer.reward.order", "action_cancel", [order["id"]], "试完")
    assert set(_points(hospital, buyers).values()) == {POINTS * 100}


def test_one_persons_points_are_spent_once(hospital, buyers):
    """Several devices of one person, more pieces than points."""
    reward = _reward(hospital, PEOPLE)
    person = buyers[0]
    clients = [hospital.client(person)] * 6
    answers = _in_one_moment(
        lambda client: client("volunteer.reward", "action_order", [reward]), clients
    )
    assert sum(isinstance(answer, int) for answer in answers) == 1, answers
    assert _points(hospital, [person])[person.volunteer_id] == 0
    assert hospital.admin.read("volunteer.reward", reward, "stock")["stock"] == (
        PEOPLE - 1
    )


def test_a_gift_is_accepted_or_taken_back(hospital, buyers):
    giver, receiver = buyers[1], buyers[2]
    own, other = hospital.client(giver), hospital.client(receiver)
    code = hospital.admin.read("volunteer.volunteer", receiver.volunteer_id, "code")
    answer = own(
        "volunteer.gift",
        "action_offer",
        POINTS,
        "sibling",
        code=code["code"],
        name=receiver.name,
    )
    assert answer["id"], answer
    deeds = [(own, "action_withdraw")] * 3 + [(other, "action_accept")] * 3
    answers = _in_one_moment(
        lambda deed: deed[0]("volunteer.gift", deed[1], [answer["id"]]), deeds
    )
    assert answers.count(True) == 1, answers
    assert sum(_points(hospital, [giver, receiver]).values()) == 2 * POINTS * 100


def test_one_code_at_two_desks(hospital, buyers):
    reward = _reward(hospital, 1)
    person = buyers[3]
    order = hospital.client(person)("volunteer.reward", "action_order", [reward])
    officers = hospital.people("officer", [f"发放{n}" for n in range(4)])
    client = hospital.client(person)
    page = client.http.get(
        f"{client.url}/my/volunteer/shop/orders/{order}", timeout=120
    )
    code = re.search(r'id="volunteer_pickup_code"[^>]*>([A-Z0-9 ]+)<', page.text)[1]
    clients = [hospital.client(officer) for officer in officers]
    answers = _in_one_moment(
        lambda desk: desk("volunteer.reward.order", "action_hand_out", code), clients
    )
    colours = [
        answer["colour"] if isinstance(answer, dict) else answer for answer in answers
    ]
    assert sorted(colours) == ["amber"] * 3 + ["green"], answers
