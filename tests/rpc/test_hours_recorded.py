"""What stands behind a recorded line: nobody changes it, over no path, admin included.

The line has been entered late with a reason, withdrawn and submitted again, proven by a
photo, agreed to, published, recorded, handed over, and its volunteer reports an error.
"""

from types import SimpleNamespace

import pytest
from lines import PICTURE, Lines
from odoo_client import Refused

ROLES = (
    "portal",
    "user",
    "leader",
    "hr",
    "officer",
    "manager",
    "owner",
    "in charge",
    "elsewhere",
    "admin",
)
REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
)
# What is stored of the line and what a cheat would write into it.
COLUMNS = {
    "minutes": 600,
    "date": "2020-01-01",
    "start": "2020-01-01 00:00:00",
    "volunteer_id": 1,
    "project_id": False,
    "organiser": "别的单位",
    "description": "别的事",
    "source": "import",
    "late_reason": "别的理由",
    "override_reason": "理由",
    "state": "draft",
    "hours": 10,
    "proven": True,
    "in_working_time": True,
    "off_duty": "rest",
    "is_opening": True,
    "import_key": "x",
    "ledger_no": 9,
    "digest": "0" * 64,
    "reversed": True,
    "notice_id": False,
    "submitted_by": 1,
    "submitted_on": "2020-01-01 00:00:00",
    "exception_by": 1,
    "points": 9,
}
# A list through which a record reaches the line or what hangs on it.
LISTS = (
    ("volunteer.volunteer", "hour_ids", "hour"),
    ("volunteer.notice", "hour_ids", "hour"),
    ("volunteer.hour", "approval_ids", "approval"),
    ("volunteer.hour", "evidence_ids", "evidence"),
    ("volunteer.hour", "objection_ids", "objection"),
    ("volunteer.hour", "entry_ids", "entry"),
    ("volunteer.hour.handover", "entry_ids", "entry"),
)
BEHIND = {
    "volunteer.approval": ("approval", {"note": "x", "decided_by": 1}),
    "volunteer.hour.evidence": ("evidence", {"name": "x.png", "file": PICTURE}),
    "volunteer.hour.event": ("event", {"kind": "changed", "note": "x"}),
    "volunteer.objection": ("objection", {"text": "x", "state": "rejected"}),
    "volunteer.hour.entry": ("entry", {"reference": "x", "minutes": 1}),
    "volunteer.notice": ("notice", {"state": "draft", "digest": "0" * 64}),
}


@pytest.fixture(scope="module")
def lines(hospital):
    return Lines(hospital)


@pytest.fixture(scope="module")
def scene(hospital, lines):
    """Return the ids of a recorded line and of what hangs on it, and the roles."""
    line = lines.make("recorded")
    batch = lines.hand_over(line)
    own = hospital.client(lines.owner)
    objection = own("volunteer.hour", "action_report_error", [line], "应为两小时")
    people = {
        role: hospital.person(role, f"外人{role}", volunteer="staff")
        for role in ("portal", "user", "leader", "hr", "manager")
    }
    elsewhere = hospital.person("officer", "外院办公室")
    hospital.send_to_new_unit(elsewhere, "外院")
    people |= {
        "officer": lines.officer,
        "owner": lines.owner,
        "in charge": lines.leader,
        "elsewhere": elsewhere,
    }
    clients = {role: hospital.client(person) for role, person in people.items()}
    clients["admin"] = hospital.admin

    def behind(model):
        return hospital.admin.search(model, ("hour_id", "=", line), order="id")[0]

    scene = SimpleNamespace(
        clients=clients,
        hour=line,
        batch=batch,
        objection=objection,
        approval=behind("volunteer.approval"),
        evidence=behind("volunteer.hour.evidence"),
        event=behind("volunteer.hour.event"),
        entry=behind("volunteer.hour.entry"),
        notice=hospital.admin.read("volunteer.hour", line, "notice_id")["notice_id"][0],
        owner=lines.owner.volunteer_id,
    )
    scene.before = _seen(lines, scene)
    return scene


def _seen(lines, scene):
    admin = lines.hospital.admin
    return (
        lines.seen(scene.hour),
        admin.read("volunteer.notice", scene.notice, "state", "digest", "line_count"),
        admin.read("volunteer.objection", scene.objection, "text", "state", "answer"),
    )


@pytest.fixture
def refused(scene):
    """Return a check that a call is refused in a way that people understand."""

    def check(role, model, method, *args, **kwargs):
        with pytest.raises(Refused) as refusal:
            scene.clients[role](model, method, *args, **kwargs)
        assert refusal.value.kind in REFUSALS, f"{model}.{method}{args}: {refusal}"
        assert refusal.value.message

    return check


@pytest.mark.parametrize("role", ROLES)
class TestNobody:
    def test_write(self, scene, refused, role):
        for name, value in COLUMNS.items():
            refused(role, "volunteer.hour", "write", [scene.hour], {name: value})
        vals = {"description": "别的事"}
        refused(role, "volunteer.hour", "web_save", [scene.hour], vals, {"id": {}})

    def test_delete_and_copy(self, scene, refused, role):
        refused(role, "volunteer.hour", "unlink", [scene.hour])
        # A copy would be the same service twice.
        refused(role, "volunteer.hour", "copy", [scene.hour])

    def test_import(self, scene, role):
        client = scene.clients[role]
        rows = ((".id", "minutes"), (".id", "state"), (".id", "description"))
        for heads in rows:
            try:
                answer = client(
                    "volunteer.hour", "load", list(heads), [[str(scene.hour), "600"]]
                )
            except Refused as refusal:
                assert refusal.kind in REFUSALS
            else:
                assert not answer["ids"], answer
                assert any(message["message"] for message in answer["messages"])

    @pytest.mark.parametrize("model", BEHIND)
    def test_what_hangs_on_it(self, scene, refused, role, model):
        name, vals = BEHIND[model]
        record = getattr(scene, name)
        for column, value in vals.items():
            refused(role, model, "write", [record], {column: value})
        refused(role, model, "unlink", [record])
        if "hour_id" in scene.clients["admin"](model, "fields_get", ["hour_id"]):
            # An objection is new words; all else is made by methods.
            if model != "volunteer.objection" or role not in OFFICE:
                refused(role, model, "create", [{"hour_id": scene.hour, **vals}])
            refused(role, model, "write", [record], {"hour_id": scene.hour + 1})

    @pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path[0]}.{path[1]}")
    def test_through_lists(self, scene, refused, role, path):
        model, field, name = path
        holder = {
            "volunteer.volunteer": scene.owner,
            "volunteer.notice": scene.notice,
            "volunteer.hour": scene.hour,
            "volunteer.hour.handover": scene.batch,
        }[model]
        record = getattr(scene, name)
        for command in ((1, record, {"write_date": "2020-01-01"}), (2, record)):
            refused(role, model, "write", [holder], {field: [command]})

    def test_the_file_itself(self, scene, refused, role):
        """The photo is an attachment: that is guarded as its row."""
        (file,) = scene.clients["admin"].search(
            "ir.attachment",
            ("res_model", "=", "volunteer.hour.evidence"),
            ("res_field", "=", "file"),
            ("res_id", "=", scene.evidence),
        )
        for vals in (
            {"datas": PICTURE[:-8] + "AAAAAAA="},
            {"res_id": 0},
            {"name": "x"},
        ):
            refused(role, "ir.attachment", "write", [file], vals)
        refused(role, "ir.attachment", "unlink", [file])

    def test_the_notice(self, scene, refused, role):
        for method in ("action_publish", "action_close"):
            refused(role, "volunteer.notice", method, [scene.notice])


OFFICE = ("officer", "manager", "admin")


@pytest.mark.parametrize("role", ["portal", "user", "leader", "elsewhere"])
class TestStrangers:
    """What belongs to other people, or to another unit, cannot even be read."""

    def test_read(self, scene, refused, role):
        client = scene.clients[role]
        for model, (name, _vals) in {
            "volunteer.hour": ("hour", {}),
            **BEHIND,
        }.items():
            if model == "volunteer.notice" and role == "leader":
                continue
            record = getattr(scene, name)
            refused(role, model, "read", [record], ["display_name"])
            for method, domain in (
                ("search", [("id", "=", record)]),
                ("search_count", [("id", "=", record)]),
            ):
                try:
                    assert not client(model, method, domain)
                except Refused as refusal:
                    assert refusal.kind == REFUSALS[0]
        for method in (
            "get_trail",
            "get_queue_panel",
            "get_queue_evidence",
            "export_data",
        ):
            words = (["minutes"],) if method == "export_data" else ()
            refused(role, "volunteer.hour", method, [scene.hour], *words)

    def test_the_photo(self, scene, role):
        client = scene.clients[role]
        for kind in ("content", "image"):
            answer = client.http.get(
                f"{client.url}/web/{kind}/volunteer.hour.evidence/{scene.evidence}/file"
            )
            # A picture that may not be seen is a placeholder.
            assert answer.status_code in (403, 404) or "jpeg" not in answer.headers.get(
                "Content-Type", ""
            )
        owner = scene.clients["owner"]
        shown = owner.http.get(
            f"{owner.url}/web/content/volunteer.hour.evidence/{scene.evidence}/file"
        )
        assert shown.status_code == 200
        assert shown.headers["Content-Type"] == "image/jpeg"


def test_nothing_changed(lines, scene):
    """After all of the above, line and ledger stand as they were."""
    assert _seen(lines, scene) == scene.before
