"""A whole roster answers an emergency call in the same minute."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from hospital import local_day, server_time

PEOPLE = 40
SEATS = 7


def test_a_roster_answers_at_once(hospital):
    leader = hospital.person("leader", "呼叫队长", volunteer="staff")
    team = hospital.team("应急队", leader)
    project = hospital.project("应急", team)
    post = hospital.post("应急支援")
    people = hospital.people("portal", [f"应急{n:02d}" for n in range(PEOPLE)])
    hospital.make_volunteers(people, "community")
    hospital.admin.create(
        "volunteer.team.member",
        [
            {
                "team_id": team,
                "volunteer_id": person.volunteer_id,
                "date_from": "2020-01-01",
                "standby": True,
            }
            for person in people
        ],
    )
    call = hospital.admin.create(
        "volunteer.call",
        {
            "name": "急诊大厅缺人",
            "message": "请速到急诊大厅",
            "project_id": project,
            "post_id": post,
            "team_ids": [(6, 0, [team])],
            "start": server_time(local_day(25, 10)),
            "stop": server_time(local_day(25, 12)),
            "seats": SEATS,
        },
    )
    hospital.admin("volunteer.call", "action_call", [call])
    start = threading.Barrier(PEOPLE)

    def answer(person):
        client = hospital.client(person)
        page = f"{client.url}/my/volunteer/calls/{call}"
        token = re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"',
            client.http.get(page, timeout=120).text,
        ).group(1)
        start.wait(timeout=300)
        return client.http.post(
            f"{page}/answer", data={"csrf_token": token, "coming": "1"}, timeout=300
        )

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(answer, people))
    assert {response.status_code for response in answers} == {200}
    assert not [response for response in answers if "alert-danger" in response.text]

    # What the races left over is given out by the scheduled job.
    cron = hospital.admin.ref("volunteer_base.volunteer_call_cron_seat")
    hospital.admin("ir.cron", "method_direct_trigger", [cron])
    rows = hospital.admin.search("volunteer.call.answer", ("call_id", "=", call))
    states = [
        hospital.admin.read("volunteer.call.answer", row, "state")["state"]
        for row in rows
    ]
    assert states.count("coming") == SEATS
    assert states.count("reserve") == PEOPLE - SEATS
    slot = hospital.admin.read("volunteer.call", call, "slot_id", "state")
    assert slot["state"] == "filled"
    counters = hospital.admin.read(
        "volunteer.activity.slot", slot["slot_id"][0], "taken", "seats_left"
    )
    assert (counters["taken"], counters["seats_left"]) == (SEATS, 0)
