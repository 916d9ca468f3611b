"""The kiosk for those who see or reach little: keys alone, and names for everything."""

import re
from datetime import datetime, timedelta, timezone

import pytest

KIOSK = {"width": 1024, "height": 768}
PIN, WRONG = "402817", "739152"
# Wrong ones in a row that the server lets through with one number.
TRIES = 5
#: More than there is to reach on the page.
MOST_TABS = 40


@pytest.fixture(scope="module")
def person(hospital):
    """Somebody with a PIN who has signed up for what runs now."""
    leader = hospital.person("leader", "队长卫", volunteer="staff")
    person = hospital.person("portal", "志愿者酉", volunteer="retiree")
    now = datetime.now(timezone.utc).replace(microsecond=0)
    _activity, (slot,) = hospital.activity(
        hospital.project("大厅值守", hospital.team("值守队", leader)),
        now - timedelta(minutes=20),
        now + timedelta(hours=2),
        {hospital.post("大厅值守"): 5},
    )
    hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id],
    )
    hospital.client(person)(
        "volunteer.volunteer", "action_set_pin", [person.volunteer_id], PIN
    )
    code = hospital.admin.read("volunteer.volunteer", person.volunteer_id, "code")
    person.code = code["code"]
    return person


@pytest.fixture
def kiosk(desk, hospital):
    page = desk.let_in()
    page.set_viewport_size(KIOSK)
    device = hospital.admin.create(
        "volunteer.device", {"name": "门诊大厅", "kind": "kiosk"}
    )
    link = hospital.admin("volunteer.device", "action_new_link", [device])
    token = link["context"]["default_url"].rpartition("/")[2]
    page.goto(f"/volunteer/kiosk/{token}")
    page.locator("[data-part=start]").wait_for()
    return page


def _tab_to(page, selector):
    """Press Tab until something has the focus, then Enter."""
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {selector}")


def _enter(page, text):
    """Give a number by Tab and Enter alone."""
    for digit in text:
        _tab_to(page, f"[data-key='{digit}']")


def test_everything_has_a_name(kiosk):
    """A screen reader finds heading and digits, and no button without a name."""
    tree = kiosk.locator("body").aria_snapshot()
    assert "- heading" in tree
    assert re.search(r'- group "[^"]+"', tree)
    assert re.search(r'- textbox "[^"]+"', tree)
    buttons = [line.strip() for line in tree.splitlines() if "- button" in line]
    assert len(buttons) >= 12
    assert all(re.search(r'button "[^"]+"', button) for button in buttons), buttons


def test_checking_in_by_tab_and_enter(kiosk, person):
    _enter(kiosk, person.code)
    _tab_to(kiosk, "[data-key=ok]")
    kiosk.locator("[data-part=label-pin]").wait_for()
    assert kiosk.inner_text("[data-part=display]").strip() in ("", "______")
    _enter(kiosk, PIN[:-1])
    assert PIN[:-1] not in kiosk.inner_text("body"), "the PIN is not shown"
    _tab_to(kiosk, f"[data-key='{PIN[-1]}']")
    answer = kiosk.locator("[data-part=answer]")
    answer.wait_for()
    assert answer.get_attribute("data-status") == "green"
    # Said aloud, and ended by the same keys.
    assert person.name in answer.locator("[role=status]").inner_text()
    kiosk.keyboard.press("Enter")
    kiosk.locator("[data-part=start]").wait_for()
    assert person.name not in kiosk.inner_text("body")


def test_wrong_pins_are_slowed_and_said(kiosk, person):
    answers = []
    for pin in [WRONG] * TRIES + [PIN]:
        kiosk.keyboard.press("Escape")
        kiosk.locator("[data-part=start]").wait_for()
        for digit in person.code:
            kiosk.click(f"[data-key='{digit}']")
        kiosk.click("[data-key=ok]")
        kiosk.locator("[data-part=label-pin]").wait_for()
        for digit in pin[:-1]:
            kiosk.click(f"[data-key='{digit}']")
        with kiosk.expect_response("**/enter") as answered:
            kiosk.click(f"[data-key='{pin[-1]}']")
        answers.append(answered.value.json()["result"])
        kiosk.locator("[data-part=answer]").wait_for()
        assert person.name not in kiosk.inner_text("body")
    # The right one is not heard any more, and that one has to wait is said.
    assert {answer["status"] for answer in answers} == {"red"}
    said = [answer["text"] for answer in answers]
    assert all(said)
    assert said[-1] != said[0]
