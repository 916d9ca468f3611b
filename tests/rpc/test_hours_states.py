"""Every role calls every method on hours in every state: who moves what.

What is not in MOVES leaves the line, and all that stands behind it, as it was.
"""

import methods
import pytest
from hospital import local_day
from lines import PICTURE, STATES, Lines
from odoo_client import Refused

ROLES = (
    "portal",
    "user",
    "leader",
    "hr",
    "officer",
    "owner",
    "in charge",
    "elsewhere",
)
OWN = {"action_add_evidence", "action_cancel", "action_submit"}
OWN_CLAIM = OWN | {"action_correct_claim", "action_remove_evidence"}
ENTERED = {"action_add_evidence", "action_remove_evidence", "action_submit"}
REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
)
# state: role: what it may do with these hours; tests of their own do so.
MOVES = {
    "draft": {
        "owner": OWN_CLAIM,
        "in charge": ENTERED,
        "officer": ENTERED | {"action_cancel"},
    },
    "submitted": {
        "owner": {"action_add_evidence", "action_cancel", "action_withdraw"},
        "in charge": {"action_add_evidence", "action_approve", "action_refuse"},
        "officer": {"action_add_evidence", "action_cancel"},
    },
    "refused": {
        "owner": OWN_CLAIM,
        "in charge": ENTERED | {"action_undo_decision"},
        "officer": ENTERED | {"action_cancel"},
    },
    "open": {"officer": {"action_cancel"}},
    "approved": {"owner": {"action_cancel"}, "officer": {"action_cancel"}},
    "recorded": {"officer": {"action_reverse"}},
}
# Objections hang on the line and leave it as it is.
SAYS = {"owner": {"action_report_error"}}


@pytest.fixture(scope="module")
def lines(hospital):
    return Lines(hospital)


@pytest.fixture(scope="module")
def people(hospital, lines):
    people = {
        role: hospital.person(role, f"外人{role}", volunteer="staff")
        for role in ("portal", "user", "leader", "hr")
    }
    elsewhere = hospital.person("officer", "外院办公室")
    hospital.send_to_new_unit(elsewhere, "外院")
    return {
        **people,
        "officer": lines.officer,
        "owner": lines.owner,
        "in charge": lines.leader,
        "elsewhere": elsewhere,
    }


@pytest.mark.parametrize("state", STATES)
def test_moves(hospital, lines, people, state):
    line = lines.make(state)
    evidence = hospital.admin.search("volunteer.hour.evidence", ("hour_id", "=", line))
    words = {
        "date": local_day(-1, 0).date().isoformat(),
        "description": "别的",
        "evidence_ids": evidence,
        "files": [("另一张.png", PICTURE)],
        "kind": "rest",
        "minutes": 30,
        "note": "说明",
        "reason": "没有理由",
        "text": "不对",
    }
    before, wrong = lines.seen(line), []
    for role in ROLES:
        client = hospital.client(people[role])
        words["user_id"] = people[role].user_id
        moves = MOVES.get(state, {}).get(role, set()) | SAYS.get(role, set())
        for method in methods.public_methods():
            if method.model != "volunteer.hour" or method.of_model:
                continue
            if method.name in moves:
                continue
            arguments = {word: words[word] for word in method.words}
            try:
                client("volunteer.hour", method.name, [line], **arguments)
            except Refused as refusal:
                if refusal.kind not in REFUSALS:
                    wrong.append(f"{role} {method.name}: {refusal}")
        after = lines.seen(line)
        if after != before:
            wrong.append(f"{role} moved it: {before}\n{after}")
            before = after
    assert not wrong, "\n".join(wrong)
