"""“Waits for me” at the desk and on the phone: keys, undo, everything that matches."""

from types import SimpleNamespace

import pytest
from hospital import local_day
from playwright.sync_api import expect
from screen import Screen, come_to_rest

QUEUE = "volunteer-approvals"
ROWS = ".o_data_row"
CURRENT = "tr.o_volunteer_queue_current"
PANEL = ".o_volunteer_queue_panel"
UNDO = ".o_volunteer_queue_undo .o_notification_buttons button"
REASON = "#volunteer_queue_reason"
HOURS = "#volunteer_queue_hours"
#: More than a page of the list.
MANY = 85


@pytest.fixture
def queue(hospital):
    """A leader, and a way to make claims that wait for them."""
    leader = hospital.person("leader", "队长许", volunteer="staff")
    people = [
        hospital.person("portal", name, volunteer="staff")
        for name in ("志愿者未", "志愿者申", "志愿者酉")
    ]
    team = hospital.team("导医审批队", leader, people)
    project = hospital.project("门诊导医", team)

    def claim(count):
        lines = hospital.admin.create(
            "volunteer.hour",
            [
                {
                    "volunteer_id": people[number % 3].volunteer_id,
                    "project_id": project,
                    "date": local_day(-1 - number // 3, 8).date().isoformat(),
                    "minutes": 60,
                    "late_reason": "忘记登记",
                    "description": f"门诊大厅引导第 {number + 1} 位患者",
                }
                for number in range(count)
            ],
        )
        hospital.admin("volunteer.hour", "action_submit", lines)
        return lines

    def states(lines):
        rows = hospital.admin("volunteer.hour", "read", lines, ["state", "minutes"])
        return [(row["state"], row["minutes"]) for row in rows]

    return SimpleNamespace(
        leader=leader,
        claim=claim,
        states=states,
        waiting=lambda: hospital.client(leader)(
            "volunteer.hour", "search_count", [("my_turn", "=", True)]
        ),
    )


def _sit_down(desk, queue, phone=False):
    page = desk.sit_down(queue.leader, phone=phone)
    Screen(page).open(QUEUE)
    come_to_rest(page)
    return page


def _press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    come_to_rest(page)


def test_keys(desk, queue):
    queue.claim(6)
    page = _sit_down(desk, queue)
    expect(page.locator(ROWS)).to_have_count(6)
    first = page.locator(CURRENT).get_attribute("data-id")
    assert page.locator(ROWS).first.get_attribute("data-id") == first
    _press(page, "j")
    current = page.locator(CURRENT)
    assert current.get_attribute("aria-current") == "true"
    assert current.get_attribute("data-id") != first
    name = current.locator("[name=volunteer_id]").inner_text().split(" (")[0]
    page.locator(f"{PANEL} h3", has_text=name).wait_for()
    shown = page.locator(f"{PANEL} .o_volunteer_queue_month li.current")
    expect(shown).to_have_count(1)
    # While one types, letters are letters.
    box = page.locator(".o_searchview_input")
    box.click()
    box.press_sequentially("ar")
    assert queue.waiting() == 6
    expect(page.locator(".modal")).to_have_count(0)
    box.fill("")
    box.press("Escape")
    # Two lines at once, and back.
    page.locator(ROWS).first.locator("[name=date]").click()
    _press(page, "x", "j", "x", "a")
    assert queue.waiting() == 4
    page.locator(UNDO).click()
    page.locator(ROWS).nth(5).wait_for()
    assert queue.waiting() == 6
    # The hours of one line.
    _press(page, "e")
    assert page.input_value(HOURS) == "1"
    page.fill(HOURS, "0,5")
    page.keyboard.press("Enter")
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    assert queue.waiting() == 5
    _press(page, "u")
    assert queue.waiting() == 6
    # A reason, or no refusal.
    _press(page, "r")
    page.fill(REASON, "请写明服务内容。")
    page.keyboard.press("Control+Enter")
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    assert queue.waiting() == 5
    _press(page, "?")
    assert page.locator(".modal kbd").count() >= 8


def test_corrected_hours_and_reason_arrive(desk, queue):
    (line,) = queue.claim(1)
    page = _sit_down(desk, queue)
    _press(page, "e")
    page.fill(HOURS, "0.5")
    page.keyboard.press("Enter")
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    assert queue.states([line])[0][1] == 30
    page.locator(UNDO).click()
    page.locator(ROWS).wait_for()
    assert queue.states([line]) == [("submitted", 60)]


def test_everything_that_matches(desk, queue):
    lines = queue.claim(MANY)
    page = _sit_down(desk, queue)
    page.locator("thead .o_list_record_selector input").check()
    page.locator(".o_select_domain").click()
    page.locator(".o_control_panel button[name=action_approve]").click()
    page.locator(".modal .btn-primary").click()
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    assert queue.waiting() == 0
    page.locator(UNDO).click()
    page.locator(ROWS).first.wait_for()
    come_to_rest(page)
    assert queue.waiting() == MANY
    assert set(queue.states(lines)) == {("submitted", 60)}


def test_phone(desk, queue):
    queue.claim(2)
    page = _sit_down(desk, queue, phone=True)
    cards = page.locator(".o_kanban_record:not(.o_kanban_ghost)")
    expect(cards).to_have_count(2)
    buttons = page.locator(".o_volunteer_queue_buttons .btn").all()
    assert min(button.bounding_box()["height"] for button in buttons) >= 43.5
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    cards.first.locator("button[name=action_approve]").click()
    page.locator(UNDO).wait_for()
    come_to_rest(page)
    expect(cards).to_have_count(1)
    page.locator(UNDO).click()
    cards.nth(1).wait_for()
    assert queue.waiting() == 2


def test_month_strip(desk, queue):
    queue.claim(1)
    page = _sit_down(desk, queue)
    strip = page.evaluate(
        """() => odoo.loader.modules
            .get("@volunteer_hours/queue/month_strip").monthStrip(
            {first: "2024-02-01", last: "2024-02-29", days: [
                {date: "2024-02-03", hours: 3, proven: true},
                {date: "2024-02-03", hours: 1, proven: false},
                {date: "2024-02-29", hours: 2, proven: false},
                {date: "2024-03-01", hours: 9, proven: true},
            ]}, "2024-02-29")"""
    )
    assert [cell["day"] for cell in strip] == list(range(1, 30))
    third, last = strip[2], strip[-1]
    assert (third["proven"], third["claimed"], third["share"]) == (3, 1, 1)
    assert (last["total"], last["share"], last["current"]) == (2, 0.5, True)
    assert third["weekend"] and not last["weekend"]
    assert sum(cell["current"] for cell in strip) == 1
