"""The leader's roster on a phone that loses its network."""

from datetime import datetime, timedelta

import pytest
from hospital import SHANGHAI
from playwright.sync_api import expect


@pytest.fixture
def service(hospital):
    """Two activities that go on, led by somebody with a login of the portal only."""
    leader = hospital.person("portal", "队长周", volunteer="community")
    people = hospital.people("portal", ["志愿者春", "志愿者夏", "志愿者秋"])
    # Of age, whatever the time of day at which the tests run.
    hospital.make_volunteers(people, "retiree")
    team = hospital.team("陪诊服务队", leader, people)
    now = datetime.now(SHANGHAI).replace(second=0, microsecond=0)
    project = hospital.project("陪诊", team)
    other, _slots = hospital.activity(
        project,
        now - timedelta(minutes=20),
        now + timedelta(minutes=100),
        {hospital.post("导诊"): 5},
    )
    activity, (slot,) = hospital.activity(
        project,
        now - timedelta(minutes=20),
        now + timedelta(minutes=100),
        {hospital.post("陪诊"): 5},
        place="二楼",
    )
    hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id for person in people],
    )
    return {"leader": leader, "people": people, "activity": activity, "other": other}


def open_roster(desk, service):
    page = desk.sit_down(service["leader"], phone=True)
    page.goto(f"/my/volunteer/lead/{service['activity']}")
    # What the page is made of has been kept.
    page.locator("#lead_page[data-kept]").wait_for()
    return page


def row(page, person):
    return page.locator(".o_lead_row", has_text=person.name)


def waiting(page, count):
    page.locator(f"#lead_cloud[data-waiting='{count}']").wait_for()


def presences(hospital, service):
    rows = hospital.client(service["leader"])(
        "volunteer.activity", "action_get_roster", [service["activity"]]
    )["rows"]
    return {row["name"]: (row["presence"], row["in"], row["quality"]) for row in rows}


def lines(hospital, service):
    return hospital.admin.search(
        "volunteer.hour",
        ("activity_id", "=", service["activity"]),
        ("state", "!=", "cancelled"),
    )


def test_taps_survive_a_lost_network(desk, hospital, service, assert_fits):
    spring, summer, autumn = service["people"]
    page = open_roster(desk, service)
    assert_fits(page)
    page.context.set_offline(True)

    row(page, spring).locator(".o_lead_in").tap()
    row(page, summer).locator(".o_lead_in").tap()
    row(page, summer).locator(".o_lead_star").nth(3).tap()
    row(page, autumn).locator(".o_lead_absent").tap()
    waiting(page, 4)
    came = row(page, spring).locator(".o_lead_state").inner_text()
    assert set(presences(hospital, service).values()) == {("none", "", 0)}

    # Opened again without network, everything is still there.
    page.reload()
    waiting(page, 4)
    assert row(page, spring).locator(".o_lead_state").inner_text() == came
    assert row(page, spring).get_attribute("data-presence") == "here"
    assert row(page, autumn).get_attribute("data-presence") == "absent"
    assert_fits(page)
    page.goto("/my/volunteer/lead")
    expect(page.locator(f"a[href$='/lead/{service['activity']}']")).to_have_count(1)
    page.goto(f"/my/volunteer/lead/{service['activity']}")
    waiting(page, 4)

    page.context.set_offline(False)
    waiting(page, 0)
    found = presences(hospital, service)
    assert found[spring.name][0] == "here"
    assert found[spring.name][1] in came
    assert (found[summer.name][0], found[summer.name][2]) == ("here", 4)
    assert found[autumn.name][0] == "absent"
    assert len(lines(hospital, service)) == 2

    page.reload()
    waiting(page, 0)
    assert len(lines(hospital, service)) == 2
    desk.shoot(page, "phone-lead-roster", full_page=True)


def test_handed_over_twice(desk, hospital, service):
    """The answer is lost on the way: the same taps are sent again, and count once."""
    page = open_roster(desk, service)
    sent = []

    def lose_the_first_answer(route):
        sent.append(route.request.post_data)
        if len(sent) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route("**/taps", lose_the_first_answer)
    page.locator("#lead_all_in").tap()
    waiting(page, 3)
    page.locator("#lead_retry").tap()
    waiting(page, 0)
    assert len(sent) > 1
    assert len(lines(hospital, service)) == 3
    assert {here for here, _in, _mark in presences(hospital, service).values()} == {
        "here"
    }


def test_what_collides_is_told(desk, hospital, service):
    """Somebody checked the person in while the phone had no network."""
    spring = service["people"][0]
    page = open_roster(desk, service)
    page.context.set_offline(True)
    row(page, spring).locator(".o_lead_absent").tap()
    waiting(page, 1)
    signup = int(row(page, spring).get_attribute("data-signup"))
    hospital.admin("volunteer.signup", "action_check_in", [signup])
    page.context.set_offline(False)
    waiting(page, 0)
    told = page.locator("#lead_refused")
    assert spring.name in told.inner_text()
    assert presences(hospital, service)[spring.name][0] == "here"
    told.locator("button").tap()
    told.wait_for(state="hidden")


def test_nothing_is_shown_after_logging_out(desk, hospital, service):
    """A phone without network shows no names once its owner has logged out."""
    page = open_roster(desk, service)
    page.route("**/taps", lambda route: route.abort())
    row(page, service["people"][0]).locator(".o_lead_in").tap()
    waiting(page, 1)
    page.goto("/web/session/logout?redirect=/web/login")
    page.goto(f"/my/volunteer/lead/{service['activity']}")
    assert "/web/login" in page.url
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(f"/my/volunteer/lead/{service['activity']}")
    assert not lines(hospital, service)


def test_names_are_forgotten_wherever_one_logs_out(desk, service):
    page = open_roster(desk, service)
    page.goto("/my/volunteer")
    page.goto("/web/session/logout?redirect=/web/login")
    page.wait_for_function(
        """async () => {
            const open = indexedDB.open("volunteer_lead", 1);
            await new Promise((done) => (open.onsuccess = done));
            const store = open.result.transaction("rosters").objectStore("rosters");
            const count = store.count();
            await new Promise((done) => (count.onsuccess = done));
            const kept = await caches.keys();
            return !count.result && !kept.includes("volunteer-lead-pages");
        }"""
    )


def test_one_activity_does_not_hold_up_another(desk, hospital, service):
    """Somebody else leads the first one by now: its taps stay, the others arrive."""
    page = open_roster(desk, service)
    page.route(
        f"**/lead/{service['activity']}/taps",
        lambda route: route.fulfill(
            json={"error": {"code": 0, "message": "no", "data": {"message": "no"}}}
        ),
    )
    row(page, service["people"][0]).locator(".o_lead_in").tap()
    page.locator("#lead_error:not(.d-none)").wait_for()
    waiting(page, 1)
    page.goto(f"/my/volunteer/lead/{service['other']}")
    page.locator("#lead_page[data-ready]").wait_for()
    page.locator("#lead_add_box summary").tap()
    page.fill("#lead_code", "87654321")
    page.locator("#lead_add button[type=submit]").tap()
    # Refused by the server, which is to say: handed over.
    page.locator("#lead_refused:not(.d-none)").wait_for()
    waiting(page, 0)
    assert not lines(hospital, service)
