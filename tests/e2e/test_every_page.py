"""Every page of volunteers and guests at 375 × 812: it fits, in Chinese, without error.

PAGES is complete: a route that is new in a controller fails the first test.
"""

from types import SimpleNamespace

import pytest
import routes
import world
from hospital import local_day

# Files, not pages; they have tests of their own.
FILES = {
    "/my/volunteer/file.pdf",
    "/my/volunteer/honours/<int:award_id>/certificate",
    "/my/volunteer/certificates/<int:certificate_id>/pdf",
    "/my/volunteer/lead/<int:activity_id>/photo/<int:signup_id>",
    "/my/volunteer/lead/<int:activity_id>/sheet",
    "/my/volunteer/lead/worker.js",
    "/my/volunteer/sign-ups/<int:signup_id>/calendar.ics",
    "/my/volunteer/training/materials/<int:attachment_id>",
    "/volunteer/calendar/<string:token>.ics",
    "/volunteer/activity/<int:activity_id>/file.zip",
    "/volunteer/assessment/<int:assessment_id>.xlsx",
    "/volunteer/branch-sheet/<int:sheet_id>.xlsx",
    "/volunteer/desk/<string:token>/<int:filing_id>.xlsx",
    "/volunteer/evaluation/<int:round_id>.xlsx",
    "/volunteer/export/<int:export_id>",
    "/volunteer/filing/<int:filing_id>.xlsx",
    "/volunteer/filing/<string:filing_ids>.zip",
    "/volunteer/handover/<int:batch_id>.xlsx",
    "/volunteer/hours/import/<int:import_id>/mistakes",
    "/volunteer/import/<int:import_id>/mistakes",
    "/volunteer/ledger/<int:export_id>.xlsx",
    "/volunteer/monthly/<int:report_id>.xlsx",
    "/volunteer/plan/<int:plan_id>/sheet",
    "/volunteer/register/<string:model>/<int:record_id>.pdf",
    "/volunteer/register/<string:model>/<int:record_id>.xlsx",
    "/volunteer/trail/<int:export_id>.xlsx",
}
# By which key of the scene an address is filled in; None: as it is.
OWN_PAGES = {
    "/my/volunteer": None,
    "/my/volunteer/activities": None,
    "/my/volunteer/activities/<int:activity_id>": "activity",
    "/my/volunteer/badge": None,
    "/my/volunteer/branch": None,
    "/my/volunteer/calendar": None,
    "/my/volunteer/calls/<int:call_id>": "call",
    "/my/volunteer/certificates": None,
    "/my/volunteer/claim": None,
    "/my/volunteer/claims": None,
    "/my/volunteer/commendations": None,
    "/my/volunteer/confirm": None,
    "/my/volunteer/contests": None,
    "/my/volunteer/evaluation": None,
    "/my/volunteer/evaluation/<int:sheet_id>": "sheet",
    "/my/volunteer/gifts": None,
    "/my/volunteer/gifts/<int:gift_id>/link": "gift",
    "/my/volunteer/honours": None,
    "/my/volunteer/hours": None,
    "/my/volunteer/hours/<int:hour_id>": "claim",
    "/my/volunteer/hours/<int:hour_id>/correct": "claim",
    "/my/volunteer/hours/<int:hour_id>/error": "shown_hour",
    "/my/volunteer/incidents": None,
    "/my/volunteer/inspections": None,
    "/my/volunteer/lead": None,
    "/my/volunteer/lead/<int:activity_id>": "running",
    "/my/volunteer/lead/<int:activity_id>/claim": "running",
    "/my/volunteer/lead/<int:activity_id>/closing": "running",
    "/my/volunteer/lead/<int:activity_id>/qr": "running",
    "/my/volunteer/messages": None,
    "/my/volunteer/notices": None,
    "/my/volunteer/objections": None,
    "/my/volunteer/opinions": None,
    "/my/volunteer/opinions/<int:quota_id>": "quota",
    "/my/volunteer/pairings": None,
    "/my/volunteer/papers": None,
    "/my/volunteer/pickup": None,
    "/my/volunteer/points": None,
    "/my/volunteer/privacy": None,
    "/my/volunteer/reflections": None,
    "/my/volunteer/requests": None,
    "/my/volunteer/requests/<int:request_id>": "request",
    "/my/volunteer/requests/new": None,
    "/my/volunteer/rosters": None,
    "/my/volunteer/scan": None,
    "/my/volunteer/shop": None,
    "/my/volunteer/shop/orders": None,
    "/my/volunteer/shop/orders/<int:order_id>": "order",
    "/my/volunteer/sign-ups/<int:signup_id>/substitute": "signup",
    "/my/volunteer/stars": None,
    "/my/volunteer/teams": None,
    "/my/volunteer/training": None,
    "/my/volunteer/wishes": None,
}
GUEST_PAGES = {
    "/volunteer/approve/<string:token>": "unknown",
    "/volunteer/call/<string:token>": "unknown",
    "/volunteer/desk/<string:token>": "desk",
    "/volunteer/exam/<string:token>": "unknown",
    "/volunteer/feedback/<string:token>": "feedback",
    "/volunteer/feedback/<string:token>/thanks": "feedback",
    "/volunteer/gift/<string:token>": "unknown",
    "/volunteer/honours/<string:token>": "unknown",
    "/volunteer/certificates/<string:token>": "unknown",
    "/volunteer/inspection/<string:token>": "inspection",
    "/volunteer/join": None,
    "/volunteer/join/application/<string:token>": "unknown",
    "/volunteer/join/thanks": None,
    "/volunteer/kiosk/<string:token>": "kiosk",
    "/volunteer/notice/<string:token>": "shown_notice",
    "/volunteer/notice/<string:token>/object/<int:hour_id>": (
        "shown_notice",
        "shown_hour",
    ),
    "/volunteer/objection/<string:token>": "objection",
    "/volunteer/recruitment/<string:token>": "notice",
    "/volunteer/screen/<string:token>": "screen",
    "/volunteer/verify": None,
    "/volunteer/wall/<string:token>": "unknown",
}
# The large screen of the lobby as its editors see it: no page of a phone.
SCREENS = {"/volunteer/wall/preview/<int:wall_id>"}
# Logged in, with a code that is not ours.
SCAN_PAGE = "/volunteer/scan/<string:token>"
# A link that is not valid answers with a page, and with this status.
GONE = 404
UNKNOWN = "x" * 43


@pytest.fixture(scope="module")
def scene(hospital):
    """A leader and head nurse for whom every page has something to show."""
    ids = world.build(hospital)
    claim = hospital.client(ids.person)(
        "volunteer.hour",
        "action_claim",
        local_day(-1, 0).date().isoformat(),
        60,
        "陪伴住院儿童",
        # Of a day that may be one of work, the time is asked.
        start="19:30",
    )
    return SimpleNamespace(
        unknown=UNKNOWN,
        claim=claim,
        desk=_report(hospital),
        **_recognise(hospital, ids.person),
        **vars(ids),
    )


def _report(hospital):
    """Return the token of the page on which a unit reports to a bureau."""
    admin = hospital.admin
    bureau = admin.read("res.users", admin.ref("base.user_admin"), "company_id")
    own = {"company_id": bureau["company_id"][0]}
    day = local_day(0, 0).date().isoformat()
    unit = admin.create("volunteer.reporting.unit", {"name": "示范卫生院", **own})
    admin("volunteer.reporting.unit", "action_new_link", [unit])
    material = admin.create(
        "volunteer.report.material",
        {"name": "学雷锋日小结", "rhythm": "once", "date_due": day, **own},
    )
    admin("volunteer.report.filing", "action_expect", material, day)
    return admin.read("volunteer.reporting.unit", unit, "token")["token"]


def _recognise(hospital, person):
    """Return what the person has ordered, gives away, and is evaluated by."""
    admin, own = hospital.admin, hospital.client(person)
    admin(
        "volunteer.volunteer", "action_correct_points", [person.volunteer_id], 2, "起始"
    )
    reward = admin.create("volunteer.reward", {"name": "雨伞", "price": 1, "stock": 1})
    admin("volunteer.reward", "action_open", [reward])
    hr = hospital.client(hospital.person("hr", "人事员"))
    one = hr.create("volunteer.evaluation.round", {"year": local_day(0, 0).year})
    for method in ("action_compute", "action_open"):
        hr("volunteer.evaluation.round", method, [one])
    (sheet,) = hr.search(
        "volunteer.evaluation",
        ("round_id", "=", one),
        ("volunteer_id", "=", person.volunteer_id),
    )
    return {
        "order": own("volunteer.reward", "action_order", [reward]),
        "gift": own("volunteer.gift", "action_offer", 1, "child")["id"],
        "sheet": sheet,
    }


def _address(route, keys, scene):
    for key in (keys,) if isinstance(keys, str) else keys or ():
        head, _open, rest = route.partition("<")
        route = f"{head}{getattr(scene, key)}{rest.partition('>')[2]}"
    return route


def test_the_list_is_complete():
    listed = {*FILES, *OWN_PAGES, *GUEST_PAGES, *SCREENS, SCAN_PAGE}
    assert listed == routes.pages()


@pytest.fixture
def look(desk, assert_fits):
    """Return a check of a page that a browser is asked to open."""

    def check(page, address):
        errors = []
        page.on(
            "console",
            lambda said: errors.append(said.text) if said.type == "error" else None,
        )
        answer = page.goto(address)
        assert page.url.partition("?")[0].endswith(address), f"sent to {page.url}"
        if answer.status == GONE:
            # Said once by us, and once by the browser.
            desk.complaints = [
                text for text in desk.complaints if not text.endswith(address)
            ]
            errors = [text for text in errors if f"{GONE}" not in text]
        else:
            assert answer.status == 200
        assert_fits(page)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= page.viewport_size["width"]
        name = address.strip("/").replace("/", "-")[:60]
        desk.shoot(page, f"page-{name}", full_page=True)
        assert page.locator("h1:visible, h2:visible").count(), "nothing to read"
        assert not errors, errors

    return check


@pytest.mark.parametrize("route", OWN_PAGES)
def test_page_of_a_volunteer(desk, scene, look, route):
    page = desk.sit_down(scene.person, phone=True)
    look(page, _address(route, OWN_PAGES[route], scene))


@pytest.mark.parametrize("route", GUEST_PAGES)
def test_page_of_a_guest(desk, scene, look, route):
    page = desk.let_in(phone=True)
    look(page, _address(route, GUEST_PAGES[route], scene))


def test_page_after_a_scan(desk, scene, look):
    page = desk.sit_down(scene.person, phone=True)
    look(page, _address(SCAN_PAGE, "unknown", scene))
