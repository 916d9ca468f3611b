"""Hours, approvals and notices, called without the screens."""

from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

ROLES = ("portal", "user", "leader", "officer")
OUTSIDERS = ("portal", "user", "leader")
REFUSALS = ("odoo.exceptions.AccessError", "odoo.exceptions.UserError")
# Within the days of claiming, on any weekday.
DAY = local_day(-1, 0).date().isoformat()


@pytest.fixture(scope="module")
def scene(hospital):
    """Return people of every role, and hours of somebody in another team."""
    leader = hospital.person("leader", "时长队长", volunteer="staff")
    victim = hospital.person("portal", "时长受害人", volunteer="community")
    team = hospital.team("时长队", leader, [victim])
    project = hospital.project("时长项目", team)
    hospital.admin("volunteer.project", "action_start", [project])
    client = hospital.client(victim)
    hour = client("volunteer.hour", "action_claim", DAY, 60, "陪伴住院儿童", project)
    client("volunteer.hour", "action_submit", [hour])
    (approval,) = hospital.admin.search(
        "volunteer.approval", ("hour_id", "=", hour), ("state", "=", "pending")
    )
    notice = hospital.admin.create("volunteer.notice", {"name": "时长公示草稿"})
    return SimpleNamespace(
        people={
            **{
                role: hospital.person(role, f"时长{role}", volunteer="staff")
                for role in ROLES
            },
            "owner": victim,
            "in charge": leader,
        },
        victim=victim,
        project=project,
        hour=hour,
        approval=approval,
        notice=notice,
    )


@pytest.fixture
def refused(hospital, scene):
    """Return a check that a call of a role is refused with a sentence."""

    def check(role, model, method, *args, **kwargs):
        with pytest.raises(Refused) as refusal:
            hospital.client(scene.people[role])(model, method, *args, **kwargs)
        assert refusal.value.kind in REFUSALS, refusal.value
        assert refusal.value.message

    return check


@pytest.mark.parametrize("role", [*ROLES, "owner", "in charge"])
class TestEverybody:
    """What nobody does but the methods."""

    @pytest.mark.parametrize(
        "vals",
        [
            {"state": "recorded"},
            {"state": "approved"},
            {"hours": 8.0},
            {"proven": True},
            {"points": 1000},
            {"ledger_no": 1, "digest": "0" * 64},
            {"approver_id": 2, "approver_group_id": False},
            {"company_id": 1, "department_id": False},
            {"minutes": 600},
        ],
        ids=lambda vals: ",".join(vals),
    )
    def test_write(self, scene, refused, role, vals):
        refused(role, "volunteer.hour", "write", [scene.hour], vals)

    @pytest.mark.parametrize(
        "vals",
        [{"state": "recorded"}, {"source": "checkin"}, {"proven": True}],
        ids=lambda vals: ",".join(vals),
    )
    def test_create(self, scene, refused, role, vals):
        line = {
            "volunteer_id": scene.people[role].volunteer_id,
            "date": DAY,
            "minutes": 60,
            "project_id": scene.project,
            "description": "x",
        }
        refused(role, "volunteer.hour", "create", [{**line, **vals}])

    def test_delete(self, scene, refused, role):
        refused(role, "volunteer.hour", "unlink", [scene.hour])

    def test_approvals(self, scene, refused, role):
        vals = {"state": "approved", "decided_by": 2}
        refused(role, "volunteer.approval", "write", [scene.approval], vals)
        refused(role, "volunteer.approval", "unlink", [scene.approval])
        step = {"hour_id": scene.hour, "sequence": 9, "approver_id": 2}
        refused(role, "volunteer.approval", "create", [step])

    def test_notice(self, scene, refused, role):
        for vals in ({"state": "closed"}, {"digest": "0" * 64}, {"previous_id": False}):
            refused(role, "volunteer.notice", "write", [scene.notice], vals)

    def test_private_methods(self, scene, refused, role):
        for model, method in (
            ("volunteer.hour", "_freeze_steps_sudo"),
            ("volunteer.notice", "_record_sudo"),
            ("volunteer.signup", "_check_in_sudo"),
        ):
            refused(role, model, method, [scene.hour])


@pytest.mark.parametrize("role", [*OUTSIDERS, "owner"])
class TestOutsiders:
    """What is the affair of those in charge."""

    def test_decide(self, scene, refused, role):
        refused(role, "volunteer.hour", "action_approve", [scene.hour])
        refused(role, "volunteer.hour", "action_refuse", [scene.hour], "no")
        refused(role, "volunteer.hour", "action_undo_decision", [scene.hour])

    def test_notices(self, scene, refused, role):
        refused(role, "volunteer.notice", "create", [{"name": "x"}])
        refused(role, "volunteer.notice", "action_publish", [scene.notice])
        refused(role, "volunteer.notice", "action_close", [scene.notice])

    def test_create_for_oneself(self, scene, refused, role):
        line = {
            "volunteer_id": scene.people[role].volunteer_id,
            "date": DAY,
            "minutes": 60,
            "description": "x",
        }
        refused(role, "volunteer.hour", "create", [line])

    def test_sums_of_the_company(self, scene, refused, role):
        refused(role, "res.company", "write", [1], {"volunteer_ledger_no": 0})


@pytest.mark.parametrize("role", OUTSIDERS)
class TestStrangers:
    """What belongs to somebody else."""

    def test_read(self, hospital, scene, refused, role):
        client = hospital.client(scene.people[role])
        assert not client.search("volunteer.hour", ("id", "=", scene.hour))
        assert not client.search("volunteer.approval", ("id", "=", scene.approval))
        refused(role, "volunteer.hour", "read", [scene.hour], ["hours"])

    def test_act(self, scene, refused, role):
        for method in ("action_withdraw", "action_cancel", "action_submit"):
            refused(role, "volunteer.hour", method, [scene.hour])


def test_nobody_claims_the_impossible(hospital, scene):
    client = hospital.client(scene.victim)
    tomorrow = local_day(2, 0).date().isoformat()
    for args in (
        (tomorrow, 60, "x"),
        (DAY, 0, "x"),
        (DAY, -60, "x"),
        (DAY, 61, "x"),
        (DAY, "60", "x"),
        (DAY, 10**12, "x"),
        (DAY, 25 * 60, "x"),
        (DAY, 60, " "),
    ):
        with pytest.raises(Refused) as refusal:
            client("volunteer.hour", "action_claim", *args)
        assert refusal.value.kind.startswith("odoo.exceptions."), refusal.value


def test_nothing_changed(hospital, scene):
    """After all of the above, the line waits as it did."""
    line = hospital.admin.read(
        "volunteer.hour", scene.hour, "state", "minutes", "proven", "ledger_no"
    )
    assert (line["state"], line["minutes"]) == ("submitted", 60)
    assert not line["proven"] and not line["ledger_no"]
    notice = hospital.admin.read("volunteer.notice", scene.notice, "state")
    assert notice["state"] == "draft"
    # Whose turn it is decides, and nobody else.
    leader = hospital.client(scene.people["in charge"])
    leader("volunteer.hour", "action_approve", [scene.hour])
    hospital.client(scene.people["officer"])(
        "volunteer.hour", "action_refuse", [scene.hour], "请补充病区。"
    )
    line = hospital.admin.read("volunteer.hour", scene.hour, "state")
    assert line["state"] == "refused"
