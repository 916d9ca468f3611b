"""Checking in: code on a screen, phone, kiosk by keyboard and by scanner."""

from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

KIOSK = {"width": 1024, "height": 768}
PIN = "402817"
#: Slower than a scanner types, faster than the kiosk forgets.
TYPING_MS = 120


@pytest.fixture(scope="module")
def service(hospital):
    """An activity that has begun, with who leads and who has signed up."""
    leader = hospital.person("leader", "队长沈", volunteer="staff")
    people = [
        hospital.person("portal", name, volunteer="staff")
        for name in ("志愿者午", "志愿者未")
    ]
    project = hospital.project("门诊导诊", hospital.team("导诊队", leader))
    now = datetime.now(timezone.utc).replace(microsecond=0)
    activity, (slot,) = hospital.activity(
        project,
        now - timedelta(minutes=20),
        now + timedelta(hours=2),
        {hospital.post("导诊"): 10},
        place="门诊大厅",
    )
    hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id for person in people],
    )
    return {
        "leader": leader,
        "people": people,
        "project": project,
        "activity": activity,
    }


def _open_device(page, hospital, kind, **vals):
    """Make a device and open its link; return the device."""
    device = hospital.admin.create(
        "volunteer.device", {"name": "门诊大厅", "kind": kind, **vals}
    )
    link = hospital.admin("volunteer.device", "action_new_link", [device])
    token = link["context"]["default_url"].rpartition("/")[2]
    page.goto(f"/volunteer/{kind}/{token}")
    return device


def test_code_of_the_leader_and_phone(desk, hospital, service, assert_fits):
    screen = desk.sit_down(service["leader"], phone=True)
    screen.goto(f"/my/volunteer/lead/{service['activity']}/qr")
    image = screen.locator("[data-part=image]")
    first = image.get_attribute("src")
    assert_fits(screen)
    desk.shoot(screen, "phone-code")
    screen.wait_for_function(
        "old => document.querySelector('[data-part=image]').src !== old", arg=first
    )
    state = hospital.client(service["leader"]).rpc(
        f"/my/volunteer/lead/{service['activity']}/qr/state", {}
    )
    page = desk.sit_down(service["people"][0], phone=True)
    path = f"/volunteer/scan/{state['url'].rpartition('/')[2]}"
    for status in ("green", "amber"):
        page.goto(path)
        assert page.locator("main").get_attribute("data-status") == status
        assert_fits(page)
        desk.shoot(page, f"phone-scan-{status}")
    page.goto(f"/volunteer/scan/{'x' * 32}")
    assert page.locator("main").get_attribute("data-status") == "red"
    desk.shoot(page, "phone-scan-red")
    page.goto("/my/volunteer")
    assert "门诊大厅" in page.inner_text("#volunteer_running")
    assert_fits(page)
    for path, name in (("badge", "phone-badge"), ("scan", "phone-camera")):
        page.goto(f"/my/volunteer/{path}")
        assert_fits(page)
        desk.shoot(page, name)


def test_lobby(desk, hospital, service):
    page = desk.let_in()
    device = _open_device(page, hospital, "screen", project_ids=[service["project"]])
    assert "门诊导诊" in page.inner_text("[data-part=activities]")
    assert service["people"][0].name not in page.inner_text("body")
    desk.shoot(page, "lobby")
    hospital.admin("volunteer.device", "action_revoke", [device])
    page.locator("[data-part=revoked]").wait_for()
    assert not page.locator("[data-part=image]").is_visible()


def test_kiosk_by_keyboard(desk, hospital, service):
    person = service["people"][1]
    hospital.client(person)(
        "volunteer.volunteer", "action_set_pin", [person.volunteer_id], PIN
    )
    code = hospital.admin.read("volunteer.volunteer", person.volunteer_id, "code")
    page = desk.let_in()
    page.set_viewport_size(KIOSK)
    _open_device(page, hospital, "kiosk")
    desk.shoot(page, "kiosk")
    answer = page.locator("[data-part=answer]")
    # Everything to press has a name for those who do not see it, and can be reached.
    for button in page.locator("button:visible").all():
        assert button.get_attribute("aria-label") or button.inner_text().strip()
        if button.is_disabled():
            continue
        button.focus()
        assert button.evaluate("node => node === document.activeElement")
    page.keyboard.press("Escape")

    def type_in(pin):
        page.keyboard.type(code["code"], delay=TYPING_MS)
        page.keyboard.press("Enter")
        page.keyboard.type(pin, delay=TYPING_MS)
        answer.wait_for()
        return answer.get_attribute("data-status")

    assert type_in("739152") == "red"
    assert person.name not in page.inner_text("body")
    page.keyboard.press("Escape")
    assert type_in(PIN) == "green"
    assert person.name in answer.inner_text()
    expect(answer.locator("[role=status]")).to_have_count(1)
    desk.shoot(page, "kiosk-green")
    # Back to the start by itself, and nothing of the person stays.
    page.locator("[data-part=start]").wait_for(timeout=10_000)
    assert page.inner_text("[data-part=display]") == ""
    assert person.name not in page.inner_text("body")


def test_kiosk_by_touch_scanner_and_without_network(desk, hospital, service):
    page = desk.let_in()
    page.set_viewport_size(KIOSK)
    _open_device(page, hospital, "kiosk")
    for key in ("1", "2", "back", "3"):
        page.click(f"[data-key='{key}']")
    assert page.inner_text("[data-part=display]") == "13"
    # A scanner types fast and ends with Enter: that is a badge, no number.
    page.keyboard.type("04199999999")
    page.keyboard.press("Enter")
    answer = page.locator("[data-part=answer]")
    answer.wait_for()
    assert answer.get_attribute("data-status") == "red"
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.locator("[data-part=offline]").wait_for()
    page.context.set_offline(False)
    page.locator("[data-part=offline]").wait_for(state="hidden")
