"""Every public method of our models, called by people whom the record is no matter of.

The methods are read from the source, so that a new one is called as well. Whoever adds
one says here what to call it with, and why it is open if it is.
"""

import examples
import methods
import pytest
import world
from hospital import local_day
from odoo_client import Refused

REFUSALS = {"odoo.exceptions.AccessError", "odoo.exceptions.MissingError"}
# Asked for too late or without need: what volunteers do for themselves says why not.
NOT_NOW = "odoo.exceptions.UserError"
NOT_NOW_FOR_VOLUNTEERS = {
    ("volunteer.award", "action_hand_in"),
    ("volunteer.incident", "action_report"),
    ("volunteer.reflection", "action_write_own"),
    ("volunteer.training", "action_withdraw"),
    ("volunteer.reward", "action_order"),
    ("volunteer.gift", "action_offer"),
    ("volunteer.gift", "action_accept_link"),
}
# What only opens a screen or a paper, which have rights of their own.
SCREENS = ("ir.actions.act_window", "ir.actions.report", "ir.actions.act_url")
TODAY = local_day(0, 0).date().isoformat()
# What the parameters of all methods are called with, by their name.
WORDS = {
    "activity_id": lambda ids: ids.activity,
    "answer": lambda ids: "说明",
    "answers": lambda ids: {},
    "application": lambda ids: "说明",
    "changes": lambda ids: {"place": "别处"},
    "choice": lambda ids: "none",
    "code": lambda ids: "ABCD2345",
    "colleague": lambda ids: ids.person.name,
    "coming": lambda ids: True,
    "community": lambda ids: "示范社区",
    "course_id": lambda ids: ids.examples["volunteer.course"],
    "date": lambda ids: TODAY,
    "dates": lambda ids: [TODAY],
    "description": lambda ids: "说明",
    "evidence_ids": lambda ids: [],
    "files": lambda ids: [],
    "grade": lambda ids: "优秀",
    "granted_by": lambda ids: "市文明办",
    "holder_id": lambda ids: ids.person.volunteer_id,
    "key": lambda ids: "drafts",
    "kind": lambda ids: "rest",
    "log": lambda ids: "说明",
    "material_id": lambda ids: ids.material,
    "minutes": lambda ids: 60,
    "model_name": lambda ids: "volunteer.certificate",
    "name": lambda ids: "说明",
    "note": lambda ids: "说明",
    "phone_clock": lambda ids: 0,
    "pieces": lambda ids: 1,
    "pin": lambda ids: "402817",
    "points": lambda ids: 1,
    "project_id": lambda ids: ids.project,
    "quality": lambda ids: 1,
    "question": lambda ids: "为什么",
    "rating": lambda ids: 1,
    "reason": lambda ids: "没有理由",
    "reference": lambda ids: "A-1",
    "relation": lambda ids: "child",
    "rows": lambda ids: [],
    "school": lambda ids: "示范大学",
    "scope": lambda ids: "all",
    "taps": lambda ids: [],
    "text": lambda ids: "说明",
    "time_in": lambda ids: "08:00",
    "title": lambda ids: "说明",
    "token": lambda ids: "x",
    "user_id": lambda ids: ids.person.user_id,
    "values": lambda ids: {},
    "volunteer_id": lambda ids: ids.person.volunteer_id,
    "volunteer_ids": lambda ids: [ids.person.volunteer_id],
}
# What a volunteer may do with what is offered to all, or tell of themselves.
OPEN_TO_VOLUNTEERS = {
    ("volunteer.activity.slot", "action_sign_up"),
    ("volunteer.document", "action_accept"),
    ("volunteer.hour", "action_claim"),
    ("volunteer.project", "action_claim"),
    ("volunteer.training", "action_enrol"),
    ("volunteer.wish", "action_claim"),
}
# Asked of no record: whoever asks is told what is theirs.
OF_THE_CALLER = {
    # Odoo's own: which papers stand in the menus that somebody sees, and their size.
    ("ir.actions.actions", "get_bindings"),
    ("ir.actions.report", "get_paperformat"),
    ("volunteer.dashboard", "get_figures"),
    ("volunteer.dashboard", "get_options"),
    ("volunteer.home", "get_tiles"),
    ("volunteer.hour", "get_queue_elsewhere"),
    # Of a code that is none of theirs, they hear so.
    ("volunteer.reward.order", "action_hand_out"),
    ("volunteer.reward.order", "action_look_up"),
}
# Of a set with what is no matter of theirs, they answer for the rest.
LEAVES_OUT = {("volunteer.hour", "get_queue_ready"): lambda answer: answer["ready"]}

# Made by other records alone, or of them; their methods are tested where those are.
WITHOUT_EXAMPLE = {
    "volunteer.affiliation",
    "volunteer.certificate",
    "volunteer.duplicate",
    "volunteer.export",
}
# What a refusal may leave behind.
TRACES = {"volunteer.throttle", "volunteer.device.refusal"}


@pytest.fixture(scope="module")
def ids(hospital):
    """Return what the world is made of, with an example of every model."""
    ids = world.build(hospital)
    models = {
        method.model
        for method in methods.public_methods()
        if (method.model, method.name) not in OF_THE_CALLER
    }
    ids.examples = examples.make(hospital, ids, sorted(models))
    missing = {model for model, found in ids.examples.items() if not found}
    assert missing <= WITHOUT_EXAMPLE, f"no example of {missing - WITHOUT_EXAMPLE}"
    return ids


@pytest.fixture(scope="module")
def callers(hospital, ids):
    people = {
        "volunteer": hospital.person("portal", "局外人子", volunteer="retiree"),
        "user": hospital.person("user", "局外人丑"),
        "officer": hospital.person("officer", "外院办公室"),
    }
    hospital.send_to_new_unit(people["officer"], "外院")
    return people


def _stamps(hospital):
    """Return ``{(model, id): when it was last written}`` of all our records."""
    admin = hospital.admin
    models = admin(
        "ir.model",
        "search_read",
        [("model", "like", "volunteer."), ("transient", "=", False)],
        ["model"],
    )
    stamps = {}
    for model in sorted({row["model"] for row in models} - TRACES):
        try:
            if "write_date" not in admin(model, "fields_get", ["write_date"]):
                continue
            rows = admin(
                model,
                "search_read",
                [],
                ["write_date"],
                context={"active_test": False},
            )
        except Refused:
            # Has no table.
            continue
        stamps.update({(model, row["id"]): row["write_date"] for row in rows})
    return stamps


@pytest.mark.parametrize("role", ["volunteer", "user", "officer"])
def test_refused(hospital, ids, callers, role):
    """Nobody gets anywhere on what is no matter of theirs, and nothing changes."""
    client = hospital.client(callers[role])
    before = _stamps(hospital)
    wrong, called = [], 0
    for method in methods.public_methods():
        key = (method.model, method.name)
        if method.model in WITHOUT_EXAMPLE or key in OF_THE_CALLER:
            continue
        if role == "volunteer" and key in OPEN_TO_VOLUNTEERS:
            continue
        unknown = set(method.words) - set(WORDS)
        assert not unknown, f"{key}: say in WORDS what {unknown} is called with"
        words = {word: WORDS[word](ids) for word in method.words}
        on = [] if method.of_model else [[ids.examples[method.model]]]
        called += 1
        try:
            answer = client(method.model, method.name, *on, **words)
        except Refused as refusal:
            own = role == "volunteer" and key in NOT_NOW_FOR_VOLUNTEERS
            kinds = {NOT_NOW} if own else REFUSALS
            if refusal.kind not in kinds or not refusal.message:
                wrong.append(f"{key} fails: {refusal}")
            continue
        if key in LEAVES_OUT and not LEAVES_OUT[key](answer):
            continue
        if not (isinstance(answer, dict) and answer.get("type") in SCREENS):
            wrong.append(f"{key} answers {str(answer)[:200]}")
    after = _stamps(hospital)
    changed = {
        record: (before.get(record), after.get(record))
        for record in before.keys() | after.keys()
        if before.get(record) != after.get(record)
    }
    assert called > len(ids.examples)
    assert not wrong, "\n".join(wrong)
    assert not changed
