"""The evaluation of a year: from the figures to the paper, through everybody's hands.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import re
import unicodedata
from types import SimpleNamespace

import openpyxl
import pypdf
import pytest
from hospital import local_day
from odoo_client import Refused
from playwright.sync_api import expect
from screen import Screen, come_to_rest

WAITING = "volunteer-evaluation-waiting"
REMARK = "全年陪诊，来年想带新志愿者。"
DEPARTMENT = "科室认可其服务。"
COMMITTEE = "委员会同意。"
HR = "计入年度考核。"
GRADE = "表现突出"
POINTS = 7.25
# Columns of the register, counted from 0; their order never changes.
SHEET_NO, NAME, HOURS, TYPED_POINTS, TYPED_GRADE, TYPED_OPINION = 0, 3, 8, 17, 18, 19

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return a unit with one department: its head, a volunteer, and somebody else."""
    admin = hospital.admin
    unit = hospital.open_unit("城北分院")
    here = {"allowed_company_ids": [unit]}
    hr, officer = hospital.person("hr", "人事员"), hospital.person("officer", "办公室")
    head, person = (
        hospital.person("user", "科主任"),
        hospital.person("user", "被考核人"),
    )
    for one in (hr, officer, head, person):
        hospital.send_to(one, unit)
    (person.volunteer_id,) = admin(
        "volunteer.volunteer",
        "create",
        [
            {
                "name": person.name,
                "user_id": person.user_id,
                "company_id": unit,
                "kind": "staff",
            }
        ],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", [person.volunteer_id], context=here)
    (department,) = admin(
        "hr.department",
        "create",
        [{"name": "急救组", "company_id": unit}],
        context=here,
    )
    common = {"company_id": unit, "department_id": department}
    head.employee_id, person.employee_id, never = admin(
        "hr.employee",
        "create",
        [
            {**common, "name": head.name, "user_id": head.user_id},
            {
                **common,
                "name": person.name,
                "user_id": person.user_id,
                "volunteer_id": person.volunteer_id,
            },
            {**common, "name": "未注册者"},
        ],
        context=here,
    )
    admin(
        "hr.department",
        "write",
        [department],
        {"manager_id": head.employee_id},
        context=here,
    )
    way = SimpleNamespace(
        here=here,
        unit=unit,
        hr=hr,
        officer=officer,
        head=head,
        person=person,
        never=never,
        day=local_day(-1, 0).date(),
        done=set(),
    )
    _record(hospital, way, minutes=90)
    return way


def _record(hospital, way, minutes, again=False):
    """Record hours of the person, who serves on the day before."""
    admin, day = hospital.admin, way.day.isoformat()
    lines = admin(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": way.person.volunteer_id,
                "date": day,
                "minutes": minutes,
                "description": "门诊导医",
                "late_reason": "补记",
                "override_reason": "当日另一次服务" if again else False,
            }
        ],
        context=way.here,
    )
    admin("volunteer.hour", "action_submit", lines, context=way.here)
    hospital.agree((hospital.client(way.head), admin), lines, way.here)
    notice = admin(
        "volunteer.notice",
        "create",
        [{"company_id": way.unit, "date_from": day, "date_to": day}],
        context=way.here,
    )
    admin("volunteer.notice", "action_publish", notice, context=way.here)
    admin("volunteer.notice", "action_close", notice, context=way.here)


def _read(hospital, way, *fields):
    return hospital.admin(
        "volunteer.evaluation", "read", [way.sheet], list(fields), context=way.here
    )[0]


def _write_opinion(hospital, page, way, text):
    """Open the person's sheet among those that wait, and write a sentence."""
    screen = Screen(page).open(WAITING)
    row = page.locator(".o_data_row", has_text=way.person.name)
    row.locator("td[name=volunteer_name]").click()
    page.locator(".o_form_view .o_field_widget[name=volunteer_name]").wait_for()
    come_to_rest(page)
    screen.press(
        hospital.admin.ref("volunteer_hours.volunteer_evaluation_wizard_action")
    )
    page.locator(".modal .o_field_widget[name=text] textarea").wait_for()
    screen.fill("text", text)
    screen.press("action_confirm")
    page.locator(".modal").wait_for(state="detached")
    come_to_rest(page)


def _open_round(page, way):
    screen = Screen(page).open(f"volunteer-evaluations/{way.round}")
    page.locator("button[name=action_download]:visible").wait_for()
    return screen


def _load(hospital, screen, file):
    """Put a register into the dialog of the round."""
    action = hospital.admin.ref("volunteer_hours.volunteer_evaluation_import_action")
    screen.press(action)
    box = screen.page.locator(".modal input[type=file]")
    box.wait_for(state="attached")
    with screen.answered():
        box.set_input_files(file)


def test_figures(desk, hospital, way):
    """Human Resources makes a round, takes the figures and sends the sheets out."""
    screen = Screen(desk.sit_down(way.hr))
    page = screen.page
    screen.open("volunteer-evaluations").new()
    # The year that people mean stands there already, except in January.
    if page.locator(".o_field_widget[name=year] input").input_value() != str(
        way.day.year
    ):
        with screen.answered():
            screen.fill("year", way.day.year)
    screen.save()
    screen.press("action_compute")
    way.round = screen.record_id()
    screen.press("action_open", confirm=True)
    page.locator(".o_arrow_button_current[data-value=open]").wait_for()

    sheets = hospital.admin(
        "volunteer.evaluation",
        "search_read",
        [("round_id", "=", way.round)],
        ["volunteer_name", "hours_claimed", "state", "volunteer_id", "date_to"],
        context=way.here,
    )
    by_name = {sheet["volunteer_name"]: sheet for sheet in sheets}
    assert set(by_name) == {way.head.name, way.person.name, "未注册者"}
    own, never = by_name[way.person.name], by_name["未注册者"]
    assert (own["hours_claimed"], own["state"]) == (1.5, "self")
    # Whoever cannot log in is asked for no remark.
    assert (never["hours_claimed"], never["state"]) == (0, "department")
    assert not never["volunteer_id"]
    assert own["date_to"] == f"{way.day.year}-12-31"
    way.sheet = own["id"]


@pytest.mark.after("test_figures")
def test_remark(desk, hospital, way, assert_fits):
    """The person looks at the figures on the phone, and remarks."""
    page = desk.sit_down(way.person, phone=True)
    page.goto("/my/volunteer")
    assert_fits(page)
    page.locator("a[href='/my/volunteer/evaluation']").first.click()
    page.wait_for_url(re.compile("/evaluation$"))
    assert_fits(page)
    page.locator(f"a[href$='/evaluation/{way.sheet}']").click()
    page.locator("#evaluation_text").wait_for()
    assert "1.5" in page.inner_text("#evaluation_figures")
    assert_fits(page)
    page.fill("#evaluation_text", REMARK)
    page.locator("form[action$='/remark'] button[type=submit]").click()
    page.locator(".alert-success").wait_for()
    expect(page.locator("#evaluation_text")).to_have_count(0)
    assert REMARK in page.inner_text("main")
    assert_fits(page)
    assert _read(hospital, way, "waits_for")["waits_for"] == "department"


@pytest.mark.after("test_remark")
def test_department(desk, hospital, way):
    """The head of the department gives an opinion."""
    _write_opinion(hospital, desk.sit_down(way.head), way, DEPARTMENT)
    sheet = _read(hospital, way, "waits_for", "department_text", "department_by_id")
    assert sheet["waits_for"] == "committee"
    assert sheet["department_text"] == DEPARTMENT
    assert sheet["department_by_id"][0] == way.head.user_id


@pytest.mark.after("test_department")
def test_committee(desk, hospital, way):
    """The volunteer office writes what the committee found."""
    _write_opinion(hospital, desk.sit_down(way.officer), way, COMMITTEE)
    sheet = _read(hospital, way, "waits_for", "committee_text")
    assert (sheet["waits_for"], sheet["committee_text"]) == ("hr", COMMITTEE)


@pytest.mark.after("test_committee")
def test_register_comes_back(desk, hospital, way):
    """Human Resources fills in the register that it got, and loads it back."""
    screen = _open_round(desk.sit_down(way.hr), way)
    with screen.page.expect_download() as download:
        screen.page.locator("button[name=action_download]:visible").click()
    way.register = desk.keep(download.value, "evaluation.xlsx")
    book = openpyxl.load_workbook(way.register)
    (row,) = (
        row for row in book.active.iter_rows() if row[SHEET_NO].value == way.sheet
    )
    assert row[NAME].value == way.person.name
    assert row[HOURS].value == 1.5
    row[TYPED_POINTS].value = POINTS
    row[TYPED_GRADE].value = GRADE
    row[TYPED_OPINION].value = HR
    book.save(way.register)

    _load(hospital, screen, way.register)
    screen.press("action_import")
    sheet = _read(hospital, way, "waits_for", "final_score", "final_grade", "hr_text")
    # Confirming stays a step of its own.
    assert sheet["waits_for"] == "hr"
    assert (sheet["final_score"], sheet["final_grade"]) == (POINTS, GRADE)
    assert sheet["hr_text"] == HR


@pytest.mark.after("test_register_comes_back")
def test_confirmed(desk, hospital, way):
    """Human Resources confirms; nothing of the sheet changes from then on."""
    _write_opinion(hospital, desk.sit_down(way.hr), way, HR)
    fields = ("state", "hours_claimed", "final_score", "final_grade", "hr_text")
    sheet = _read(hospital, way, *fields)
    assert sheet["state"] == "confirmed"
    assert (sheet["final_score"], sheet["final_grade"]) == (POINTS, GRADE)
    # Hours that come later are for a correction.
    _record(hospital, way, minutes=60, again=True)
    hr = hospital.client(way.hr)
    hr("volunteer.evaluation.round", "action_compute", [way.round])
    for client in (hr, hospital.admin):
        for deed in (
            ("write", [way.sheet], {"final_score": 9}),
            ("unlink", [way.sheet]),
        ):
            with pytest.raises(Refused):
                client("volunteer.evaluation", *deed, context=way.here)
    assert _read(hospital, way, *fields) == sheet
    assert _read(hospital, way, "changed_since")["changed_since"]


@pytest.mark.after("test_confirmed")
def test_paper(desk, way, output):
    """The sheet on paper says what everybody wrote."""
    page = desk.sit_down(way.hr)
    answer = page.context.request.get(
        f"/report/pdf/volunteer_hours.volunteer_evaluation_paper/{way.sheet}"
    )
    assert answer.headers["content-type"] == "application/pdf"
    file = output / "evaluation.pdf"
    file.write_bytes(answer.body())
    document = pypdf.PdfReader(file)
    text = "".join(page.extract_text() for page in document.pages)
    # The font draws some characters by the radicals of their kind.
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    for word in (way.person.name, "急救组", "1.5", str(POINTS), GRADE):
        assert word in text, f"{word} is not on the paper"
    for opinion in (REMARK, DEPARTMENT, COMMITTEE, HR):
        opinion = unicodedata.normalize("NFKC", opinion)
        assert opinion in text, f"{opinion} is not on the paper"


@pytest.mark.after("test_confirmed")
def test_register_of_what_is_confirmed(desk, hospital, way):
    """What is confirmed is not loaded over; the dialog says whose sheet it is."""
    book = openpyxl.load_workbook(way.register)
    for row in book.active.iter_rows():
        if row[SHEET_NO].value == way.sheet:
            row[TYPED_POINTS].value = POINTS + 1
    book.save(way.register)
    screen = _open_round(desk.sit_down(way.hr), way)
    _load(hospital, screen, way.register)
    errors = screen.page.locator(".modal .o_field_widget[name=errors]")
    errors.wait_for()
    assert way.person.name in errors.inner_text()
    expect(
        screen.page.locator(".modal button[name=action_import]:visible")
    ).to_have_count(0)
