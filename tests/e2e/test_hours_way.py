"""From a claim on the phone to a reversal: the whole way of hours, in Chinese.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import re
from types import SimpleNamespace

import pytest
from hospital import local_day
from PIL import Image
from playwright.sync_api import expect
from screen import Screen, come_to_rest

QUEUE = "volunteer-approvals"
ROWS = ".o_data_row"
UNDO = ".o_volunteer_queue_undo .o_notification_buttons button"
PANEL = ".o_volunteer_queue_panel"
REASON = ".modal .o_field_widget[name='reason'] textarea"

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return a unit of its own, so that its ledger holds these hours alone."""
    admin = hospital.admin
    unit = hospital.open_unit("城南分院")
    here = {"allowed_company_ids": [unit]}
    leader = hospital.person("leader", "秦队长")
    officer = hospital.person("officer", "何干事")
    claimant = hospital.person("portal", "尤女士")
    other = hospital.person("portal", "许先生")
    for person in (leader, officer, claimant, other):
        hospital.send_to(person, unit)
    people = (leader, claimant, other)
    ids = admin(
        "volunteer.volunteer",
        "create",
        [
            {"name": one.name, "user_id": one.user_id, "company_id": unit, "kind": kind}
            for one, kind in zip(
                people, ("staff", "community", "community"), strict=True
            )
        ],
        context=here,
    )
    admin("volunteer.volunteer", "action_register", ids, context=here)
    for person, volunteer_id in zip(people, ids, strict=True):
        person.volunteer_id = volunteer_id
    (team,) = admin(
        "volunteer.team",
        "create",
        [
            {
                "name": hospital.unused("volunteer.team", "陪伴服务队"),
                "leader_id": leader.volunteer_id,
                "company_id": unit,
                "member_ids": [
                    (
                        0,
                        0,
                        {
                            "volunteer_id": volunteer_id,
                            "date_from": local_day(-90, 0).date().isoformat(),
                        },
                    )
                    for volunteer_id in ids
                ],
            }
        ],
        context=here,
    )
    (project,) = admin(
        "volunteer.project",
        "create",
        [{"name": "住院儿童陪伴", "team_id": team, "company_id": unit}],
        context=here,
    )
    admin("volunteer.project", "action_start", [project], context=here)
    return SimpleNamespace(
        here=here,
        unit=unit,
        leader=leader,
        officer=officer,
        claimant=claimant,
        other=other,
        project=project,
        date=local_day(-1, 0).date().isoformat(),
        done=set(),
    )


def _read(hospital, way, line, *fields):
    return hospital.admin(
        "volunteer.hour", "read", [line], list(fields), context=way.here
    )[0]


def _line_of(hospital, way, person, *more):
    domain = [("volunteer_id", "=", person.volunteer_id), *more]
    (line,) = hospital.admin("volunteer.hour", "search", domain, context=way.here)
    return line


def _open_queue(desk, person):
    page = desk.sit_down(person)
    Screen(page).open(QUEUE)
    come_to_rest(page)
    page.locator(ROWS).first.wait_for()
    return page


def _approve_all(page):
    """Mark all lines and agree; wait until the server has."""
    page.locator("thead .o_list_record_selector input").check()
    page.locator(".o_control_panel button[name=action_approve]").click()
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    page.locator(ROWS).first.wait_for(state="detached")


def _record(desk, way, name):
    """The office makes a notice, publishes and closes it; return its page and id."""
    notice = _publish(desk, way, name)
    _close(notice.screen)
    return notice


def _publish(desk, way, name):
    screen = Screen(desk.sit_down(way.officer))
    page = screen.open("volunteer-notices/new").page
    screen.fill("name", name)
    screen.save()
    screen.press("action_publish")
    page.locator(".o_arrow_button_current[data-value=published]").wait_for()
    return SimpleNamespace(screen=screen, page=page, id=screen.record_id())


def _close(screen):
    screen.press("action_close", confirm=True)
    screen.page.locator(".o_arrow_button_current[data-value=closed]").wait_for()


def _answer(desk, way, objection, button, text, shot):
    """The office answers an objection in its form."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.open(f"volunteer-objections/{objection}").page
    desk.shoot(page, f"{shot}-open")
    page.locator(".o_statusbar_buttons button").nth(button).click()
    page.fill(REASON, text)
    screen.press("action_confirm")
    page.locator(".o_arrow_button_current[data-value=open]").wait_for(state="detached")
    come_to_rest(page)
    desk.shoot(page, shot)


def test_claim(desk, hospital, way, assert_fits, tmp_path):
    """One claims on the phone with a photo; so does somebody else."""
    photo = tmp_path / "现场.jpg"
    Image.effect_noise((1200, 900), 60).convert("RGB").save(photo)
    page = desk.sit_down(way.claimant, phone=True)
    page.goto("/my/volunteer/claim")
    page.select_option("[name=project_id]", str(way.project))
    page.fill("[name=date]", way.date)
    page.fill("[name=start]", "09:00")
    page.fill("[name=hours]", "2")
    page.fill("textarea[name=description]", "陪伴住院儿童读书")
    page.set_input_files("#claim_files", photo)
    assert_fits(page)
    desk.shoot(page, "hours-1-claim", full_page=True)
    page.locator("form[action$='/claim'] button[type=submit]").click()
    page.wait_for_url(re.compile("/my/volunteer/hours$"))
    page.locator(".alert-success").wait_for()
    assert_fits(page)
    page.locator(".o_volunteer_details").click()
    page.locator("#volunteer_hour_deeds").wait_for()
    assert way.leader.name in page.inner_text("main")
    assert_fits(page)
    desk.shoot(page, "hours-1-claimed", full_page=True)

    way.line = _line_of(hospital, way, way.claimant)
    line = _read(hospital, way, way.line, "state", "minutes", "evidence_count")
    assert (line["state"], line["minutes"], line["evidence_count"]) == (
        "submitted",
        120,
        1,
    )
    client = hospital.client(way.other)
    way.held = client(
        "volunteer.hour", "action_claim", way.date, 60, "折纸活动", way.project
    )
    client("volunteer.hour", "action_submit", [way.held])


@pytest.mark.after("test_claim")
def test_queue(desk, hospital, way):
    """The leader looks at the photo, clears the queue, takes it back, clears it."""
    page = _open_queue(desk, way.leader)
    expect(page.locator(ROWS)).to_have_count(2)
    row = page.locator(ROWS, has_text=way.claimant.name)
    row.locator("[name=date]").click()
    photo = page.locator(f"{PANEL} .o_volunteer_queue_file")
    photo.wait_for()
    desk.shoot(page, "hours-2-queue")
    photo.click()
    page.locator(".o-FileViewer").wait_for()
    desk.shoot(page, "hours-2-photo")
    page.keyboard.press("Escape")
    page.locator(".o-FileViewer").wait_for(state="detached")
    _approve_all(page)
    desk.shoot(page, "hours-2-approved")
    page.locator(UNDO).click()
    page.locator(ROWS).nth(1).wait_for()
    row = _read(hospital, way, way.line, "state", "approver_id")
    assert row["approver_id"][0] == way.leader.user_id
    _approve_all(page)
    page = _open_queue(desk, way.officer)
    desk.shoot(page, "hours-2-office")
    _approve_all(page)
    for line in (way.line, way.held):
        assert _read(hospital, way, line, "state")["state"] == "approved"


@pytest.mark.after("test_queue")
def test_objection(desk, hospital, way, assert_fits):
    """The office publishes; a passer-by objects to one line on the public page."""
    way.notice = _publish(desk, way, "第一次公示")
    desk.shoot(way.notice.page, "hours-3-notice")
    rows = hospital.admin(
        "volunteer.notice", "read", [way.notice.id], ["token"], context=way.here
    )
    page = desk.let_in(phone=True)
    page.goto(f"/volunteer/notice/{rows[0]['token']}")
    expect(page.locator(".o_notice_row")).to_have_count(2)
    text = page.inner_text("body")
    assert way.other.name not in text and way.claimant.name not in text
    assert_fits(page)
    desk.shoot(page, "hours-3-public", full_page=True)
    page.locator(f".o_notice_row[data-hour='{way.held}'] a").click()
    page.fill("[name=text]", "当天下午没有折纸活动。")
    page.fill("[name=objector]", "病房家长")
    assert_fits(page)
    desk.shoot(page, "hours-3-object", full_page=True)
    page.locator("form[action*='/object/'] button[type=submit]").click()
    page.wait_for_url(re.compile("/volunteer/objection/"))
    assert way.other.name not in page.inner_text("body")
    assert_fits(page)
    desk.shoot(page, "hours-3-received", full_page=True)
    way.answer_url = page.url.partition("?")[0]


@pytest.mark.after("test_objection")
def test_held(desk, hospital, way):
    """Closing records the rest; the line with the objection waits."""
    screen = Screen(desk.sit_down(way.officer))
    screen.open(f"volunteer-notices/{way.notice.id}")
    _close(screen)
    desk.shoot(screen.page, "hours-4-closed")
    line = _read(hospital, way, way.line, "state", "ledger_no")
    assert (line["state"], line["ledger_no"]) == ("recorded", 1)
    held = _read(hospital, way, way.held, "state", "is_held", "notice_id")
    assert (held["state"], held["is_held"], held["notice_id"]) == (
        "approved",
        True,
        False,
    )
    screen.open(f"volunteer-hours/{way.held}")
    desk.shoot(screen.page, "hours-4-held")


@pytest.mark.after("test_held")
def test_rejected(desk, hospital, way, assert_fits):
    """The office answers; whoever objected reads it, and the next notice records."""
    (objection,) = hospital.admin(
        "volunteer.objection", "search", [("hour_id", "=", way.held)], context=way.here
    )
    answer = "已核实签到表,活动在上午。"
    _answer(desk, way, objection, 1, answer, "hours-5-rejected")
    page = desk.let_in(phone=True)
    page.goto(way.answer_url)
    assert answer in page.inner_text("body")
    assert_fits(page)
    desk.shoot(page, "hours-5-answer", full_page=True)
    assert not _read(hospital, way, way.held, "is_held")["is_held"]
    _record(desk, way, "第二次公示")
    line = _read(hospital, way, way.held, "state", "ledger_no")
    assert (line["state"], line["ledger_no"]) == ("recorded", 2)


@pytest.mark.after("test_rejected")
def test_error_report(desk, hospital, way, assert_fits):
    """The volunteer says that recorded hours are wrong; the office agrees."""
    page = desk.sit_down(way.other, phone=True)
    page.goto("/my/volunteer/hours")
    page.locator(".o_volunteer_report_error").click()
    page.fill("[name=text]", "实际只有半小时,请更正。")
    assert_fits(page)
    desk.shoot(page, "hours-6-report", full_page=True)
    page.locator("form[action$='/error'] button[type=submit]").click()
    page.wait_for_url(re.compile("/my/volunteer/objections$"))
    expect(page.locator(".o_volunteer_objection")).to_have_count(1)
    assert_fits(page)

    (report,) = hospital.admin(
        "volunteer.objection",
        "search",
        [("hour_id", "=", way.held), ("kind", "=", "error_report")],
        context=way.here,
    )
    answer = "情况属实,原时长冲销,请重新申报。"
    _answer(desk, way, report, 0, answer, "hours-6-upheld")
    page.goto("/my/volunteer/objections")
    assert answer in page.inner_text("main")
    assert_fits(page)
    desk.shoot(page, "hours-6-answer", full_page=True)
    way.reversal = _line_of(hospital, way, way.other, ("reverses_id", "=", way.held))
    line = _read(hospital, way, way.reversal, "state", "minutes")
    assert (line["state"], line["minutes"]) == ("submitted", -60)


@pytest.mark.after("test_error_report")
def test_reversal(desk, hospital, way, assert_fits):
    """The reversal is approved and published like any line; the ledger is whole."""
    for person in (way.leader, way.officer):
        page = _open_queue(desk, person)
        desk.shoot(
            page, f"hours-7-queue-{'leader' if person is way.leader else 'office'}"
        )
        _approve_all(page)
    notice = _record(desk, way, "第三次公示")
    line = _read(hospital, way, way.reversal, "state", "ledger_no")
    assert (line["state"], line["ledger_no"]) == ("recorded", 3)
    assert _read(hospital, way, way.held, "reversed")["reversed"]
    notice.screen.press("action_verify_ledger")
    said = notice.page.locator(".o_notification", has_text="登记簿完整")
    said.wait_for()
    desk.shoot(notice.page, "hours-7-verified")
    page = desk.sit_down(way.other, phone=True)
    page.goto("/my/volunteer/hours")
    assert_fits(page)
    # The line and its reversal are there, and the line says that it does not count.
    expect(page.locator(".o_volunteer_hour")).to_have_count(2)
    expect(page.locator(".o_volunteer_taken_back")).to_have_count(1)
    desk.shoot(page, "hours-7-phone", full_page=True)
    page = desk.sit_down(way.claimant, phone=True)
    page.goto("/my/volunteer")
    assert page.inner_text("#volunteer_hours_total") == "2"
