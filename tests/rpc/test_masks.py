"""Who reads what about one volunteer, over every way the network offers.

The table says which role may read which record of one person, a minor who is in the
first leader's team of the first unit. Everything that is not in the table is refused or
comes back empty, whichever way it is asked for.

===================  ====  =====  ========  =======  ==========  =========  ===
role                 card  masks  office's  numbers  acceptance  qualified  log
===================  ====  =====  ========  =======  ==========  =========  ===
stranger (portal)    –     –      –         –        –           –          –
self (portal)        yes   yes    –         yes      yes         yes        –
user                 –     –      –         –        –           –          –
leader of the team   –     yes    –         –        –           yes        –
leader of another    –     –      –         –        –           –          –
HR of the hours      –     –      –         –        –           –          –
officer              yes   yes    yes       yes      yes         yes        yes
officer of unit B    –     –      –         –        –           –          –
manager              yes   yes    yes       yes      yes         yes        yes
===================  ====  =====  ========  =======  ==========  =========  ===

*card* is the identity record, its ID number masked for everybody; *masks* are the
masked copies on the register; *office's* are the fields that belong to the volunteer
office alone, on the register and on qualifications; *numbers* are those of other
platforms; *acceptance* says who accepted which paper; *qualified* is what the person
holds; *log* is what was disclosed and why the state changed.
"""

import base64
import json
from types import SimpleNamespace

import pytest
from hospital import local_day
from odoo_client import Refused

OFFICE = frozenset("card masks office numbers acceptance qualified log".split())
SEES = {
    "stranger": frozenset(),
    "self": frozenset("card masks numbers acceptance qualified".split()),
    "user": frozenset(),
    "leader": frozenset("masks qualified".split()),
    "other_leader": frozenset(),
    "hr": frozenset(),
    "officer": OFFICE,
    "foreign_officer": frozenset(),
    "manager": OFFICE,
}
REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
)
#: One path from each model that anybody may read a row of, to the person.
PATHS = {
    "volunteer.team.member": "volunteer_id",
    "volunteer.signup": "volunteer_id",
    "volunteer.acceptance": "volunteer_id",
    "volunteer.qualification": "volunteer_id",
    "volunteer.external.number": "volunteer_id",
    "volunteer.volunteer": "merged_into_id",
    "volunteer.team": "member_ids.volunteer_id",
    "res.users": "volunteer_ids",
}
#: Papers about one volunteer.
PAPERS = (
    "volunteer_base.own_copy",
    "volunteer_base.access_slip",
    "volunteer_base.question_slip",
)
DATES = ("birth_date", "consent_date", "guardian_consent_date")

every_role = pytest.mark.parametrize("role", SEES)
outside_the_office = pytest.mark.parametrize(
    "role", [role for role, groups in SEES.items() if "office" not in groups]
)


@pytest.fixture(scope="module")
def scene(hospital):
    """Return the person, what is on file, and somebody of every role."""
    admin = hospital.admin
    victim = hospital.person("portal", f"受害人{hospital.tag}")
    victim.volunteer_id = volunteer = admin.create(
        "volunteer.volunteer",
        {"name": victim.name, "user_id": victim.user_id, "kind": "minor"},
    )
    identity = hospital.identity(victim, year=local_day(0, 0).year - 13)
    full = SimpleNamespace(id_number=_numbers(hospital, identity), mobile="13877665544")
    papers = _papers(hospital, volunteer)
    card = _fill_card(hospital, identity, full)
    admin("volunteer.volunteer", "action_ask_back", [volunteer], "机密的问题")
    admin("volunteer.volunteer", "action_register", [volunteer])
    admin("volunteer.volunteer", "action_suspend", [volunteer], "机密的理由")
    admin("volunteer.volunteer", "action_register", [volunteer])
    people = _people(hospital, victim)
    records = {
        "volunteer.identity": identity,
        "volunteer.volunteer": volunteer,
        **papers,
    }
    shown = hospital.client(people["officer"])(
        "volunteer.volunteer", "action_reveal_id_number", [volunteer]
    )
    assert shown == full.id_number
    (records["volunteer.disclosure"],) = admin.search(
        "volunteer.disclosure", ("volunteer_id", "=", volunteer), limit=1
    )
    (records["volunteer.life.event"],) = admin.search(
        "volunteer.life.event",
        ("volunteer_id", "=", volunteer),
        ("reason", "=", "机密的理由"),
    )
    fields = [("card", "volunteer.identity", *pair) for pair in card.items()]
    masks = {
        "name_masked": "受*",
        "id_number_masked": card["id_number"],
        "mobile_masked": "138****5544",
    }
    fields += [("masks", "volunteer.volunteer", *pair) for pair in masks.items()]
    office_card = [
        (
            "office",
            "volunteer.volunteer",
            f"identity_ids.{name}",
            full.id_number if name == "id_number" else value,
        )
        for name, value in card.items()
    ]
    fields += [
        ("office", "volunteer.volunteer", "question", "机密的问题"),
        ("office", "volunteer.qualification", "number", "PX-2026-001"),
        ("office", "volunteer.qualification", "document_name", "证书.pdf"),
        ("numbers", "volunteer.external.number", "number", f"ZYH{hospital.tag}"),
        ("acceptance", "volunteer.acceptance", "accepted_by", "机密的监护人"),
        ("acceptance", "volunteer.acceptance", "relation", "母子"),
        ("qualified", "volunteer.qualification", "source", "office"),
        ("log", "volunteer.disclosure", "what", "id_number"),
        ("log", "volunteer.life.event", "reason", "机密的理由"),
    ]
    return SimpleNamespace(
        victim=victim,
        volunteer=volunteer,
        people=people,
        records=records,
        fields=fields,
        through_card=office_card,
        card=card,
        full=full,
    )


def _numbers(hospital, identity):
    """Return the ID number that the fixture gave, as the office reads it."""
    (row,) = hospital.admin("volunteer.identity", "read", [identity], ["volunteer_id"])
    return hospital.admin(
        "volunteer.volunteer", "action_reveal_id_number", [row["volunteer_id"][0]]
    )


def _fill_card(hospital, identity, full):
    """Fill every field of an identity; return what its readers read."""
    admin = hospital.admin
    codes = {
        table: admin.search("volunteer.code", ("code_table", "=", table), limit=1)[0]
        for table in ("political_status", "education", "ethnic_group")
    }
    values = {
        "political_status_id": codes["political_status"],
        "party_applicant": True,
        "education_id": codes["education"],
        "ethnic_group_id": codes["ethnic_group"],
        "employer": "机密的学校",
        "occupation": "机密的职业",
        "mobile": full.mobile,
        "email": f"secret{hospital.tag}@example.com",
        "region": "机密的区域",
        "address": "机密的街道8号",
        "emergency_contact": "机密的联系人",
        "emergency_mobile": "13911112222",
        "guardian_name": "机密的监护人",
        "guardian_relation": "母子",
        "guardian_mobile": "13933334444",
    }
    admin("volunteer.identity", "write", [identity], values)
    # From the ID number and from the papers that were accepted.
    derived = admin.read("volunteer.identity", identity, "sex", *DATES)
    assert all(derived[name] for name in DATES)
    return {
        "id_number": full.id_number[:4] + 10 * "*" + full.id_number[-4:],
        "sex": derived["sex"],
        **{name: derived[name] for name in DATES},
        **values,
    }


def _papers(hospital, volunteer):
    """Put a paper, a qualification and a platform's number on file; return the ids."""
    admin = hospital.admin
    documents = admin.search(
        "volunteer.document",
        ("state", "=", "valid"),
        ("kind", "in", ["consent", "guardian"]),
        ("company_id", "=", False),
    )
    scan = admin.create(
        "volunteer.paper.scan",
        {
            "volunteer_ids": [(6, 0, [volunteer])],
            "document_ids": [(6, 0, documents)],
            "method": "office",
            "accepted_by": "机密的监护人",
            "relation": "母子",
        },
    )
    admin("volunteer.paper.scan", "action_confirm", [scan])
    (acceptance,) = admin.search(
        "volunteer.acceptance", ("volunteer_id", "=", volunteer), limit=1
    )
    licence = admin.create(
        "volunteer.licence", {"name": hospital.unused("volunteer.licence", "演示证件")}
    )
    qualification = admin.create(
        "volunteer.qualification",
        {
            "volunteer_id": volunteer,
            "kind": "licence",
            "licence_id": licence,
            "number": "PX-2026-001",
            "document": base64.b64encode(b"%PDF-1.4 scan").decode(),
            "document_name": "证书.pdf",
        },
    )
    platform = admin.search("volunteer.platform", limit=1)[0]
    number = admin.create(
        "volunteer.external.number",
        {
            "volunteer_id": volunteer,
            "platform_id": platform,
            "number": f"ZYH{hospital.tag}",
        },
    )
    return {
        "volunteer.acceptance": acceptance,
        "volunteer.qualification": qualification,
        "volunteer.external.number": number,
    }


def _people(hospital, victim):
    """Return a login of every role; all but the self are volunteers or office."""
    people = {
        "stranger": hospital.person("portal", "旁人", volunteer="community"),
        "self": victim,
        "user": hospital.person("user", "同事", volunteer="staff"),
        "leader": hospital.person("leader", "本队队长", volunteer="staff"),
        "other_leader": hospital.person("leader", "他队队长", volunteer="staff"),
        "hr": hospital.person("hr", "人事", volunteer="staff"),
        "officer": hospital.person("officer", "办公室"),
        "foreign_officer": hospital.person("officer", "他院办公室"),
        "manager": hospital.person("manager", "管理员"),
    }
    hospital.team("本队", people["leader"], [victim])
    hospital.team("他队", people["other_leader"])
    hospital.send_to_new_unit(people["foreign_officer"], "他院")
    return people


@pytest.fixture
def ask(hospital, scene, role):
    """Return a call as the role; None when it is refused with a sentence."""
    client = hospital.client(scene.people[role])

    def call(model, method, *args, **kwargs):
        try:
            return client(model, method, *args, **kwargs)
        except Refused as refused:
            assert refused.kind in REFUSALS, refused
            assert refused.message
            return None

    return call


def _is_empty(answer):
    """Return whether an answer has no value in it, be it nested."""
    if isinstance(answer, dict):
        return all(_is_empty(value) for value in answer.values())
    if isinstance(answer, list):
        return all(map(_is_empty, answer))
    return not answer


def _leaks(scene, role, ask_for):
    """Return the fields that a role must not read, and that ``ask_for`` gave away."""
    return [
        (model, name)
        for group, model, name, value in scene.fields
        if group not in SEES[role]
        and not _is_empty(ask_for(model, scene.records[model], name, value))
    ]


def _same(found, value):
    """Compare as RPC returns it: a record comes with its name."""
    return (found[0] if isinstance(found, list) else found) == value


@every_role
def test_the_table(scene, ask, role):
    """Who may read reads the very value; nobody else reads anything."""
    for group, model, name, value in scene.fields:
        rows = ask(model, "read", [scene.records[model]], [name])
        if group in SEES[role]:
            assert rows and _same(rows[0][name], value), (model, name, rows)
        else:
            assert not rows, (model, name)


@every_role
def test_read_for_screens(scene, ask, role):
    def ask_for(model, record, name, _value):
        return [
            ask(model, "web_read", [record], {name: {}}),
            ask(model, "web_search_read", [("id", "=", record)], {name: {}}),
            ask(model, "search_read", [("id", "=", record)], [name]),
        ]

    assert not _leaks(scene, role, ask_for)


@every_role
def test_search(scene, ask, role):
    """Neither the value nor a beginning of it finds the record."""

    def ask_for(model, record, name, value):
        value = scene.full.id_number if name == "id_number" else value
        domains = [[("id", "=", record), (name, "=", value)]]
        if isinstance(value, str) and name not in ("id_number", *DATES):
            domains += [
                [("id", "=", record), (name, "=like", f"{value[:3]}%")],
                [("id", "=", record), (name, "ilike", value[:3])],
            ]
        return [
            found
            for domain in domains
            for found in (
                ask(model, "search", domain),
                ask(model, "search_count", domain),
            )
        ]

    assert not _leaks(scene, role, ask_for)


@outside_the_office
@pytest.mark.parametrize("model", PATHS)
def test_search_through_paths(scene, ask, role, model):
    """No other record that one may read leads on to what one may not."""
    path = PATHS[model]
    for _group, _model, name, value in scene.through_card:
        assert not ask(model, "search", [(f"{path}.{name}", "=", value)]), name
        first, last = f"{path}.{name}".rsplit(".", 1)
        assert not ask(model, "search", [(first, "any", [(last, "=", value)])]), name
    for name in ("question", "disclosure_ids.what", "life_event_ids.reason"):
        assert not ask(model, "search", [(f"{path}.{name}", "!=", False)]), name


@every_role
def test_search_on_the_register(scene, ask, role):
    """The card is not even a path from one's own row of the register."""
    for _group, model, name, value in scene.through_card:
        found = ask(model, "search", [("id", "=", scene.volunteer), (name, "=", value)])
        assert found == [scene.volunteer] if "office" in SEES[role] else not found, name


@every_role
def test_id_number_is_found_as_a_whole_only(scene, ask, role):
    """A beginning of the number, or its mask, finds nothing for anybody."""
    number = scene.full.id_number
    for operator, text in (
        ("=like", f"{number[:6]}%"),
        ("like", number[6:14]),
        ("ilike", number[-4:]),
        (">", number[:6]),
        ("=", scene.card["id_number"]),
        ("!=", number),
        ("not in", [number]),
    ):
        domain = [("id_number", operator, text)]
        assert not ask("volunteer.identity", "search", domain), operator


@every_role
def test_groups(scene, ask, role):
    """Counting by a value tells it as well as reading it."""

    def ask_for(model, record, name, _value):
        if name == "id_number":
            return None  # not stored, so there is nothing to group by
        domain = [("id", "=", record)]
        by = f"{name}:month" if name in DATES else name
        return [
            _values(ask(model, "formatted_read_group", domain, [by], ["__count"])),
            _values(ask(model, "web_read_group", domain, [by], ["__count"])),
            _values(
                ask(model, "formatted_read_group", domain, [], [f"{name}:count"]),
                f"{name}:count",
            ),
            _values(
                ask(model, "formatted_read_group", domain, [], [f"{name}:array_agg"]),
                f"{name}:array_agg",
            ),
        ]

    assert not _leaks(scene, role, ask_for)


def _values(answer, key=None):
    groups = answer.get("groups") if isinstance(answer, dict) else answer
    return [group.get(key) for group in groups or []] if key else groups


@every_role
def test_order(scene, ask, role):
    """Sorting by what one may not read would tell who comes first."""

    def ask_for(model, record, name, _value):
        if name == "id_number":
            return None  # not stored
        return ask(model, "search", [("id", "=", record)], order=f"{name} desc")

    assert not _leaks(scene, role, ask_for)


@every_role
def test_export(scene, ask, role):
    def ask_for(model, record, name, _value):
        return ask(model, "export_data", [record], [name])

    assert not _leaks(scene, role, ask_for)
    if "office" not in SEES[role]:
        for name in scene.card:
            answer = ask(
                "volunteer.volunteer",
                "export_data",
                [scene.volunteer],
                [f"identity_ids/{name}"],
            )
            assert _is_empty(answer), name


@every_role
def test_names(scene, ask, role):
    """Completion in a search box finds people only whom one may read."""
    may = "masks" in SEES[role]
    found = ask("volunteer.volunteer", "name_search", scene.victim.name)
    assert [row[0] for row in found] == ([scene.volunteer] if may else [])
    card = "card" in SEES[role]
    found = ask("volunteer.identity", "name_search", scene.victim.name)
    assert bool(found) == card
    for text in (scene.full.mobile, scene.full.id_number, scene.card["address"]):
        for model in ("volunteer.volunteer", "volunteer.identity"):
            assert not ask(model, "name_search", text), (model, text)


@outside_the_office
def test_forms(scene, ask, role):
    """A form that is not saved computes nothing that one may not read."""
    secrets = _secrets(scene, role)
    link = {"volunteer_id": scene.volunteer}
    shown = {
        name: {}
        for name in ("name", "name_masked", "id_number_masked", "mobile_masked")
    }
    for model in (
        "volunteer.identity",
        "volunteer.signup",
        "volunteer.team.member",
        "volunteer.external.number",
        "volunteer.qualification",
        "volunteer.acceptance",
    ):
        spec = {"volunteer_id": {"fields": {**shown, "display_name": {}}}}
        if model == "volunteer.identity":
            spec["id_number"] = {}
        answers = [
            ask(model, "onchange", [], link, ["volunteer_id"], spec),
            ask(
                model,
                "onchange",
                [],
                {},
                [],
                spec,
                context={"default_volunteer_id": scene.volunteer},
            ),
            ask(
                model,
                "default_get",
                ["volunteer_id", "id_number", "mobile"],
                context={"default_volunteer_id": scene.volunteer},
            ),
        ]
        text = json.dumps(answers, ensure_ascii=False)
        assert not [secret for secret in secrets if secret in text], model


def _secrets(scene, role):
    """Return texts that are nowhere in an answer to a role."""
    texts = {scene.full.id_number}
    if "masks" not in SEES[role]:
        texts |= {scene.victim.name, scene.card["id_number"], "138****5544"}
    if "card" not in SEES[role]:
        texts |= {
            value
            for name, value in scene.card.items()
            if isinstance(value, str) and name not in ("sex", "id_number")
        }
    return texts


@every_role
def test_copies(scene, ask, hospital, role):
    """A copy is the office's to make, and has nothing of the card."""
    for method in ("copy", "copy_data"):
        answer = ask(
            "volunteer.identity", method, [scene.records["volunteer.identity"]]
        )
        assert not answer or role in ("officer", "manager", "self")
        text = json.dumps(answer, ensure_ascii=False)
        assert scene.full.id_number not in text and scene.card["id_number"] not in text
    new = ask("volunteer.volunteer", "copy", [scene.volunteer])
    if "office" not in SEES[role]:
        assert not new
        return
    row = hospital.admin.read(
        "volunteer.volunteer",
        new[0] if isinstance(new, list) else new,
        "identity_ids",
        "id_number_masked",
        "mobile_masked",
        "state",
        "user_id",
        "question",
    )
    row.pop("id")
    assert row.pop("state") == "applied"
    assert _is_empty(row)


@every_role
def test_notes(scene, ask, role):
    """The notes, their tracked values and files are for who may read the record."""
    domain = [("model", "=", "volunteer.volunteer"), ("res_id", "=", scene.volunteer)]
    text = json.dumps(
        [
            ask("mail.message", "search_read", domain, ["body", "tracking_value_ids"]),
            ask(
                "mail.tracking.value",
                "search_read",
                [("mail_message_id.res_id", "=", scene.volunteer)],
                ["old_value_char", "new_value_char"],
            ),
        ],
        ensure_ascii=False,
    )
    if "office" not in SEES[role]:
        assert "机密" not in text
    assert scene.full.id_number not in text and scene.full.mobile not in text
    files = ask(
        "ir.attachment",
        "search_read",
        [
            ("res_model", "=", "volunteer.qualification"),
            ("res_id", "=", scene.records["volunteer.qualification"]),
            ("res_field", "=", "document"),
        ],
        ["datas"],
    )
    assert bool(files) == ("office" in SEES[role])


@every_role
def test_downloads(hospital, scene, role):
    """The address of a file is no way round the rights on its record."""
    client = hospital.client(scene.people[role])
    record = scene.records["volunteer.qualification"]
    answer = client.http.get(
        f"{client.url}/web/content/volunteer.qualification/{record}/document",
        timeout=120,
    )
    assert (b"scan" in answer.content) == ("office" in SEES[role])


@every_role
def test_full_values(hospital, scene, ask, role):
    """Shown in full to the person and the office; each time it is put on record."""
    may = "card" in SEES[role]
    before = _disclosures(hospital, scene)
    for what in ("id_number", "mobile"):
        shown = ask("volunteer.volunteer", f"action_reveal_{what}", [scene.volunteer])
        assert shown == (getattr(scene.full, what) if may else None), what
    assert _disclosures(hospital, scene) - before == (2 if may else 0)


def _disclosures(hospital, scene):
    return hospital.admin(
        "volunteer.disclosure",
        "search_count",
        [("volunteer_id", "=", scene.volunteer)],
    )


@every_role
def test_writes(scene, ask, role):
    """What one may not read one may not change either, and the log nobody."""
    identity = scene.records["volunteer.identity"]
    if "office" not in SEES[role]:
        assert not ask("volunteer.identity", "write", [identity], {"mobile": "1"})
        assert not ask("volunteer.identity", "unlink", [identity])
        assert not ask(
            "volunteer.identity", "create", [{"volunteer_id": scene.volunteer}]
        )
        vals = {"identity_ids": [(1, identity, {"mobile": "1"})]}
        assert not ask("volunteer.volunteer", "write", [scene.volunteer], vals)
    for model in ("volunteer.disclosure", "volunteer.life.event"):
        record = scene.records[model]
        assert not ask(model, "write", [record], {"date": "2020-01-01 00:00:00"})
        assert not ask(model, "unlink", [record])
        assert not ask(model, "create", [{"volunteer_id": scene.volunteer}])
    for vals in ({"id_number_masked": "1"}, {"name_masked": "1"}):
        if "office" not in SEES[role]:
            assert not ask("volunteer.volunteer", "write", [scene.volunteer], vals)


def test_another_unit_cannot_be_claimed(hospital, scene):
    """Naming a unit in the context opens it for nobody who does not work there."""
    client = hospital.client(scene.people["foreign_officer"])
    unit = hospital.admin.read("volunteer.volunteer", scene.volunteer, "company_id")[
        "company_id"
    ][0]
    for model, record in scene.records.items():
        with pytest.raises(Refused):
            client(model, "read", [record], context={"allowed_company_ids": [unit]})


@every_role
def test_papers(hospital, scene, role):
    """The address of a paper is no way round its method: rights, and the log.

    Nobody prints a slip to set the password of a login that was not made by the office.
    """
    client = hospital.client(scene.people[role])
    may = "card" in SEES[role]
    hidden = _secrets(scene, role) if not may else set()
    before = _disclosures(hospital, scene)
    for name in PAPERS:
        told = []
        for kind in ("html", "text"):
            path = f"/report/{kind}/{name}/{scene.volunteer}"
            text = client.http.get(client.url + path, timeout=120).text
            assert not [secret for secret in hidden if secret in text], path
            assert "reset_password" not in text, path
            told.append(scene.full.id_number in text)
        assert any(told) == (may and name == "volunteer_base.own_copy"), name
    assert (_disclosures(hospital, scene) > before) == may
