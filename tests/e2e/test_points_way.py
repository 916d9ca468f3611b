"""From recorded hours to a reward in the hand: the whole way of points.

Each step stands on the one before; after a failure the later ones are skipped.
"""

import re
from types import SimpleNamespace

import pytest
from lines import Lines
from playwright.sync_api import expect

HOURS = 2
PRICE = 1

pytestmark = pytest.mark.usefixtures("step")


@pytest.fixture(scope="module")
def way(hospital):
    """Return somebody with two recorded hours, and what they buy."""
    lines = Lines(hospital)
    for _hour in range(HOURS):
        lines.make("recorded")
    reward = hospital.admin.create(
        "volunteer.reward",
        {
            "name": hospital.unused("volunteer.reward", "雨伞"),
            "price": PRICE,
            "stock": 3,
            "pickup_place": "门诊一楼",
        },
    )
    hospital.admin("volunteer.reward", "action_open", [reward])
    return SimpleNamespace(
        buyer=lines.owner,
        officer=lines.officer,
        reward=reward,
        reward_name=hospital.name("volunteer.reward", reward),
        done=set(),
    )


def _read_balance(page):
    """Return the balance as the page of points shows it."""
    page.goto("/my/volunteer/points")
    return page.inner_text("#volunteer_balance .display-6").strip()


def test_points(desk, way, assert_fits):
    """An hour is a point, and the phone says where it came from."""
    page = desk.sit_down(way.buyer, phone=True)
    page.goto("/my/volunteer")
    way.hours = page.inner_text("#volunteer_hours_total")
    assert_fits(page)
    page.locator("#volunteer_points").click()
    page.wait_for_url(re.compile("/points$"))
    assert page.inner_text("#volunteer_balance .display-6").strip() == str(HOURS)
    expect(page.locator(".o_volunteer_point")).to_have_count(HOURS)
    assert_fits(page)


@pytest.mark.after("test_points")
def test_order(desk, hospital, way, assert_fits):
    """Two taps order; the points are gone, and there is a code."""
    page = desk.sit_down(way.buyer, phone=True)
    page.goto("/my/volunteer/shop")
    card = page.locator(f".o_volunteer_reward[data-reward='{way.reward}']")
    card.locator("summary").click()
    assert_fits(page)
    card.locator("button[type=submit]").click()
    page.locator("#volunteer_pickup_code").wait_for()
    way.code = page.inner_text("#volunteer_pickup_code").strip()
    way.address = page.url
    assert_fits(page)
    assert _read_balance(page) == str(HOURS - PRICE)
    expect(page.locator(".o_volunteer_point")).to_have_count(HOURS + 1)
    stock = hospital.admin.read("volunteer.reward", way.reward, "stock")["stock"]
    assert stock == 2


@pytest.mark.after("test_order")
def test_hand_out(desk, way, assert_fits):
    """The desk types the code, sees whose it is, and hands out once."""
    page = desk.sit_down(way.officer, phone=True)
    answer = page.locator("#volunteer_pickup_answer")
    page.goto("/my/volunteer/pickup")
    assert_fits(page)
    for shown, then in (("blue", "green"), ("amber", None)):
        page.fill("#pickup_code", way.code.lower())
        page.locator("form[method=get] button[type=submit]").click()
        page.locator(f"#volunteer_pickup_answer[data-colour={shown}]").wait_for()
        assert way.reward_name in answer.inner_text()
        assert_fits(page)
        if then:
            answer.locator("button[type=submit]").click()
            page.locator(f"#volunteer_pickup_answer[data-colour={then}]").wait_for()
            assert way.buyer.name in answer.inner_text()
            assert_fits(page)


@pytest.mark.after("test_hand_out")
def test_afterwards(desk, way, assert_fits):
    """The code is gone, the balance is what is left, and the hours are untouched."""
    page = desk.sit_down(way.buyer, phone=True)
    page.goto(way.address)
    expect(page.locator("#volunteer_pickup_code")).to_have_count(0)
    expect(page.locator(".o_volunteer_cancel")).to_have_count(0)
    assert_fits(page)
    assert _read_balance(page) == str(HOURS - PRICE)
    page.goto("/my/volunteer")
    assert page.inner_text("#volunteer_hours_total") == way.hours
