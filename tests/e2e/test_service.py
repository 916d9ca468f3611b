"""One service, from the office's series to the patient's answer, by clicking.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from hospital import SHANGHAI, local_day, server_time
from playwright.sync_api import expect
from screen import Screen, come_to_rest

PLACE = "儿童门诊三楼"
# Codes change every 15 seconds and are good for 45.
CHANGES_UNTIL_OLD = 4

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return who goes the way, and what the steps leave to each other."""
    leader = hospital.person("portal", "队长许", volunteer="retiree")
    first, second, late = [
        hospital.person("portal", name, volunteer="retiree")
        for name in ("志愿者辰", "志愿者巳", "志愿者申")
    ]
    team = hospital.team("候诊陪伴队", leader, [first, second])
    project = hospital.project(hospital.unused("volunteer.project", "候诊陪伴"), team)
    post = hospital.post("候诊引导")
    return SimpleNamespace(
        officer=hospital.person("officer", "办公室孙"),
        leader=leader,
        first=first,
        second=second,
        late=late,
        project=hospital.name("volunteer.project", project),
        post=post,
        post_name=hospital.name("volunteer.post", post),
        done=set(),
    )


def test_series(desk, hospital, way):
    """The office makes two activities of one seat, on two days."""
    screen = Screen(desk.sit_down(way.officer))
    page = screen.page
    screen.open("action-volunteer_base.volunteer_series_action/new")
    screen.choose("project_id", way.project)
    screen.fill("place", PLACE)
    for day in page.locator(".o_recurrent_weekday_checkbox input").all():
        day.check()
    days = [local_day(number, 8) for number in (7, 8)]
    for name, day in zip(("date_from", "date_to"), days, strict=True):
        screen.field("date_from").locator(f"[data-field={name}]").click()
        box = screen.field("date_from").locator(f"input[data-field={name}]")
        box.fill(day.strftime("%Y/%m/%d"))
        box.press("Enter")
        page.locator(".oe_title label").first.click()
        come_to_rest(page)
    page.locator(
        ".o_field_widget[name=need_ids] .o_field_x2many_list_row_add a"
    ).click()
    row = page.locator(".o_field_widget[name=need_ids] .o_selected_row")
    screen.choose("post_id", way.post_name, row.locator("[name=post_id]"))
    row.locator("[name=seats] input").fill("1")
    page.locator(".oe_title label").first.click()
    screen.save()
    series = screen.record_id()
    # Whatever the calendar says of the week after the tests run.
    hospital.admin("volunteer.series", "write", [series], {"day_rule": "all"})
    screen.press("action_start")
    page.locator(".o_arrow_button_current[data-value=running]").wait_for()
    desk.shoot(page, "service-series")

    made = hospital.admin(
        "volunteer.activity",
        "search_read",
        [("series_id", "=", series)],
        ["state", "start", "place"],
        order="start",
    )
    assert [one["start"] for one in made] == [server_time(day) for day in days]
    assert {one["place"] for one in made} == {PLACE}
    hospital.admin(
        "volunteer.activity",
        "action_publish",
        [one["id"] for one in made if one["state"] == "draft"],
    )
    way.activity = made[0]["id"]
    (way.slot,) = hospital.admin.search(
        "volunteer.activity.slot", ("activity_id", "=", way.activity)
    )


@pytest.mark.after("test_series")
def test_found_by_filters(desk, way, assert_fits):
    """The first volunteer looks for post and place, and takes the seat."""
    page = desk.sit_down(way.first, phone=True)
    page.goto("/my/volunteer/activities")
    page.locator(".o_volunteer_filter summary").tap()
    page.select_option("#find_post", str(way.post))
    page.select_option("#find_place", PLACE)
    page.check("#find_open")
    assert_fits(page)
    page.locator(".o_volunteer_filter button[type=submit]").tap()
    page.wait_for_url(re.compile("place="))
    expect(page.locator(".o_volunteer_activity")).to_have_count(2)
    assert_fits(page)
    desk.shoot(page, "service-found")
    page.locator(f"[data-slot='{way.slot}'] button").tap()
    page.locator(".alert-success").wait_for()
    assert PLACE in page.inner_text("#volunteer_next")
    assert_fits(page)


@pytest.mark.after("test_found_by_filters")
def test_waitlist(desk, hospital, way, assert_fits):
    """The second one queues up, and gets the seat by a tap when it is free."""
    page = desk.sit_down(way.second, phone=True)
    page.goto(f"/my/volunteer/activities/{way.activity}")
    page.locator(f"[data-slot='{way.slot}'] button").tap()
    page.locator(".alert-success").wait_for()
    page.locator("#volunteer_next .o_volunteer_waiting").wait_for()
    assert_fits(page)
    desk.shoot(page, "service-waiting")

    other = desk.sit_down(way.first, phone=True)
    other.goto(f"/my/volunteer/activities/{way.activity}")
    other.locator(".o_volunteer_cancel summary").tap()
    other.locator(".o_volunteer_cancel button").tap()
    other.locator(".alert-success").wait_for()

    page.goto("/my/volunteer/messages")
    assert way.project in page.inner_text(".o_volunteer")
    page.goto("/my/volunteer")
    offer = page.locator("#volunteer_next .o_volunteer_offer")
    assert_fits(page)
    desk.shoot(page, "service-offered")
    offer.locator("form[action$='/confirm'] button").tap()
    page.locator(".alert-success").wait_for()
    expect(page.locator(".o_volunteer_offer")).to_have_count(0)
    signups = hospital.admin(
        "volunteer.signup",
        "search_read",
        [("activity_id", "=", way.activity), ("state", "=", "confirmed")],
        ["volunteer_id"],
    )
    assert [row["volunteer_id"][0] for row in signups] == [way.second.volunteer_id]


@pytest.mark.after("test_waitlist")
def test_presence(desk, hospital, way, assert_fits):
    """The code on the leader's phone: good once, said again, and not for long."""
    # The day has come.
    now = datetime.now(SHANGHAI).replace(microsecond=0)
    hospital.admin(
        "volunteer.activity",
        "write",
        [way.activity],
        {
            "start": server_time(now - timedelta(minutes=30)),
            "stop": server_time(now + timedelta(hours=3)),
        },
    )
    lead = desk.sit_down(way.leader, phone=True)
    lead.goto(f"/my/volunteer/lead/{way.activity}")
    lead.locator("#lead_qr").tap()
    image = lead.locator("[data-part=image]")
    image.wait_for()
    assert_fits(lead)
    desk.shoot(lead, "service-code")
    state = hospital.client(way.leader).rpc(
        f"/my/volunteer/lead/{way.activity}/qr/state", {}
    )
    code = state["url"].rpartition("/")[2]

    def scan(page, text, status):
        page.goto(f"/volunteer/scan/{text}")
        assert page.locator("main").get_attribute("data-status") == status
        assert_fits(page)
        desk.shoot(page, f"service-scan-{status}")
        return page.locator("main").inner_text()

    page = desk.sit_down(way.second, phone=True)
    assert "签到成功" in scan(page, code, "green")
    assert "签到成功" not in scan(page, code, "amber")
    # Whoever did not sign up finds no seat, and reads that.
    stranger = desk.sit_down(way.late, phone=True)
    scan(stranger, code, "red")
    reason = stranger.locator("main .p_text")
    assert reason.inner_text()
    forged = code[:-1] + ("A" if code[-1] != "A" else "B")
    scan(stranger, forged, "red")
    not_ours = reason.inner_text()
    # A photograph sent on is worth nothing after some changes of the code.
    for _change in range(CHANGES_UNTIL_OLD):
        shown = image.get_attribute("src")
        lead.wait_for_function(
            "old => document.querySelector('[data-part=image]').src !== old", arg=shown
        )
    scan(stranger, code, "red")
    assert reason.inner_text() not in ("", not_ours)
    lines = hospital.admin.search(
        "volunteer.hour",
        ("activity_id", "=", way.activity),
        ("volunteer_id", "=", way.second.volunteer_id),
    )
    assert len(lines) == 1


@pytest.mark.after("test_presence")
def test_closing(desk, hospital, way, assert_fits):
    """The leader says what came of it, and shows patients a code."""
    page = desk.sit_down(way.leader, phone=True)
    page.goto(f"/my/volunteer/lead/{way.activity}/closing")
    page.fill("#people_served", "36")
    page.fill("#effect", "为三十六位患儿家长引导")
    for item in page.locator("input[name=check_item]").all():
        item.check()
    assert_fits(page)
    desk.shoot(page, "service-closing", full_page=True)
    page.locator("#volunteer_closing details summary").tap()
    page.locator("#volunteer_closing button[value=finish]").tap()
    page.locator(".alert-success").first.wait_for()
    page.locator("#volunteer_feedback form button").tap()
    page.locator("#volunteer_feedback img").wait_for()
    assert_fits(page)
    closed = hospital.admin.read(
        "volunteer.activity", way.activity, "state", "people_served"
    )
    assert (closed["state"], closed["people_served"]) == ("done", 36)


@pytest.mark.after("test_closing")
def test_reflection(desk, way, assert_fits):
    """The volunteer writes, the leader looks, and then others read it."""
    page = desk.sit_down(way.second, phone=True)
    page.goto("/my/volunteer/reflections")
    page.fill("textarea[name=text]", "孩子们的笑脸让我难忘。")
    page.locator("button[name=deed][value=submit]").first.tap()
    page.locator(".alert-success").wait_for()
    assert_fits(page)
    lead = desk.sit_down(way.leader, phone=True)
    lead.goto(f"/my/volunteer/lead/{way.activity}/closing")
    show = lead.locator("#volunteer_reflections form[action$='/show']")
    show.locator("button").tap()
    show.wait_for(state="detached")
    page.goto(f"/my/volunteer/activities/{way.activity}")
    assert "难忘" in page.inner_text("#volunteer_reflections")
    assert_fits(page)
    desk.shoot(page, "service-reflection")


@pytest.mark.after("test_closing")
def test_satisfaction(desk, hospital, way, assert_fits):
    """A patient answers with three taps, once."""
    (code,) = hospital.admin.search(
        "volunteer.feedback.code", ("activity_id", "=", way.activity)
    )
    token = hospital.admin.read("volunteer.feedback.code", code, "token")["token"]
    page = desk.let_in(phone=True)
    page.goto(f"/volunteer/feedback/{token}")
    assert_fits(page)
    desk.shoot(page, "service-feedback")
    for question in ("rating", "attitude"):
        page.locator(f"button[name={question}][value='5']").tap()
        page.wait_for_url(re.compile(f"{question}=5"))
    page.locator("form[method=post] button[value='4']").tap()
    page.wait_for_url(re.compile("/thanks"))
    assert_fits(page)
    desk.shoot(page, "service-thanks")
    page.goto(f"/volunteer/feedback/{token}")
    expect(page.locator(".o_volunteer_feedback button")).to_have_count(0)
    count = hospital.admin.read("volunteer.activity", way.activity, "feedback_count")
    assert count["feedback_count"] == 1
