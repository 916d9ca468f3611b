"""From the annual plan to the certificate: the whole way, by clicking, in Chinese.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import csv
import io
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pypdf
import pytest
from hospital import local_day, server_time
from odoo_client import Refused
from playwright.sync_api import expect
from screen import Screen, come_to_rest

PLAN = Path(__file__).parents[2] / "addons/volunteer_base/demo/changzhou-2017-plan.csv"
PROJECT = "健康“童”行"

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return who goes the way, and what the steps leave to each other."""
    leader = hospital.person("leader", "林队长", volunteer="staff", employee=True)
    staff = hospital.person("user", "周护士", volunteer="staff", employee=True)
    outside = hospital.person("portal", "吴同学", volunteer="student")
    third = hospital.person("portal", "郑女士", volunteer="community")
    officer = hospital.person("officer", "陈干事")
    hospital.identity(outside)
    # Nobody waits three working days in a test.
    unit, _name = hospital.admin.read("res.users", officer.user_id, "company_id")[
        "company_id"
    ]
    hospital.admin("res.company", "write", [unit], {"volunteer_notice_days": 0})
    team = hospital.team("儿童健康服务队", leader, [staff, outside, third])
    posts = [hospital.post("健康讲解"), hospital.post("体检引导")]
    return SimpleNamespace(
        leader=leader,
        staff=staff,
        outside=outside,
        third=third,
        officer=officer,
        team=team,
        team_name=hospital.name("volunteer.team", team),
        post_names=[hospital.name("volunteer.post", post) for post in posts],
        done=set(),
    )


def _import_dialog(screen, file):
    """Upload a file into the dialog; wait for its preview or its errors."""
    with screen.answered():
        screen.top.locator("input[type=file]").set_input_files(file)


def _new_plan(screen, name, year):
    screen.open("volunteer-plans").new()
    screen.fill("name", name)
    screen.fill("year", year)
    screen.save()
    with screen.answered():
        screen.page.locator(".o_statusbar_buttons button").first.click()
    screen.page.locator(".modal input[type=file]").wait_for(state="attached")
    return screen.record_id()


def test_plan_with_mistakes(desk, hospital, way, tmp_path):
    """A file that is wrong says where, and imports nothing."""
    text = PLAN.read_text(encoding="utf-8")
    files = {
        "header": (text.replace("服务对象", "对象", 1).encode(), ("服务对象",)),
        "row": (text.replace("\n2,", "\n二,", 1).encode(), ("3", "序号")),
        "encoding": (text.encode("utf-16-le")[:-1] + b"\xff\xfe\xff", ()),
    }
    screen = Screen(desk.sit_down(way.officer))
    plan = _new_plan(screen, "有错误的计划", 2016)
    for name, (content, words) in files.items():
        file = tmp_path / f"{name}.csv"
        file.write_bytes(content)
        _import_dialog(screen, file)
        alert = screen.top.locator(".alert-danger")
        alert.wait_for()
        for word in words:
            assert word in alert.inner_text()
        button = screen.top.locator("button[name=action_import]:visible")
        expect(button).to_have_count(0)
        if name == "row":
            desk.shoot(screen.page, "plan-import-mistake")
    assert not hospital.admin.search("volunteer.plan.line", ("plan_id", "=", plan))


@pytest.mark.parametrize("kind", ["gbk", "xlsx"])
def test_plan_in_other_files(desk, hospital, way, tmp_path, kind):
    if kind == "gbk":
        file = tmp_path / "plan.csv"
        file.write_bytes(PLAN.read_text(encoding="utf-8").encode("gbk"))
    else:
        file = PLAN.with_suffix(".xlsx")
    screen = Screen(desk.sit_down(way.officer))
    plan = _new_plan(screen, f"计划 {kind}", 2016)
    _import_dialog(screen, file)
    screen.press("action_import")
    assert hospital.admin.read("volunteer.plan", plan, "line_count")["line_count"] == 22


def test_plan(desk, hospital, way):
    """An officer imports the plan of 2017 and makes projects of it."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.page
    way.plan = _new_plan(screen, "2017年志愿服务活动安排", 2017)
    _import_dialog(screen, PLAN)
    screen.top.locator("table tbody tr").first.wait_for()
    expect(screen.top.locator("table tbody tr")).to_have_count(22)
    desk.shoot(page, "plan-import")
    screen.press("action_import")
    page.locator(".o_field_widget[name=line_ids] .o_data_row").first.wait_for()
    desk.shoot(page, "plan")

    admin = hospital.admin
    lines = admin(
        "volunteer.plan.line",
        "search_read",
        [("plan_id", "=", way.plan)],
        ["sequence", "name", "period", "month_mask", "on_demand"],
        order="sequence",
    )
    with PLAN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert [
        [str(line["sequence"]), line["name"], line["period"]] for line in lines
    ] == [[row[0], row[1], row[4]] for row in rows]
    months = {line["period"]: line["month_mask"] for line in lines}
    assert months["4月及11月"] == 1 << 3 | 1 << 10
    on_demand = {line["period"] for line in lines if line["on_demand"]}
    assert on_demand == {"根据实际需求", "根据需求"}

    screen.press("action_create_projects")
    page.locator(".o_list_view, .o_kanban_view").first.wait_for()
    desk.shoot(page, "projects")
    lines = admin(
        "volunteer.plan.line",
        "search_read",
        [("plan_id", "=", way.plan)],
        ["name", "project_id"],
    )
    assert all(line["project_id"] for line in lines)
    names = {line["name"] for line in lines}
    assert len({line["project_id"][0] for line in lines}) == len(names)
    way.project = next(
        line["project_id"][0] for line in lines if line["name"] == PROJECT
    )
    screen.open(f"volunteer-projects/{way.project}")
    screen.choose("team_id", way.team_name)
    screen.save()


@pytest.mark.after("test_plan")
def test_activity(desk, hospital, way):
    """The team's leader publishes an activity with two posts of one seat each."""
    way.start, way.stop = local_day(9, 8), local_day(9, 11, 30)
    screen = Screen(desk.sit_down(way.leader))
    page = screen.page
    screen.open("volunteer-activities/new")
    screen.choose("project_id", PROJECT)
    screen.fill("place", "阳光龙庭幼儿园")
    _fill_times(screen, way.start, way.stop)
    for post in way.post_names:
        page.locator(
            ".o_field_widget[name=slot_ids] .o_field_x2many_list_row_add a"
        ).click()
        row = page.locator(".o_field_widget[name=slot_ids] .o_selected_row")
        screen.choose("post_id", post, row.locator("[name=post_id]"))
        row.locator("[name=seats] input").fill("1")
    page.locator(".o_form_sheet .oe_title").click()
    screen.save()
    way.activity = screen.record_id()
    screen.press("action_publish")
    page.locator(".o_arrow_button_current[data-value=published]").wait_for()
    desk.shoot(page, "activity")

    values = hospital.admin.read(
        "volunteer.activity", way.activity, "state", "start", "stop", "team_id"
    )
    assert values["state"] == "published"
    assert values["start"] == server_time(way.start)
    assert values["stop"] == server_time(way.stop)
    assert values["team_id"][0] == way.team
    way.slots = hospital.admin.search(
        "volunteer.activity.slot", ("activity_id", "=", way.activity), order="id"
    )
    assert len(way.slots) == 2


def _fill_times(screen, start, stop):
    """Type start and end as Chinese writes them; an end is proposed after the start."""
    for name, moment in (("start", start), ("stop", stop)):
        place = screen.field("start").locator(f"[data-field={name}]")
        place.click()
        box = screen.field("start").locator(f"input[data-field={name}]")
        box.fill(moment.strftime("%Y/%m/%d %H:%M:%S"))
        box.press("Enter")
        screen.page.locator(".oe_title label").first.click()
        come_to_rest(screen.page)


@pytest.mark.after("test_activity")
def test_sign_up(desk, hospital, way, assert_fits):
    """A nurse and a student sign up on their phones; the third finds it full."""
    for person, slot in ((way.staff, way.slots[0]), (way.outside, way.slots[1])):
        page = desk.sit_down(person, phone=True)
        page.goto(f"/my/volunteer/activities/{way.activity}")
        page.locator(f"[data-slot='{slot}'] button").click()
        page.wait_for_url(re.compile("/my/volunteer$"))
        page.locator(".alert-success").wait_for()
        assert_fits(page)
        assert PROJECT in page.inner_text("#volunteer_next")
    page = desk.sit_down(way.third, phone=True)
    page.goto(f"/my/volunteer/activities/{way.activity}")
    expect(page.locator(".o_volunteer_need")).to_have_count(2)
    # Both posts are full: there is a waitlist for each, and nothing else.
    assert (
        page.locator(".o_volunteer_need button").all_inner_texts() == ["加入候补"] * 2
    )
    assert_fits(page)
    desk.shoot(page, "phone-third-finds-it-full")
    states = hospital.admin(
        "volunteer.signup",
        "search_read",
        [("activity_id", "=", way.activity)],
        ["volunteer_id", "state"],
    )
    assert {(row["volunteer_id"][0], row["state"]) for row in states} == {
        (way.staff.volunteer_id, "confirmed"),
        (way.outside.volunteer_id, "confirmed"),
    }


@pytest.mark.after("test_sign_up")
def test_presence(desk, hospital, way):
    """The day has come and gone; the leader confirms who was there."""
    leader = hospital.client(way.leader)
    way.start, way.stop = local_day(-1, 8), local_day(-1, 11, 30)
    leader(
        "volunteer.activity",
        "write",
        [way.activity],
        {"start": server_time(way.start), "stop": server_time(way.stop)},
    )
    screen = Screen(desk.sit_down(way.leader))
    page = screen.open(f"volunteer-activities/{way.activity}").page
    screen.press("action_confirm_all_present")
    screen.tab("signups")
    page.locator(".o_field_widget[name=signup_ids] .o_data_row").nth(1).wait_for()
    desk.shoot(page, "presence")
    screen.tab("result")
    screen.fill("people_served", 86)
    screen.fill("effect", "为两个班的孩子做了健康讲座和体检引导。")
    screen.save()
    screen.press("action_done")
    page.locator(".o_arrow_button_current[data-value=done]").wait_for()

    way.hours = hospital.admin(
        "volunteer.hour",
        "search_read",
        [("activity_id", "=", way.activity)],
        ["volunteer_id", "minutes", "hours", "date", "proven", "state"],
    )
    assert len(way.hours) == 2
    for line in way.hours:
        assert (line["minutes"], line["hours"], line["proven"]) == (210, 3.5, True)
        assert line["date"] == way.start.date().isoformat()
        assert line["state"] == "submitted"
    way.hour_ids = [line["id"] for line in way.hours]


def _approve_everything(screen):
    """Unfold the groups, mark all lines, agree."""
    page = screen.open("volunteer-approvals").page
    groups = page.locator(".o_group_header:not(.o_group_open)")
    while groups.count():
        with screen.answered():
            groups.first.click()
    page.locator("thead .o_list_record_selector input").check()
    with screen.answered():
        page.locator(".o_control_panel button[name=action_approve]").click()
    page.locator(".o_data_row").first.wait_for(state="detached")


@pytest.mark.after("test_presence")
def test_approval(desk, hospital, way, assert_fits):
    """Leader, then volunteer office; the volunteer sees on the phone how it goes."""
    for person in (way.leader, way.officer):
        screen = Screen(desk.sit_down(person))
        screen.open("volunteer-approvals")
        desk.shoot(
            screen.page, f"approvals-{person.login.split('-')[0].rstrip('0123456789')}"
        )
        _approve_everything(screen)
    lines = hospital.admin.read("volunteer.hour", way.hour_ids, "state")
    assert {line["state"] for line in lines} == {"approved"}
    steps = hospital.admin(
        "volunteer.approval",
        "search_read",
        [("hour_id", "in", way.hour_ids)],
        ["sequence", "state", "decided_by"],
    )
    assert {(row["sequence"], row["state"], row["decided_by"][0]) for row in steps} == {
        (1, "approved", way.leader.user_id),
        (2, "approved", way.officer.user_id),
    }
    page = desk.sit_down(way.outside, phone=True)
    page.goto("/my/volunteer/hours")
    expect(page.locator(".o_volunteer_hour")).to_have_count(1)
    assert_fits(page)
    desk.shoot(page, "phone-hours")


@pytest.mark.after("test_approval")
def test_notice(desk, hospital, way):
    """The office publishes and closes the notice; from then on nothing changes."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.open("volunteer-notices/new").page
    screen.fill("name", "志愿服务时长公示")
    screen.save()
    screen.press("action_publish")
    page.locator(".o_arrow_button_current[data-value=published]").wait_for()
    desk.shoot(page, "notice")
    screen.press("action_close", confirm=True)
    page.locator(".o_arrow_button_current[data-value=closed]").wait_for()
    desk.shoot(page, "notice-closed")

    fields = ("state", "ledger_no", "digest", "hours")
    before = hospital.admin.read("volunteer.hour", way.hour_ids, *fields)
    for line in before:
        assert line["state"] == "recorded"
        assert line["ledger_no"] and line["digest"]
    for client in (hospital.client(way.officer), hospital.admin):
        for vals in ({"minutes": 600}, {"description": "x"}, {"state": "draft"}):
            with pytest.raises(Refused):
                client("volunteer.hour", "write", way.hour_ids, vals)
        with pytest.raises(Refused):
            client("volunteer.hour", "unlink", way.hour_ids)
    assert hospital.admin.read("volunteer.hour", way.hour_ids, *fields) == before


@pytest.mark.after("test_notice")
def test_certificate(desk, hospital, way, assert_fits):
    """The volunteer sees the hours and prints the certificate, on the phone."""
    page = desk.sit_down(way.outside, phone=True)
    page.goto("/my/volunteer")
    assert page.inner_text("#volunteer_hours_total") == "3.5"
    assert_fits(page)
    desk.shoot(page, "phone-home-after", full_page=True)
    page.locator("a[href='/my/volunteer/certificates']").first.click()
    page.wait_for_url(re.compile("/certificates$"))
    assert_fits(page)
    page.locator("form[action$='/issue'] button[type=submit]").click()
    page.locator(".alert-success").wait_for()
    assert_fits(page)
    desk.shoot(page, "phone-certificates")
    with page.expect_download() as download:
        page.locator("[data-certificate] a").first.click()
    file = desk.keep(download.value, "certificate.pdf")
    document = pypdf.PdfReader(file)
    width, height = (float(side) for side in document.pages[0].mediabox[2:])
    assert (round(width), round(height)) in ((595, 842), (596, 842), (595, 841))
    text = "".join(page.extract_text() for page in document.pages)
    # The font draws some characters by the radicals of their kind.
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    for word in ("志愿服务记录证明", way.outside.name, PROJECT, "3.5", "服务时间"):
        assert word in text, f"{word} is not on the paper"


@pytest.mark.after("test_notice")
def test_ledger(desk, hospital, way):
    """The officer exports the year's ledger."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.open("volunteer-ledger").page
    desk.shoot(page, "ledger")
    export = hospital.admin.ref("volunteer_reports.volunteer_ledger_export_action")
    page.goto(f"/odoo/action-{export}")
    page.locator("button[name=action_xlsx]").wait_for()
    come_to_rest(page)
    screen.fill("year", way.start.year)
    with page.expect_download() as download:
        page.locator("button[name=action_xlsx]").click()
    file = desk.keep(download.value, "ledger.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for line in way.hours:
        name, code = re.fullmatch(r"(.*) \((\d+)\)", line["volunteer_id"][1]).groups()
        (row,) = [row for row in rows if code in row]
        assert name in row and 3.5 in row
