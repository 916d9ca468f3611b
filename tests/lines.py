"""Hours of one volunteer in every state, with all that stands behind them."""

import time
import uuid
from datetime import datetime, timedelta

from hospital import SHANGHAI, local_day

STATES = (
    "open",
    "draft",
    "submitted",
    "refused",
    "cancelled",
    "approved",
    "published",
    "recorded",
)
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
#: What hangs on a line; all of it is compared.
BEHIND = (
    "volunteer.approval",
    "volunteer.hour.event",
    "volunteer.hour.evidence",
    "volunteer.hour.entry",
)


def hand_over(hospital, unit, day):
    """Put what a unit recorded of a day into a batch for a public system."""
    admin = hospital.admin
    system = admin.create(
        "volunteer.platform", {"name": hospital.unused("volunteer.platform", "市平台")}
    )
    field = "volunteer_public_platform_id"
    before = (admin.read("res.company", unit, field)[field] or [False])[0]
    admin("res.company", "write", [unit], {field: system})
    try:
        batch = admin.create(
            "volunteer.hour.handover",
            {"company_id": unit, "date_from": day, "date_to": day},
        )
        admin("volunteer.hour.handover", "action_collect", [batch])
    finally:
        # What other tests record is not listed.
        admin("res.company", "write", [unit], {field: before})
    return batch


class Lines:
    """A leader, who decides first, an office, and the volunteer whose lines it is.

    The days lie months back, where no team of other tests was and no notice looks.
    """

    def __init__(self, hospital):
        self.hospital = hospital
        self.leader = hospital.person("leader", "时长队长", volunteer="staff")
        # Grown up: the age of others is asked for in the evening.
        self.owner = hospital.person("portal", "时长本人", volunteer="retiree")
        self.officer = hospital.person("officer", "时长经办", volunteer="staff")
        self.team = hospital.team("时长队", self.leader, [self.owner])
        self.project = hospital.project("时长项目", self.team)
        hospital.admin("volunteer.project", "action_start", [self.project])
        self.unit = hospital.admin.read("res.users", self.officer.user_id, "company_id")
        self.unit = self.unit["company_id"][0]
        self._days = 0

    def claim(self, person):
        """Return the id of a draft of this person, entered late by the office."""
        self._days += 1
        day = local_day(-300 + self._days, 0).date().isoformat()
        return self.hospital.admin.create(
            "volunteer.hour",
            {
                "volunteer_id": person.volunteer_id,
                "project_id": self.project,
                "date": day,
                "minutes": 60,
                "description": "陪伴住院儿童",
                "late_reason": "住院期间没有网络",
            },
        )

    def make(self, state):
        """Return the id of a line of the owner in this state."""
        if state == "open":
            return self._check_in()
        admin, own = self.hospital.admin, self.hospital.client(self.owner)
        line = self.claim(self.owner)
        own("volunteer.hour", "action_add_evidence", [line], [("照片.png", PICTURE)])
        if state == "draft":
            return line
        own("volunteer.hour", "action_submit", [line])
        if state in ("cancelled", "recorded"):
            own("volunteer.hour", "action_withdraw", [line])
        if state == "cancelled":
            own("volunteer.hour", "action_cancel", [line])
        if state == "recorded":
            # What happened on the way stands in events.
            own("volunteer.hour", "action_submit", [line])
        leader = self.hospital.client(self.leader)
        if state == "refused":
            leader("volunteer.hour", "action_refuse", [line], "请补充病区。")
        if state in ("approved", "published", "recorded"):
            leader("volunteer.hour", "action_approve", [line])
            while self.state(line) == "submitted":
                admin("volunteer.hour", "action_approve", [line])
        if state in ("published", "recorded"):
            self.publish([line], close=state == "recorded")
        assert self.state(line) == state
        return line

    def _check_in(self):
        """Return the line of somebody who is here now."""
        hospital = self.hospital
        now = datetime.now(SHANGHAI).replace(microsecond=0)
        activity, (slot,) = hospital.activity(
            self.project,
            now - timedelta(minutes=20),
            now + timedelta(minutes=100),
            {hospital.post("秩序维护"): 3},
        )
        (signup,) = hospital.admin(
            "volunteer.activity.slot",
            "action_sign_up_volunteers",
            [slot],
            [self.owner.volunteer_id],
        )
        clock = int(time.time() * 1000)
        tap = {"uuid": str(uuid.uuid4()), "kind": "in", "at": clock}
        hospital.client(self.leader)(
            "volunteer.activity",
            "action_hand_over_taps",
            [activity],
            [{**tap, "signup_id": signup}],
            clock,
        )
        (line,) = hospital.admin.search("volunteer.hour", ("signup_id", "=", signup))
        return line

    def publish(self, lines, close=True):
        """Show approved lines in a notice of their own, and record them."""
        admin = self.hospital.admin
        days = admin.read("volunteer.hour", lines, "date")
        dates = sorted(row["date"] for row in days)
        before = admin.read("res.company", self.unit, "volunteer_notice_days")
        before.pop("id")
        admin("res.company", "write", [self.unit], {"volunteer_notice_days": 0})
        notice = admin.create(
            "volunteer.notice", {"date_from": dates[0], "date_to": dates[-1]}
        )
        admin("volunteer.notice", "action_publish", [notice])
        if close:
            admin("volunteer.notice", "action_close", [notice])
        admin("res.company", "write", [self.unit], before)
        return notice

    def hand_over(self, line):
        """Put a recorded line into a batch for a public system; return the batch."""
        day = self.hospital.admin.read("volunteer.hour", line, "date")["date"]
        return hand_over(self.hospital, self.unit, day)

    def state(self, line):
        return self.hospital.admin.read("volunteer.hour", line, "state")["state"]

    def seen(self, line):
        """Return all that is stored of a line and behind it, to be compared."""
        admin = self.hospital.admin
        rows = {"volunteer.hour": self._rows("volunteer.hour", [line])}
        for model in BEHIND:
            found = admin.search(model, ("hour_id", "=", line), order="id")
            rows[model] = self._rows(model, found)
        files = admin.search(
            "ir.attachment",
            ("res_model", "=", "volunteer.hour.evidence"),
            ("res_field", "=", "file"),
            ("res_id", "in", [row["id"] for row in rows["volunteer.hour.evidence"]]),
        )
        rows["files"] = admin.read("ir.attachment", files, "checksum", "name")
        return rows

    def _rows(self, model, ids):
        columns = [
            name
            for name, field in self.hospital.admin(
                model, "fields_get", [], ["store", "type"]
            ).items()
            if field["store"] and field["type"] not in ("binary", "one2many")
        ]
        # Without the names of what it points at, which change for other reasons.
        return self.hospital.admin(model, "read", ids, columns, load=None)
