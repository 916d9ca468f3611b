"""Nobody decides on their own hours: not as stand-in, not handed on, not as a group."""

from types import SimpleNamespace

import pytest
from hospital import local_day
from lines import Lines
from odoo_client import Refused

TODAY = local_day(0, 0).date().isoformat()
REFUSALS = ("odoo.exceptions.AccessError", "odoo.exceptions.UserError")
NO_STAND_IN = (*REFUSALS, "odoo.exceptions.ValidationError")


@pytest.fixture(scope="module")
def lines(hospital):
    return Lines(hospital)


@pytest.fixture
def waiting(hospital, lines):
    """Return staff whose hours wait for the leader, and a colleague."""
    person = hospital.person("user", "自己人", volunteer="staff")
    colleague = hospital.person("user", "同事")
    line = lines.claim(person)
    client = hospital.client(person)
    client("volunteer.hour", "action_submit", [line])
    row = hospital.admin.read("volunteer.hour", line, "approver_id", "state")
    assert row["state"] == "submitted"
    return SimpleNamespace(
        person=person, client=client, colleague=colleague, line=line, lines=lines
    )


def _refused(client, model, method, *args, kinds=REFUSALS, **kwargs):
    with pytest.raises(Refused) as refusal:
        client(model, method, *args, **kwargs)
    assert refusal.value.kind in kinds, refusal.value
    assert refusal.value.message


def _try_all(waiting):
    """Try every way of deciding on one's own line."""
    client, line = waiting.client, waiting.line
    _refused(client, "volunteer.hour", "action_approve", [line])
    _refused(client, "volunteer.hour", "action_approve", [line], minutes=120)
    _refused(client, "volunteer.hour", "action_refuse", [line], "改")
    _refused(client, "volunteer.hour", "action_confirm_off_duty", [line], "rest")
    other = waiting.colleague.user_id
    _refused(client, "volunteer.hour", "action_forward", [line], other, "请看")
    ready = client("volunteer.hour", "get_queue_ready", [line])
    assert not ready["ready"]
    mine = [("my_turn", "=", True), ("id", "=", line)]
    assert not client("volunteer.hour", "search_count", mine)
    # Screens do what the methods do.
    wizard = client.create(
        "volunteer.hour.decision.wizard", {"hour_ids": [(6, 0, [line])]}
    )
    _refused(client, "volunteer.hour.decision.wizard", "action_approve", [wizard])
    assert waiting.lines.state(line) == "submitted"


def _delegate(client, user, delegate):
    return client.create(
        "volunteer.delegation",
        {"user_id": user.user_id, "delegate_id": delegate.user_id, "date_to": TODAY},
    )


def test_by_the_route(waiting):
    _try_all(waiting)


def _wait_for_the_leader(hospital, waiting):
    """Let the leader be asked: hand the line to whom the leader is."""
    row = hospital.admin.read("volunteer.hour", waiting.line, "approver_id")
    if row["approver_id"]:
        return
    office = hospital.client(waiting.lines.officer)
    leader = waiting.lines.leader.user_id
    office("volunteer.hour", "action_forward", [waiting.line], leader, "请核实")


def test_as_stand_in(hospital, lines, waiting):
    """The approver is away, and chooses the very person whose hours wait."""
    leader = hospital.client(lines.leader)
    _wait_for_the_leader(hospital, waiting)
    # Nobody makes oneself the stand-in of somebody else.
    _refused(
        waiting.client,
        "volunteer.delegation",
        "create",
        [
            {
                "user_id": lines.leader.user_id,
                "delegate_id": waiting.person.user_id,
                "date_to": TODAY,
            }
        ],
        kinds=NO_STAND_IN,
    )
    delegation = _delegate(leader, lines.leader, waiting.person)
    _try_all(waiting)
    # What waits for somebody else in the meantime is theirs to decide.
    other = lines.claim(lines.owner)
    hospital.client(lines.owner)("volunteer.hour", "action_submit", [other])
    waiting.client("volunteer.hour", "action_approve", [other])
    step = hospital.admin(
        "volunteer.approval",
        "search_read",
        [("hour_id", "=", other), ("state", "=", "approved")],
        ["decided_by", "acting_for_id"],
    )[0]
    assert step["decided_by"][0] == waiting.person.user_id
    assert step["acting_for_id"][0] == lines.leader.user_id
    leader("volunteer.delegation", "action_cancel", [delegation])
    _try_all(waiting)


def test_nobody_without_the_backend_stands_in(hospital, lines):
    leader = hospital.client(lines.leader)
    for person in (lines.owner, lines.leader):
        with pytest.raises(Refused) as refusal:
            _delegate(leader, lines.leader, person)
        assert refusal.value.kind.startswith(("odoo.exceptions.", "psycopg2."))


def test_handed_on(hospital, lines, waiting):
    """Neither the approver nor a colleague hands a line to whom it belongs."""
    leader = hospital.client(lines.leader)
    _wait_for_the_leader(hospital, waiting)
    own = waiting.person.user_id
    _refused(leader, "volunteer.hour", "action_forward", [waiting.line], own, "自己看")
    colleague = hospital.client(waiting.colleague)
    leader(
        "volunteer.hour",
        "action_forward",
        [waiting.line],
        waiting.colleague.user_id,
        "请你看",
    )
    _refused(colleague, "volunteer.hour", "action_forward", [waiting.line], own, "看")
    # The colleague's stand-in would be the person: the turn is not theirs either.
    delegation = _delegate(colleague, waiting.colleague, waiting.person)
    _try_all(waiting)
    colleague("volunteer.delegation", "action_cancel", [delegation])
    # Who handed it on does not decide any more.
    _refused(leader, "volunteer.hour", "action_approve", [waiting.line])
    colleague("volunteer.hour", "action_approve", [waiting.line])


def test_as_a_group(hospital, lines):
    """Hours of the office's own people wait for others of it, or for who is above."""
    office = hospital.client(lines.officer)
    above = hospital.person("user", "分管领导")
    vals = {"volunteer_executive_id": above.user_id}
    hospital.admin("res.company", "write", [lines.unit], vals)
    line = lines.claim(lines.officer)
    office("volunteer.hour", "action_submit", [line])
    waiting = SimpleNamespace(
        person=lines.officer,
        client=office,
        colleague=hospital.person("user", "同事"),
        line=line,
        lines=lines,
    )
    _try_all(waiting)
    # Nobody makes it somebody else's while it waits.
    vals = {"volunteer_id": lines.owner.volunteer_id}
    _refused(office, "volunteer.hour", "write", [line], vals)
    hospital.client(lines.leader)("volunteer.hour", "action_approve", [line])
    _try_all(waiting)
    hospital.client(above)("volunteer.hour", "action_approve", [line])
    assert lines.state(line) == "approved"
    vals = {"volunteer_executive_id": False}
    hospital.admin("res.company", "write", [lines.unit], vals)


def test_membership_of_the_office_in_the_meantime(hospital, lines, waiting):
    """Who joins the office while the hours wait there does not decide on them."""
    group = hospital.admin.ref("volunteer_base.group_officer")
    values = {"group_ids": [(4, group)]}
    hospital.admin("res.users", "write", [waiting.person.user_id], values)
    row = hospital.admin.read("volunteer.hour", waiting.line, "approver_id")
    if row["approver_id"] and row["approver_id"][0] == lines.leader.user_id:
        hospital.client(lines.leader)(
            "volunteer.hour", "action_approve", [waiting.line]
        )
    _try_all(waiting)
