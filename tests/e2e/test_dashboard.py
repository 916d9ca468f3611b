"""The dashboard at the desk and on the phone: figures, filters, and what they open."""

from types import SimpleNamespace

import pytest
from hospital import local_day
from lines import Lines
from playwright.sync_api import expect
from screen import Screen, come_to_rest

BOARD = "volunteer-dashboard"
ROWS = ".o_data_row"
#: Two in three services have clock times.
SERVICES = 3


def _figure(page, name):
    return page.locator(f"[data-figure={name}] button")


def _picture(page, name):
    return page.locator(f"[data-picture={name}]")


def _filter(page, name):
    return page.locator(f".o_volunteer_filters select[name={name}]")


@pytest.fixture(scope="module")
def year(hospital):
    """Return a team's recorded hours of last year, in March: 1, 1 and 1 hours."""
    lines = Lines(hospital)
    last = local_day(0, 0).year - 1
    made = []
    for day in range(1, SERVICES + 1):
        made.append(lines.claim(lines.owner))
        times = {"date": f"{last}-03-0{day}"}
        if day > 1:
            times["start"] = f"{last}-03-0{day} 00:30:00"
            times["stop"] = f"{last}-03-0{day} 01:30:00"
        hospital.admin("volunteer.hour", "write", made[-1:], times)
    hospital.client(lines.owner)("volunteer.hour", "action_submit", made)
    hospital.client(lines.leader)("volunteer.hour", "action_approve", made)
    for line in made:
        while lines.state(line) == "submitted":
            hospital.admin("volunteer.hour", "action_approve", [line])
    lines.publish(made)
    assert {lines.state(line) for line in made} == {"recorded"}
    return SimpleNamespace(
        number=last,
        team=lines.team,
        leader=lines.leader,
        officer=lines.officer,
        address=f"{BOARD}?year={last}&team={lines.team}",
    )


def test_figures_open_their_lines(desk, year):
    """What a leader presses opens as many lines as were counted; back finds filters."""
    page = desk.sit_down(year.leader)
    Screen(page).open(year.address)
    _figure(page, "hours").wait_for()
    come_to_rest(page)
    assert _filter(page, "year").input_value() == str(year.number)
    assert _filter(page, "team").input_value() == str(year.team)
    figure = _figure(page, "hours").locator(".display-6")
    assert figure.inner_text() == "3"
    assert _figure(page, "people").locator(".display-6").inner_text() == "1"
    _figure(page, "hours").click()
    page.locator(ROWS).nth(SERVICES - 1).wait_for()
    expect(page.locator(ROWS)).to_have_count(SERVICES)
    page.locator(".o_breadcrumb a, .o_back_button").first.click()
    _figure(page, "hours").wait_for()
    come_to_rest(page)
    assert _filter(page, "team").input_value() == str(year.team)
    assert figure.inner_text() == "3"


def test_pictures_by_keyboard(desk, year):
    """A month of the table, an hour of the week: both open their lines by a key."""
    page = desk.sit_down(year.officer)
    Screen(page).open(year.address)
    months = _picture(page, "months")
    months.locator("summary").press("Enter")
    months.locator("tbody tr").nth(2).locator("button").press("Enter")
    page.locator(ROWS).nth(SERVICES - 1).wait_for()
    expect(page.locator(ROWS)).to_have_count(SERVICES)
    page.go_back()
    cells = _picture(page, "week").locator("td button")
    cells.first.wait_for()
    come_to_rest(page)
    # Two services from 8:30 to 9:30, on two days of the week.
    assert [cell.inner_text() for cell in cells.all()] == ["0.5"] * 4
    cells.first.press("Enter")
    page.locator(ROWS).first.wait_for()
    come_to_rest(page)
    expect(page.locator(ROWS)).to_have_count(1)


def test_filter_stays_in_the_address(desk, year):
    page = desk.sit_down(year.officer)
    Screen(page).open(BOARD)
    _figure(page, "hours").wait_for()
    _filter(page, "team").select_option(str(year.team))
    come_to_rest(page)
    assert f"team={year.team}" in page.url
    # Nothing was served this year: the screen says what to do.
    page.locator(".o_volunteer_empty").wait_for()
    _filter(page, "year").select_option(str(year.number))
    page.locator(".o_volunteer_empty").wait_for(state="detached")
    page.reload()
    _figure(page, "hours").wait_for()
    come_to_rest(page)
    assert _filter(page, "year").input_value() == str(year.number)
    assert _figure(page, "hours").locator(".display-6").inner_text() == "3"


def test_looks(desk, year):
    """It fits the phone, and is Chinese at the desk as well."""
    for phone in (False, True):
        page = desk.sit_down(year.officer, phone=phone)
        Screen(page).open(year.address)
        _picture(page, "share").locator("canvas").wait_for()
        come_to_rest(page)
        board = page.locator(".o_volunteer_dashboard")
        assert board.evaluate("(box) => box.scrollWidth <= box.clientWidth")
        desk.shoot(page, f"dashboard-{'phone' if phone else 'desk'}")
