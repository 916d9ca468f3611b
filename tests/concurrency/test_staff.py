"""Staff are registered and answer at the same moment: nobody comes out twice."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

from odoo_client import Refused

EMPLOYEES = 40
OFFICERS = 4


def _at_once(number, press):
    """Call ``press`` from so many threads at the same moment; return the answers."""
    start = threading.Barrier(number)

    def run(index):
        start.wait(timeout=120)
        return press(index)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def _employees(hospital, names, **values):
    department = hospital.admin.create(
        "hr.department", {"name": hospital.unused("hr.department", "并发科室")}
    )
    return department, hospital.admin.create(
        "hr.employee",
        [{"name": name, "department_id": department, **values} for name in names],
    )


def test_one_department_by_four_officers(hospital):
    department, employees = _employees(
        hospital, [f"并发职工{n:02d}" for n in range(EMPLOYEES)]
    )
    clients = [
        hospital.client(person)
        for person in hospital.people("officer", ["并发干事"] * OFFICERS)
    ]
    wizards = [
        client.create(
            "volunteer.staff.registration",
            {"department_ids": [(6, 0, [department])], "send_mail": False},
        )
        for client in clients
    ]

    def press(index):
        try:
            clients[index](
                "volunteer.staff.registration", "action_register", [wizards[index]]
            )
        except Refused as refused:
            return refused.kind
        return "registered"

    answers = _at_once(OFFICERS, press)

    assert answers.count("registered") == 1
    assert set(answers) == {"registered", "odoo.exceptions.UserError"}
    rows = hospital.admin.read("hr.employee", employees, "volunteer_id")
    volunteers = {row["volunteer_id"][0] for row in rows}
    assert len(volunteers) == EMPLOYEES
    found = hospital.admin.search("volunteer.volunteer", ("name", "like", "并发职工"))
    assert volunteers <= set(found)
    assert not hospital.admin.search(
        "volunteer.volunteer",
        ("id", "in", found),
        ("employee_ids", "=", False),
    )


def test_an_impatient_thumb_agrees_once(hospital):
    person = hospital.person("user", "急性职工")
    department, (employee,) = _employees(hospital, ["急性职工"], user_id=person.user_id)
    wizard = hospital.admin.create(
        "volunteer.staff.registration",
        {"department_ids": [(6, 0, [department])], "send_mail": False},
    )
    hospital.admin("volunteer.staff.registration", "action_register", [wizard])
    (volunteer,) = hospital.admin.read("hr.employee", [employee], "volunteer_id")
    client = hospital.client(person)
    address = f"{client.url}/my/volunteer/confirm"
    page = client.http.get(address, timeout=120).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)

    answers = _at_once(
        5,
        lambda _index: client.http.post(
            address,
            data={"csrf_token": token, "mobile": "13800138000"},
            timeout=300,
        ),
    )

    assert {answer.status_code for answer in answers} == {200}
    assert not [answer for answer in answers if "alert-danger" in answer.text]
    steps = hospital.admin.search(
        "volunteer.life.event",
        ("volunteer_id", "=", volunteer["volunteer_id"][0]),
        ("state_to", "=", "registered"),
    )
    assert len(steps) == 1
