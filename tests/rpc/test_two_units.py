"""Two units, every role: who changes whose state, and what hostile files come to.

===================  ======================  ===============  ===================
role                 office's acts on A      person's own     imports for A
                     (accept … erase,merge)  acts (confirm …)
===================  ======================  ===============  ===================
self (portal)        no                      yes              no
stranger (portal)    no                      no               no
user                 no                      no               no
leader of the team   no                      no               own team's roster
leader of another    no                      no               no
HR of the hours      no                      no               no
officer of unit B    no                      no               no
manager of unit B    no                      no               no
officer              yes                     no               yes
===================  ======================  ===============  ===================
"""

import base64
import io
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest
from odoo_client import Refused

FOREIGN = (
    "stranger",
    "user",
    "leader",
    "other_leader",
    "hr",
    "foreign_officer",
    "foreign_manager",
)
REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
)
#: What the office does, by the state of the person it is done to.
OFFICE_ACTS = {
    "applied": (
        ("action_accept",),
        ("action_register",),
        ("action_reject", "理由"),
        ("action_ask_back", "问题"),
        ("action_print_question",),
    ),
    "registered": (
        ("action_suspend", "理由"),
        ("action_leave", "理由"),
        ("action_erase", "理由"),
        ("action_note_data_confirmed",),
        ("action_print_access",),
        ("action_show_id_number",),
        ("action_show_mobile",),
        ("action_open_identity",),
    ),
    "rejected": (("action_reopen",),),
    "pending": (("action_ask_confirmation",),),
}
OWN_ACTS = {
    "registered": (
        ("action_request_erasure",),
        ("action_withdraw_erasure_request",),
        ("action_reconfirm_own", {"mobile": "13500000000"}),
    ),
    "pending": (
        ("action_confirm_own", {"mobile": "13500000000"}),
        ("action_refuse_own",),
    ),
}
KEPT = (
    "name",
    "state",
    "active",
    "confirmation",
    "company_ids",
    "merged_into_id",
    "mobile_masked",
    "id_number_masked",
    "erasure_requested",
    "question",
    "user_id",
)


@pytest.fixture(scope="module")
def units(hospital):
    """Return people of unit A in every state, and a login of every role."""
    admin = hospital.admin
    people = {
        "stranger": hospital.person("portal", "旁人", volunteer="community"),
        "user": hospital.person("user", "同事", volunteer="staff"),
        "leader": hospital.person("leader", "本队队长", volunteer="staff"),
        "other_leader": hospital.person("leader", "他队队长", volunteer="staff"),
        "hr": hospital.person("hr", "人事", volunteer="staff"),
        "officer": hospital.person("officer", "办公室甲"),
        "foreign_officer": hospital.person("officer", "办公室乙"),
        "foreign_manager": hospital.person("manager", "管理员乙"),
    }
    unit_b = hospital.send_to_new_unit(people["foreign_officer"], "乙院")
    hospital.send_to(people["foreign_manager"], unit_b)
    unit_a = admin.ref("base.main_company")
    person = hospital.person("portal", f"甲院志愿者{hospital.tag}")
    hospital.make_volunteers([person], "community")
    hospital.identity(person)
    applied, rejected = admin.create(
        "volunteer.volunteer",
        [{"name": f"甲院{name}{hospital.tag}"} for name in ("申请人", "落选人")],
    )
    admin("volunteer.volunteer", "action_reject", [rejected], "理由")
    department = admin.create("hr.department", {"name": f"甲院科室{hospital.tag}"})
    employee, unknown = admin.create(
        "hr.employee",
        [
            {"name": f"职工{name}{hospital.tag}", "department_id": department}
            for name in "甲乙"
        ],
    )
    wizard = admin.create(
        "volunteer.staff.registration",
        {
            "mode": "employee",
            "employee_ids": [(6, 0, [employee])],
            "send_mail": False,
        },
    )
    admin("volunteer.staff.registration", "action_register", [wizard])
    pending = admin.read("hr.employee", employee, "volunteer_id")["volunteer_id"][0]
    team = hospital.team("甲院的队", people["leader"], [person])
    victims = {
        "applied": applied,
        "registered": person.volunteer_id,
        "rejected": rejected,
        "pending": pending,
    }
    return SimpleNamespace(
        people={**people, "self": person},
        victims=victims,
        unit_a=unit_a,
        unit_b=unit_b,
        team=team,
        department=department,
        unknown=unknown,
    )


@pytest.fixture
def refused(hospital, units):
    """Return a check that a call of a role is refused with a sentence."""

    def check(role, model, method, *args, **kwargs):
        with pytest.raises(Refused) as refusal:
            hospital.client(units.people[role])(model, method, *args, **kwargs)
        assert refusal.value.kind in REFUSALS, refusal.value
        assert refusal.value.message

    return check


@pytest.fixture
def unchanged(hospital, units):
    """Check that unit A's people are afterwards as they were before."""

    def state():
        ids = list(units.victims.values())
        return (
            hospital.admin.read("volunteer.volunteer", ids, *KEPT),
            hospital.admin.read(
                "hr.employee", units.unknown, "volunteer_id", "department_id"
            ),
        )

    before = state()
    yield
    assert state() == before


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("role", (*FOREIGN, "self"))
class TestOfficeActs:
    """What only the office of the person's own unit does."""

    def test_states(self, units, refused, role):
        for state, acts in OFFICE_ACTS.items():
            for method, *args in acts:
                if role == "self" and method.startswith("action_show"):
                    continue
                victim = units.victims[state]
                refused(role, "volunteer.volunteer", method, [victim], *args)

    def test_states_through_the_wizard(self, hospital, units, refused, role):
        client = hospital.client(units.people[role])
        for method in ("action_reject", "action_erase", "action_leave"):
            context = {
                "active_model": "volunteer.volunteer",
                "active_ids": [units.victims["applied"]],
            }
            try:
                wizard = client(
                    "volunteer.reason.wizard",
                    "create",
                    [{"method": method, "reason": "理由"}],
                    context=context,
                )
            except Refused:
                assert role in ("stranger", "self")
                continue
            refused(
                role,
                "volunteer.reason.wizard",
                "action_confirm",
                wizard,
                context=context,
            )

    def test_records(self, units, refused, role):
        for victim in units.victims.values():
            for vals in (
                {"name": "改名"},
                {"active": False},
                {"user_id": units.people[role].user_id},
                {"company_ids": [(4, units.unit_b)]},
            ):
                refused(role, "volunteer.volunteer", "write", [victim], vals)
            refused(role, "volunteer.volunteer", "unlink", [victim])

    def test_merge(self, hospital, units, refused, role):
        pair = [units.victims["applied"], units.victims["registered"]]
        client = hospital.client(units.people[role])
        try:
            wizard = client.create(
                "volunteer.merge",
                {"volunteer_ids": [(6, 0, pair)], "keep_id": pair[0]},
            )
        except Refused as refusal:
            assert refusal.kind in REFUSALS, refusal
        else:
            refused(role, "volunteer.merge", "action_merge", [wizard])
        pair_id = pair[0] * 2147483648 + pair[1]
        refused(role, "volunteer.duplicate", "action_not_same", [pair_id])

    def test_staff(self, hospital, units, refused, role):
        client = hospital.client(units.people[role])
        for vals in (
            {"department_ids": [(6, 0, [units.department])]},
            {"mode": "employee", "employee_ids": [(6, 0, [units.unknown])]},
            {"mode": "company"},
        ):
            try:
                wizard = client.create(
                    "volunteer.staff.registration",
                    {**vals, "company_id": units.unit_a, "send_mail": False},
                )
            except Refused as refusal:
                assert refusal.kind in REFUSALS, refusal
                continue
            refused(role, "volunteer.staff.registration", "action_register", [wizard])

    def test_signed_list(self, hospital, units, refused, role):
        client = hospital.client(units.people[role])
        try:
            signed = client.create(
                "volunteer.staff.confirmation",
                {
                    "volunteer_ids": [(6, 0, [units.victims["pending"]])],
                    "file": base64.b64encode(b"%PDF-1.4").decode(),
                    "filename": "名单.pdf",
                },
            )
        except Refused as refusal:
            assert refusal.kind in REFUSALS, refusal
        else:
            refused(role, "volunteer.staff.confirmation", "action_confirm", [signed])

    def test_import(self, units, refused, role):
        """Nobody imports people into a unit that is not theirs, or as a register."""
        text = f"志愿者编号,姓名\n{'1':0>8},改名\n".encode()
        vals = {
            "purpose": "register",
            "company_id": units.unit_a,
            "file": base64.b64encode(text).decode(),
            "filename": "名册.csv",
        }
        refused(role, "volunteer.import", "create", [vals])
        if role != "leader":
            vals = {**vals, "purpose": "group", "team_id": units.team}
            refused(role, "volunteer.import", "create", [vals])

    def test_recruitment(self, hospital, units, refused, role):
        vals = {"name": "冒名招募", "company_id": units.unit_a}
        refused(role, "volunteer.recruitment", "create", [vals])

    def test_reading(self, hospital, units, role):
        """Applicants and staff of unit A are not even listed."""
        client = hospital.client(units.people[role])
        ids = list(units.victims.values())
        found = client.search("volunteer.volunteer", ("id", "in", ids))
        own = [units.victims["registered"]]
        assert found == (own if role in ("self", "leader") else [])
        for model in ("volunteer.identity", "volunteer.life.event"):
            domain = [("volunteer_id", "in", ids)]
            try:
                rows = client(model, "search_read", domain, ["volunteer_id"])
            except Refused as refusal:
                assert refusal.kind in REFUSALS
                continue
            assert {row["volunteer_id"][0] for row in rows} <= (
                set(own) if role == "self" else set()
            )
        try:
            rows = client(
                "volunteer.staff.coverage",
                "search",
                [("department_id", "=", units.department)],
            )
        except Refused as refusal:
            assert refusal.kind in REFUSALS
        else:
            assert not rows


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("role", (*FOREIGN, "officer"))
def test_own_acts(units, refused, role):
    """What a person answers or asks for, nobody does in the person's place."""
    for state, acts in OWN_ACTS.items():
        for method, *args in acts:
            victim = units.victims[state]
            refused(role, "volunteer.volunteer", method, [victim], *args)


@pytest.mark.usefixtures("unchanged")
def test_the_office_does_not_answer_for_staff(units, refused):
    victim = units.victims["pending"]
    for method in ("action_accept", "action_register"):
        refused("officer", "volunteer.volunteer", method, [victim])


def test_a_number_of_another_unit_reveals_nothing(hospital, units):
    """Asking for a person of unit A says the same as asking for nobody."""
    client = hospital.client(units.people["foreign_officer"])
    known = hospital.client(units.people["officer"])(
        "volunteer.volunteer",
        "action_reveal_id_number",
        [units.victims["registered"]],
    )
    answers = []
    for number in (known, hospital.id_number()):
        request = client.create(
            "volunteer.affiliation", {"id_number": number, "reason": "也在我院服务"}
        )
        row = client.read("volunteer.affiliation", request)
        (row,) = row if isinstance(row, list) else (row,)
        answers.append(
            {
                name: value
                for name, value in row.items()
                if name not in ("id", "id_number", "id_number_masked", "display_name")
                and "date" not in name
            }
        )
    assert answers[0] == answers[1]
    assert units.people["self"].name not in str(answers)


# ----------------------------------------------------------------------
# Hostile files
# ----------------------------------------------------------------------

HEADINGS = ("姓名", "身份证号", "手机号", "出生日期")


def _workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _zip(name, chunk, count):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(name, "w", force_zip64=True) as file:
            for _number in range(count):
                file.write(chunk)
    return stream.getvalue()


def _bomb():
    """Return a workbook whose only sheet unpacks to 400 MB of one cell's text."""
    good = _workbook([HEADINGS, ("张三",)])
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            if not name.endswith("sheet1.xml"):
                archive.writestr(name, source.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as file:
            file.write(b"<worksheet><sheetData>")
            for _number in range(400):
                file.write(b"<row><c><v>0</v></c></row>" * 40_330)
    return stream.getvalue()


UNREADABLE = {
    "an empty file": lambda: ("空.csv", b" \n"),
    "text named as a workbook": lambda: ("名册.xlsx", "姓名\n张三\n".encode()),
    "an old workbook": lambda: ("名册.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
    "a picture": lambda: ("名册.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    "another archive": lambda: ("名册.xlsx", _zip("readme.txt", b"x", 10)),
    "a broken archive": lambda: ("名册.xlsx", _workbook([HEADINGS, ("张三",)])[:900]),
    "a zip bomb": lambda: ("名册.xlsx", _bomb()),
    "201 columns": lambda: (
        "名册.xlsx",
        _workbook([[*HEADINGS, *range(197)], ["张三"]]),
    ),
    "20,001 rows": lambda: ("名册.csv", ("姓名\n" + "张三\n" * 20_001).encode()),
    "headings alone": lambda: ("名册.csv", "姓名,手机号\n".encode()),
    "no known heading": lambda: ("名册.csv", "甲,乙\n1,2\n".encode()),
    "an open quotation mark": lambda: ("名册.csv", '姓名\n"张三\n'.encode()),
    "bytes of no alphabet": lambda: ("名册.csv", "姓名\n".encode() + b"\xff\xff\x81"),
    "a cell of a megabyte": lambda: ("名册.csv", ("姓名\n" + "张" * 400_000).encode()),
}


@pytest.fixture(scope="module")
def office(hospital):
    """Return the session of an officer whose unit has nobody on file."""
    officer = hospital.person("officer", "导入干事")
    hospital.send_to_new_unit(officer, "导入医院")
    return hospital.client(officer)


def _upload(client, filename, data):
    return client.create(
        "volunteer.import",
        {"file": base64.b64encode(data).decode(), "filename": filename},
    )


def _count(client):
    return client("volunteer.volunteer", "search_count", [])


@pytest.mark.parametrize("kind", UNREADABLE)
def test_unreadable_files(office, kind):
    filename, data = UNREADABLE[kind]()
    register = _upload(office, filename, data)
    office("volunteer.import", "action_check", [register])
    row = office.read("volunteer.import", register, "state", "message", "row_count")
    assert row["state"] == "failed"
    assert row["message"]
    assert not row["row_count"]
    with pytest.raises(Refused) as refusal:
        office("volunteer.import", "action_run", [register])
    assert refusal.value.kind == "odoo.exceptions.UserError"
    assert not _count(office)


def test_50_megabytes(office):
    """Refused before it is read; the answer is a sentence."""
    with pytest.raises(Refused) as refusal:
        _upload(office, "名册.csv", b"a,b\n" * (50 * 2**20 // 4))
    assert refusal.value.kind == "odoo.exceptions.UserError"
    assert "20" in refusal.value.message
    assert not _count(office)


def test_no_file_at_all(office):
    for text in ("!", "AAAA" * 3, "\0\1"):
        try:
            register = office.create(
                "volunteer.import", {"file": text, "filename": "名册.csv"}
            )
            office("volunteer.import", "action_check", [register])
        except Refused as refusal:
            assert refusal.kind in REFUSALS, refusal
        else:
            row = office.read("volunteer.import", register, "state")
            assert row["state"] == "failed"
    assert not _count(office)


def test_200_columns(office):
    """As many columns as a platform exports: those that are known are read."""
    rows = [[*HEADINGS, *(f"列{n}" for n in range(196))], ["张三"]]
    register = _upload(office, "名册.xlsx", _workbook(rows))
    office("volunteer.import", "action_check", [register])
    row = office.read("volunteer.import", register, "state", "row_count", "column_ids")
    assert (row["state"], row["row_count"]) == ("checked", 1)
    assert len(row["column_ids"]) == 200


def test_wrong_types(office):
    """Each wrong cell is named by its row and column; no row of them comes in."""
    rows = [
        HEADINGS,
        ('=HYPERLINK("http://example.com","张三")', None, "13800138000", None),
        ("=1+1", None, "13800138000", None),
        ("#REF!", None, None, None),
        ("李四", 1.1010519491231e17, None, None),
        ("王五", "11010519491231002Y", None, None),
        ("赵六", None, "一三八", None),
        ("孙七", None, None, "昨天"),
        ("周八", None, None, "2999-01-01"),
        ("吴九" * 600, None, None, None),
        (None, None, "13800138000", None),
    ]
    register = _upload(office, "名册.xlsx", _workbook(rows))
    office("volunteer.import", "action_check", [register])
    row = office.read("volunteer.import", register, "state", "bad_row_count")
    assert (row["state"], row["bad_row_count"]) == ("checked", len(rows) - 1)
    problems = office(
        "volunteer.import.problem",
        "search_read",
        [("import_id", "=", register)],
        ["row", "column", "message"],
    )
    assert {problem["row"] for problem in problems} == set(range(2, len(rows) + 1))
    assert all(problem["message"] for problem in problems)
    places = {(problem["row"], problem["column"]) for problem in problems}
    assert {(5, "身份证号"), (6, "身份证号"), (7, "手机号"), (8, "出生日期")} <= places
    for good_rows_only in (False, True):
        office(
            "volunteer.import",
            "write",
            [register],
            {"good_rows_only": good_rows_only},
        )
        with pytest.raises(Refused):
            office("volunteer.import", "action_run", [register])
    assert not _count(office)


@pytest.mark.parametrize(
    "cell", ('=HYPERLINK("http://example.com";"张三")', "=1+1", "@SUM(A1)", "#N/A")
)
def test_formulas_in_text(office, cell):
    """A csv file brings a formula as text; it is not taken for a name."""
    text = cell.replace('"', '""')
    register = _upload(office, "名册.csv", f'姓名,手机号\n"{text}",\n'.encode())
    office("volunteer.import", "action_check", [register])
    row = office.read("volunteer.import", register, "state", "bad_row_count")
    assert (row["state"], row["bad_row_count"]) == ("checked", 1)
    assert not _count(office)


def test_what_the_file_says_is_text(office):
    """Marks of programs in a csv file are kept as text and shown as text."""
    name = "<script>alert(1)</script>"
    content = f"姓名,工作单位\n{name},{{{{7*7}}}}\n".encode()
    register = _upload(office, "名册.csv", content)
    office("volunteer.import", "action_check", [register])
    row = office.read("volunteer.import", register, "state", "preview", "row_count")
    assert (row["state"], row["row_count"]) == ("checked", 1)
    assert "<script" not in row["preview"]
    assert "{{7*7}}" in row["preview"] or "7*7" not in row["preview"]
    assert not _count(office)


def test_states_of_an_import(office):
    """What the check found, and what was done, no user writes."""
    register = _upload(office, "名册.csv", "姓名\n张三\n".encode())
    for vals in (
        {"state": "checked"},
        {"bad_row_count": 0},
        {"last_row": 0},
        {"user_id": 2},
        {"preview": "<script/>"},
    ):
        with pytest.raises(Refused):
            office("volunteer.import", "write", [register], vals)
    with pytest.raises(Refused):
        office("volunteer.import", "action_run", [register])
    assert not office.read("volunteer.import", register, "file")["file"]
    with pytest.raises(Refused):
        office.read("volunteer.import", register, "file_cipher")


def test_a_file_goes_back_to_who_brought_it(hospital, office, units):
    register = _upload(office, "名册.csv", "姓名,手机号\n张三,一\n".encode())
    office("volunteer.import", "action_check", [register])
    path = f"/volunteer/import/{register}/mistakes"
    assert office.http.get(office.url + path, timeout=120).status_code == 200
    for role in (*FOREIGN, "officer"):
        client = hospital.client(units.people[role])
        answer = client.http.get(client.url + path, timeout=120)
        assert answer.status_code in (403, 404), role
        assert "张三" not in answer.text
