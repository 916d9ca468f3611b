"""A month and its papers: the report handed in, a register, certificates for many, and
somebody with a code at the gate.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import re
import unicodedata
from datetime import timedelta
from types import SimpleNamespace

import openpyxl
import pypdf
import pytest
from hospital import SHANGHAI, local_day, server_time
from playwright.sync_api import expect
from screen import Screen, come_to_rest

NAMES = ("奉献甲", "奉献乙", "𠮷田·丙")
MINUTES = (60, 90, 240)
HOURS = sum(MINUTES) / 60
PLACE = "门诊一楼"
TEXT = "培训新志愿者十人。"

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return a unit whose three volunteers served one activity of the last month."""
    admin = hospital.admin
    unit = hospital.open_unit("城南分院")
    here = {"allowed_company_ids": [unit]}
    officer = hospital.person("officer", "月报经办")
    hospital.send_to(officer, unit)
    people = admin(
        "volunteer.volunteer",
        "create",
        [{"name": name, "company_id": unit, "kind": "retiree"} for name in NAMES],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", people, context=here)
    # The last day of the month before, in the unit's time.
    day = local_day(0, 9).replace(day=1) - timedelta(days=1)
    way = SimpleNamespace(
        unit=unit,
        here=here,
        officer=officer,
        people=people,
        day=day.astimezone(SHANGHAI),
        month=f"{day:%Y-%m}",
        done=set(),
    )
    _serve(hospital, way)
    return way


def _serve(hospital, way):
    """Hold an activity, with an effect, and record what three people did there."""

    def act(model, method, *words):
        return hospital.admin(model, method, *words, context=way.here)

    (team,) = act(
        "volunteer.team", "create", [{"name": "南院服务队", "company_id": way.unit}]
    )
    (project,) = act(
        "volunteer.project", "create", [{"name": "南院导诊", "team_id": team}]
    )
    (post,) = act("volunteer.post", "create", [{"name": "南院导诊岗"}])
    (activity,) = act(
        "volunteer.activity",
        "create",
        [
            {
                "project_id": project,
                "start": server_time(way.day),
                "stop": server_time(way.day + timedelta(hours=4)),
                "place": PLACE,
                "slot_ids": [(0, 0, {"post_id": post, "seats": len(NAMES)})],
            }
        ],
    )
    act("volunteer.activity", "action_publish", [activity])
    date = way.day.date().isoformat()
    lines = act(
        "volunteer.hour",
        "create",
        [
            {
                "volunteer_id": person,
                "project_id": project,
                "activity_id": activity,
                "date": date,
                "minutes": minutes,
                "description": "引导患者",
                "late_reason": "补记",
            }
            for person, minutes in zip(way.people, MINUTES, strict=True)
        ],
    )
    act("volunteer.hour", "action_submit", lines)
    hospital.agree([hospital.admin], lines, way.here)
    (notice,) = act(
        "volunteer.notice",
        "create",
        [{"company_id": way.unit, "date_from": date, "date_to": date}],
    )
    act("volunteer.notice", "action_publish", [notice])
    act("volunteer.notice", "action_close", [notice])
    act("volunteer.activity", "action_done", [activity])


def _action(hospital, name):
    return f"action-{hospital.admin.ref(f'volunteer_reports.{name}')}"


def _download(desk, page, press, name):
    with page.expect_download() as download:
        press()
    return desk.keep(download.value, name)


def _cells(file):
    book = openpyxl.load_workbook(file)
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def _words(file):
    """Return the pages of a PDF and its text without spaces."""
    pages = pypdf.PdfReader(file).pages
    # The font draws some characters by the radicals of their kind.
    text = "".join(page.extract_text() for page in pages)
    return len(pages), unicodedata.normalize("NFKC", re.sub(r"\s", "", text))


def _find_report(hospital, way):
    """Return the month's report, which the server drafts by itself once a day."""
    month = ("month", "=", f"{way.month}-01")
    found = hospital.client(way.officer).search("volunteer.monthly.report", month)
    return found and found[0]


def _add_report(screen, hospital, way):
    """Add what the server has not drafted yet: the month before stands there."""
    screen.open(_action(hospital, "volunteer_monthly_report_action"))
    screen.new()
    screen.fill("next_plan", "……")
    screen.save()
    return _find_report(hospital, way)


def test_hand_in_the_month(desk, hospital, way):
    """The officer adds a text and hands in; the file holds what the screen showed."""
    screen = Screen(desk.sit_down(way.officer))
    report = _find_report(hospital, way) or _add_report(screen, hospital, way)
    action = _action(hospital, "volunteer_monthly_report_action")
    page = screen.open(f"{action}/{report}").page
    screen.fill("next_plan", TEXT)
    screen.save()
    come_to_rest(page)
    assert f"{HOURS:.2f}".rstrip("0") in screen.text("table_html")
    desk.shoot(page, "monthly-draft")
    screen.press("action_submit", confirm=True)
    page.locator(".o_arrow_button_current[data-value=submitted]").wait_for()
    desk.shoot(page, "monthly-handed-in")
    file = _download(
        desk,
        page,
        page.locator("button[name=action_download]").first.click,
        "monthly.xlsx",
    )
    rows = {row[4]: row for row in _cells(file) if len(row) > 4 and row[4]}
    assert rows["month"][1] == way.month
    assert rows["hours_recorded"][1] == HOURS
    assert rows["person_times"][1] == len(NAMES)
    assert TEXT in rows["next_plan"]
    kept = hospital.client(way.officer).read(
        "volunteer.monthly.report", report, "state"
    )
    assert kept["state"] == "submitted"


@pytest.mark.after("test_hand_in_the_month")
def test_print_the_month(desk, hospital, way):
    screen = Screen(desk.sit_down(way.officer))
    page = screen.open(_action(hospital, "volunteer_monthly_report_action")).page
    page.locator(".o_data_row", has_text=way.month).locator("td").nth(1).click()
    page.locator("button[name=action_print]:visible").wait_for()
    come_to_rest(page)
    file = _download(
        desk, page, page.locator("button[name=action_print]").first.click, "monthly.pdf"
    )
    _pages, words = _words(file)
    for word in (str(HOURS), TEXT):
        assert unicodedata.normalize("NFKC", word) in words, word


@pytest.mark.after("test_hand_in_the_month")
def test_register(desk, hospital, way):
    """The activity stands in the register of its month, with people and hours."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.page
    page.goto(f"/odoo/{_action(hospital, 'volunteer_activity_register_action')}")
    page.locator("button[name=action_xlsx]").wait_for()
    come_to_rest(page)
    screen.field("date_from").locator("button").first.click()
    box = screen.field("date_from").locator("input").first
    with screen.answered():
        box.fill(f"{way.day.replace(day=1):%Y-%m-%d}")
        box.press("Enter")
    assert screen.text("line_count") == "1"
    file = _download(
        desk,
        page,
        page.locator("button[name=action_xlsx]").click,
        "activity-register.xlsx",
    )
    (row,) = [row for row in _cells(file) if PLACE in row]
    assert len(NAMES) in row
    assert HOURS in row


@pytest.mark.after("test_hand_in_the_month")
def test_certificates_for_all(desk, hospital, way):
    """Everybody gets a certificate; one file holds all, each with its own number."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.page
    page.goto(f"/odoo/{_action(hospital, 'volunteer_certificate_batch_action')}")
    page.locator("button[name=action_issue]").wait_for()
    come_to_rest(page)
    assert screen.text("people_count") == str(len(NAMES))
    desk.shoot(page, "certificates-many")
    screen.press("action_issue")
    page.locator("button[name=action_print]:visible").wait_for()
    assert screen.text("certificate_count") == str(len(NAMES))
    file = _download(
        desk, page, page.locator("button[name=action_print]").click, "certificates.pdf"
    )
    pages, words = _words(file)
    # Each with its list of services behind it.
    assert pages == 2 * len(NAMES)
    officer = hospital.client(way.officer)
    issued = officer(
        "volunteer.certificate",
        "search_read",
        [("company_id", "=", way.unit)],
        ["name", "code"],
    )
    assert len({one["name"] for one in issued}) == len(NAMES)
    numbers = sorted(one["name"] for one in issued)
    # What lies beyond the first plane is drawn, and not said in the PDF's text.
    for word in (*numbers, *(name.lstrip("𠮷") for name in NAMES)):
        assert word in words, word
    places = [words.index(number) for number in numbers]
    assert places == sorted(places), "not in the order of numbers"
    way.code = issued[0]["code"]
    way.file = file


@pytest.mark.after("test_certificates_for_all")
def test_verify(desk, way, assert_fits):
    """With a code, typed or scanned, or with the file, a stranger learns what holds."""
    page = desk.let_in(phone=True)
    page.goto("/volunteer/verify")
    page.fill("#code", way.code.lower())
    page.locator("form[method=get] button[type=submit]").click()
    page.locator(".o_volunteer_valid").wait_for()
    assert_fits(page)
    desk.shoot(page, "verify-valid")
    text = page.inner_text(".card")
    assert "城南分院" in text
    # No full name is told to strangers.
    assert not [name for name in NAMES if name in text]
    page.set_input_files("#file", way.file)
    page.locator("#verify_file button[type=submit]").click()
    page.locator(".o_volunteer_unchanged").wait_for()
    assert_fits(page)
    last = way.code[-1]
    page.goto(f"/volunteer/verify/{way.code[:-1]}{'A' if last != 'A' else 'B'}")
    page.locator(".alert-warning").wait_for()
    expect(page.locator(".card")).to_have_count(0)


@pytest.mark.after("test_verify")
def test_revoked(desk, hospital, way):
    """What the office takes back is not valid from that moment."""
    officer = hospital.client(way.officer)
    ids = officer.search("volunteer.certificate", ("code", "=", way.code))
    officer("volunteer.certificate", "action_revoke", ids, "姓名有误")
    page = desk.let_in(phone=True)
    page.goto(f"/volunteer/verify/{way.code}")
    page.locator(".o_volunteer_revoked").wait_for()
    desk.shoot(page, "verify-revoked")
