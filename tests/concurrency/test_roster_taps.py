"""The same taps are handed over by several requests at the same moment."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from hospital import SHANGHAI

REQUESTS = 4


def test_taps_arrive_several_times_at_once(hospital):
    leader = hospital.person("portal", "队长陈", volunteer="retiree")
    people = hospital.people("portal", [f"点名{number}" for number in range(5)])
    # Grown up: the age of others is asked for in the evening.
    hospital.make_volunteers(people, "retiree")
    now = datetime.now(SHANGHAI).replace(second=0, microsecond=0)
    activity, (slot,) = hospital.activity(
        hospital.project("点名", hospital.team("点名队", leader)),
        now - timedelta(minutes=30),
        now + timedelta(minutes=90),
        {hospital.post("点名岗"): len(people)},
    )
    hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id for person in people],
    )
    client = hospital.client(leader)
    rows = client("volunteer.activity", "action_get_roster", [activity])["rows"]
    clock = int(time.time() * 1000)
    taps = [
        {
            "uuid": str(uuid.uuid4()),
            "kind": "in",
            "at": clock - 60_000,
            "signup_id": row["id"],
        }
        for row in rows
    ]
    # One of them checks out: applied twice, it would be told as a mistake.
    taps.append({**taps[0], "uuid": str(uuid.uuid4()), "kind": "out", "at": clock})
    start = threading.Barrier(REQUESTS)

    def hand_over(_number):
        start.wait(timeout=60)
        return client.rpc(
            f"/my/volunteer/lead/{activity}/taps", {"taps": taps, "clock": clock}
        )

    with ThreadPoolExecutor(REQUESTS) as pool:
        answers = list(pool.map(hand_over, range(REQUESTS)))
    for answer in answers:
        assert answer["results"] == {tap["uuid"]: "" for tap in taps}
    lines = hospital.admin(
        "volunteer.hour",
        "search_read",
        [("activity_id", "=", activity)],
        ["volunteer_id"],
    )
    assert len(lines) == len({line["volunteer_id"][0] for line in lines}) == len(people)
    noted = hospital.admin.search(
        "volunteer.roster.tap", ("activity_id", "=", activity)
    )
    assert len(noted) == len(taps)
