"""The volunteer's pages on a phone."""

import re

import pytest
from hospital import local_day
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def service(hospital):
    """An activity with two posts, and another one at the same time."""
    leader = hospital.person("leader", "队长林", volunteer="staff")
    team = hospital.team("导医服务队", leader)
    project = hospital.project("门诊导医", team)
    guide, escort = hospital.post("导医"), hospital.post("陪诊")
    start, stop = local_day(7, 8), local_day(7, 11, 30)
    activity, slots = hospital.activity(
        project, start, stop, {guide: 1, escort: 4}, place="门诊大厅"
    )
    clash, _slots = hospital.activity(
        project,
        local_day(7, 9),
        local_day(7, 12),
        {guide: 2},
        name="义诊",
        place="三楼会议室",
    )
    return {"activity": activity, "slots": slots, "clash": clash, "start": start}


def test_sign_up_and_cancel(desk, hospital, service, assert_fits):
    person = hospital.person("portal", "志愿者甲", volunteer="community")
    page = desk.sit_down(person, phone=True)
    page.goto("/my/volunteer")
    assert_fits(page)
    assert person.name in page.inner_text("#volunteer_head")
    desk.shoot(page, "phone-home-empty")

    page.goto("/my/volunteer/activities")
    assert_fits(page)
    card = page.locator(f".o_volunteer_activity[data-activity='{service['activity']}']")
    when = card.locator(".o_volunteer_when").inner_text()
    start = service["start"]
    weekday = "一二三四五六日"[start.weekday()]
    year = "" if start.year == local_day(0, 0).year else f"{start.year}年"
    assert when == f"{year}{start.month}月{start.day}日 周{weekday} 08:00–11:30"
    desk.shoot(page, "phone-activities")

    card.locator(f"[data-slot='{service['slots'][1]}'] button").click()
    page.wait_for_url(re.compile("/my/volunteer$"))
    expect(page.locator(".alert-success")).to_have_count(1)
    assert when in page.inner_text("#volunteer_next")
    assert_fits(page)
    desk.shoot(page, "phone-home")

    page.goto("/my/volunteer/activities")
    clash = page.locator(f".o_volunteer_activity[data-activity='{service['clash']}']")
    expect(clash.locator(".o_volunteer_obstacle")).to_have_count(1)
    expect(clash.locator("button")).to_have_count(0)
    desk.shoot(page, "phone-activities-signed-up")
    clash.locator("a").click()
    page.wait_for_url(re.compile(r"/activities/\d+$"))
    assert_fits(page)
    desk.shoot(page, "phone-activity")

    page.goto("/my/volunteer")
    page.locator("#volunteer_next summary").click()
    assert_fits(page)
    page.locator("#volunteer_next .o_volunteer_cancel button").click()
    page.locator(".alert-success").wait_for()
    expect(page.locator("#volunteer_next .o_volunteer_signup")).to_have_count(0)
    taken = hospital.admin.read(
        "volunteer.activity.slot", service["slots"][1], "taken"
    )["taken"]
    assert taken == 0


def test_last_seat_is_gone(desk, hospital, service):
    first = hospital.person("user", "志愿者乙", volunteer="staff")
    second = hospital.person("portal", "志愿者丙", volunteer="community")
    page = desk.sit_down(second, phone=True)
    page.goto("/my/volunteer/activities")
    # While the second one reads, the first one takes the seat.
    slot = service["slots"][0]
    hospital.client(first)("volunteer.activity.slot", "action_sign_up", [slot])
    page.locator(f"[data-slot='{slot}'] button").click()
    page.locator(".alert-success").wait_for()
    told = page.inner_text(".alert-success")
    assert "导医" in told
    assert "候补" in told
    expect(
        page.locator(f"[data-slot='{slot}'] form[action$='/sign-up']")
    ).to_have_count(0)
    desk.shoot(page, "phone-full")


def test_desktop(desk, hospital, service):
    person = hospital.person("user", "志愿者丁", volunteer="staff")
    page = desk.sit_down(person)
    page.goto("/my/home")
    page.locator("a[href='/my/volunteer']").first.wait_for()
    desk.shoot(page, "desktop-my")
    page.locator("a[href='/my/volunteer']").first.click()
    page.locator("#volunteer_head").wait_for()
    desk.shoot(page, "desktop-home")


def test_not_a_volunteer(desk, hospital, assert_fits):
    page = desk.sit_down(hospital.person("portal", "访客"), phone=True)
    page.goto("/my/volunteer")
    assert_fits(page)
    expect(page.locator("#volunteer_head")).to_have_count(0)
    desk.shoot(page, "phone-not-a-volunteer")


def test_claim(desk, hospital, assert_fits):
    """Hours claimed on the phone, a mistake first; then taken back."""
    person = hospital.person("user", "志愿者戊", volunteer="staff")
    page = desk.sit_down(person, phone=True)
    page.goto("/my/volunteer")
    page.locator("#volunteer_buttons a[href$='/claim']").click()
    page.wait_for_url(re.compile("/claim$"))
    assert_fits(page)
    page.fill("[name=date]", local_day(-2, 0).date().isoformat())
    page.fill("[name=hours]", "13")
    page.fill("textarea[name=description]", "义诊现场引导")
    page.locator("form[action$='/claim'] button").click()
    page.locator(".alert-danger").wait_for()
    assert page.input_value("textarea[name=description]") == "义诊现场引导"
    desk.shoot(page, "phone-claim")
    page.fill("[name=hours]", "2.5")
    page.locator("form[action$='/claim'] button").click()
    page.locator(".alert-success").wait_for()
    expect(page.locator(".o_volunteer_hour")).to_have_count(1)
    assert_fits(page)
    desk.shoot(page, "phone-hours-claimed")
    page.locator(".o_volunteer_cancel summary").click()
    page.locator(".o_volunteer_cancel button").click()
    page.locator(".alert-success").wait_for()
    expect(page.locator(".o_volunteer_cancel")).to_have_count(0)
    (line,) = hospital.admin(
        "volunteer.hour",
        "search_read",
        [("volunteer_id", "=", person.volunteer_id)],
        ["state", "minutes"],
    )
    assert (line["state"], line["minutes"]) == ("cancelled", 150)
