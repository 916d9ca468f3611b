"""Two officers fill batches for a new public system while the server lists for it."""

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo_client import Refused

ROUNDS = 4
#: Nothing waits any more: the other one has taken all of it.
REFUSAL = "odoo.exceptions.UserError"


def test_first_lists_at_once(hospital):
    admin = hospital.admin
    unit = admin.create(
        "res.company", {"name": hospital.unused("res.company", "平台医院")}
    )
    here = {"allowed_company_ids": [unit]}
    officers = hospital.people("officer", ["平台经办", "平台同事"])
    for person in officers:
        hospital.send_to(person, unit)
    offices = [hospital.client(person) for person in officers]
    for round_ in range(ROUNDS):
        system = admin.create(
            "volunteer.platform",
            {"name": hospital.unused("volunteer.platform", f"省平台{round_}")},
        )
        # From here on the server lists by itself, too.
        vals = {"volunteer_public_platform_id": system}
        admin("res.company", "write", [unit], vals)
        batches = [
            office("volunteer.hour.handover", "create", [{"company_id": unit}])
            for office in offices
        ]
        start = threading.Barrier(len(offices))

        def collect(office, batch, start=start):
            start.wait(timeout=60)
            try:
                office("volunteer.hour.handover", "action_collect", batch)
            except Refused as refusal:
                return refusal
            return None

        with ThreadPoolExecutor(len(offices)) as pool:
            answers = list(pool.map(collect, offices, batches))
        assert all(answer.kind == REFUSAL for answer in answers if answer), answers
        marks = admin(
            "volunteer.handover.mark",
            "search_count",
            [("platform_id", "=", system)],
            context=here,
        )
        # A refused transaction leaves none; two never.
        assert marks <= 1
