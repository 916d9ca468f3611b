"""Receipts of donations that several officers confirm at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

AT_ONCE = 8


def test_every_donation_gets_its_own_number(hospital):
    # The first of a year makes the register.
    donations = [
        hospital.admin.create(
            "volunteer.donation",
            {"donor": f"捐赠人{number}", "amount": 100, "date": "2026-05-01"},
        )
        for number in range(AT_ONCE + 1)
    ]
    hospital.admin("volunteer.donation", "action_receive", [donations[0]])
    people = hospital.people("officer", [f"登记员{n}" for n in range(AT_ONCE)])
    start = threading.Barrier(AT_ONCE)

    def receive(person, donation):
        client = hospital.client(person)
        start.wait(timeout=300)
        client("volunteer.donation", "action_receive", [donation])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(receive, people, donations[1:]))
    rows = hospital.admin.read("volunteer.donation", donations, "number")
    first = int(rows[0]["number"].split("-")[1])
    assert sorted(int(row["number"].split("-")[1]) for row in rows) == list(
        range(first, first + AT_ONCE + 1)
    )
