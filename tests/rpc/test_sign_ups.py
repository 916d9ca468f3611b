"""Who calls the server without the screens gets no further than with them."""

from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

ROLES = ("portal", "user", "leader", "officer")
REFUSALS = ("odoo.exceptions.AccessError", "odoo.exceptions.UserError")
OWN_ONLY = ("portal", "user", "leader")


@pytest.fixture(scope="module")
def scene(hospital):
    """Return people of every role, and a sign-up and an identity of somebody else."""
    leader = hospital.person("leader", "本队队长", volunteer="staff")
    team = hospital.team("别人的队", leader)
    project = hospital.project("别人的项目", team)
    post = hospital.post("导诊")
    activity, (slot,) = hospital.activity(
        project, local_day(12, 8), local_day(12, 11), {post: 3}
    )
    draft, (draft_slot,) = hospital.activity(
        project, local_day(13, 8), local_day(13, 11), {post: 3}, publish=False
    )
    victim = hospital.person("portal", "受害人", volunteer="community")
    signup = hospital.client(victim)(
        "volunteer.activity.slot", "action_sign_up", [slot]
    )
    identity = hospital.admin.create(
        "volunteer.identity",
        {
            "volunteer_id": victim.volunteer_id,
            "id_number": "11010519491231002X",
            "mobile": "13800138000",
        },
    )
    people = {
        role: hospital.person(role, f"{role}甲", volunteer="staff") for role in ROLES
    }
    people["owner"] = leader
    yield SimpleNamespace(
        people=people,
        victim=victim,
        project=project,
        activity=activity,
        draft=draft,
        slot=slot,
        draft_slot=draft_slot,
        signup=signup,
        identity=identity,
    )
    # The number is unique in the database; a second run needs it again.
    hospital.admin("volunteer.identity", "unlink", [identity])


@pytest.fixture
def refused(hospital, scene):
    """Return a check that a call of a role is refused with a sentence."""

    def check(role, model, method, *args, **kwargs):
        with pytest.raises(Refused) as refusal:
            hospital.client(scene.people[role])(model, method, *args, **kwargs)
        assert refusal.value.kind in REFUSALS, refusal.value
        assert refusal.value.message

    return check


@pytest.mark.parametrize("role", (*ROLES, "owner"))
class TestStates:
    """States and counters are set by methods only."""

    def test_sign_up(self, scene, refused, role):
        vals = {
            "slot_id": scene.slot,
            "volunteer_id": scene.people[role].volunteer_id,
            "state": "attended",
        }
        refused(role, "volunteer.signup", "create", [vals])
        refused(
            role, "volunteer.signup", "write", [scene.signup], {"state": "attended"}
        )
        refused(role, "volunteer.signup", "unlink", [scene.signup])

    def test_counters(self, scene, refused, role):
        for vals in ({"taken": 0}, {"waiting": 9}):
            refused(role, "volunteer.activity.slot", "write", [scene.slot], vals)

    def test_activity(self, scene, refused, role):
        for state in ("draft", "done", "cancelled"):
            vals = {"state": state}
            refused(role, "volunteer.activity", "write", [scene.activity], vals)

    def test_project(self, scene, refused, role):
        vals = {"state": "closed"}
        refused(role, "volunteer.project", "write", [scene.project], vals)

    def test_volunteer(self, scene, refused, role):
        own = scene.people[role].volunteer_id
        for vals in ({"state": "suspended"}, {"code": "1"}, {"merged_into_id": own}):
            refused(role, "volunteer.volunteer", "write", [own], vals)

    def test_private_methods(self, scene, refused, role):
        refused(role, "volunteer.activity.slot", "_take_seats_sudo", [scene.slot], 1)
        refused(role, "volunteer.signup", "_release_sudo", [scene.signup])
        refused(
            role,
            "volunteer.volunteer",
            "_change_state_sudo",
            [scene.victim.volunteer_id],
            "left",
        )


@pytest.mark.parametrize("role", OWN_ONLY)
class TestOthers:
    """What belongs to somebody else stays theirs."""

    def test_cancel(self, scene, refused, role):
        refused(role, "volunteer.signup", "action_cancel", [scene.signup])

    def test_sign_up_for_others(self, scene, refused, role):
        refused(
            role,
            "volunteer.activity.slot",
            "action_sign_up_volunteers",
            [scene.slot],
            [scene.victim.volunteer_id],
        )

    def test_publish(self, scene, refused, role):
        refused(role, "volunteer.activity", "action_publish", [scene.draft])

    def test_sign_up_for_a_draft(self, scene, refused, role):
        refused(role, "volunteer.activity.slot", "action_sign_up", [scene.draft_slot])

    def test_register(self, scene, refused, role):
        own = scene.people[role].volunteer_id
        refused(role, "volunteer.volunteer", "action_suspend", [own], "because")
        refused(
            role,
            "volunteer.volunteer",
            "action_leave",
            [scene.victim.volunteer_id],
            "because",
        )

    def test_identity(self, hospital, scene, refused, role):
        fields = ["id_number", "mobile"]
        refused(role, "volunteer.identity", "read", [scene.identity], fields)
        client = hospital.client(scene.people[role])
        for domain in (
            [],
            [("id_number", "=", "11010519491231002X")],
            [("mobile", "like", "138")],
            [("volunteer_id.name", "=", scene.victim.name)],
        ):
            assert scene.identity not in client("volunteer.identity", "search", domain)
        refused(
            role,
            "volunteer.volunteer",
            "action_reveal_id_number",
            [scene.victim.volunteer_id],
        )

    def test_volunteers(self, hospital, scene, refused, role):
        client = hospital.client(scene.people[role])
        found = client.search(
            "volunteer.volunteer", ("id", "=", scene.victim.volunteer_id)
        )
        assert not found
        # Guessing through the path of one's own records gives nothing away either.
        domain = [("identity_ids.mobile", "=", "13800138000")]
        refused(role, "volunteer.volunteer", "search", domain)

    def test_become_somebody_else(self, hospital, scene, refused, role):
        person = scene.people[role]
        refused(
            role,
            "volunteer.volunteer",
            "write",
            [scene.victim.volunteer_id],
            {"user_id": person.user_id},
        )
        refused(
            role,
            "res.users",
            "write",
            [person.user_id],
            {"volunteer_ids": [(4, scene.victim.volunteer_id)]},
        )


@pytest.mark.parametrize("role", (*ROLES, "owner"))
def test_cipher_is_never_served(hospital, scene, role):
    client = hospital.client(scene.people[role])
    for field in ("id_number_cipher", "id_number_index"):
        with pytest.raises(Refused):
            client("volunteer.identity", "search", [(field, "!=", False)])
        with pytest.raises(Refused):
            client("volunteer.identity", "search_read", [], [field])


def test_officer_sees_the_mask_only(hospital, scene):
    client = hospital.client(scene.people["officer"])
    identity = client.read("volunteer.identity", scene.identity, "id_number")
    assert identity["id_number"] == "1101**********002X"
    shown = client(
        "volunteer.volunteer", "action_reveal_id_number", [scene.victim.volunteer_id]
    )
    assert shown == "11010519491231002X"


def test_nothing_changed(hospital, scene):
    """After all of the above, everything is as it was."""
    admin = hospital.admin
    assert admin.read("volunteer.signup", scene.signup, "state")["state"] == "confirmed"
    assert admin.read("volunteer.activity.slot", scene.slot, "taken")["taken"] == 1
    activity = admin.read("volunteer.activity", scene.activity, "state")
    assert activity["state"] == "published"
    victim = admin.read("volunteer.volunteer", scene.victim.volunteer_id, "state")
    assert victim["state"] == "registered"
