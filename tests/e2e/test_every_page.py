"""Every page of volunteers and guests at 375 × 812: it fits, in Chinese, without error.

PAGES is complete: a route that is new in a controller fails the first test.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import routes
from hospital import SHANGHAI, local_day, server_time

# Files, not pages; they have tests of their own.
FILES = {
    "/my/volunteer/certificates/<int:certificate_id>/pdf",
    "/my/volunteer/lead/<int:activity_id>/photo/<int:signup_id>",
    "/my/volunteer/lead/<int:activity_id>/sheet",
    "/my/volunteer/lead/worker.js",
    "/my/volunteer/sign-ups/<int:signup_id>/calendar.ics",
    "/my/volunteer/training/materials/<int:attachment_id>",
    "/volunteer/calendar/<string:token>.ics",
    "/volunteer/import/<int:import_id>/mistakes",
    "/volunteer/ledger/<int:export_id>.xlsx",
    "/volunteer/plan/<int:plan_id>/sheet",
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
    "/my/volunteer/confirm": None,
    "/my/volunteer/hours": None,
    "/my/volunteer/incidents": None,
    "/my/volunteer/lead": None,
    "/my/volunteer/lead/<int:activity_id>": "running",
    "/my/volunteer/lead/<int:activity_id>/closing": "running",
    "/my/volunteer/lead/<int:activity_id>/qr": "running",
    "/my/volunteer/messages": None,
    "/my/volunteer/opinions": None,
    "/my/volunteer/opinions/<int:quota_id>": "quota",
    "/my/volunteer/pairings": None,
    "/my/volunteer/papers": None,
    "/my/volunteer/privacy": None,
    "/my/volunteer/reflections": None,
    "/my/volunteer/requests": None,
    "/my/volunteer/requests/<int:request_id>": "request",
    "/my/volunteer/requests/new": None,
    "/my/volunteer/rosters": None,
    "/my/volunteer/scan": None,
    "/my/volunteer/sign-ups/<int:signup_id>/substitute": "signup",
    "/my/volunteer/teams": None,
    "/my/volunteer/training": None,
    "/my/volunteer/wishes": None,
}
GUEST_PAGES = {
    "/volunteer/call/<string:token>": "unknown",
    "/volunteer/exam/<string:token>": "unknown",
    "/volunteer/feedback/<string:token>": "feedback",
    "/volunteer/feedback/<string:token>/thanks": "feedback",
    "/volunteer/join": None,
    "/volunteer/join/application/<string:token>": "unknown",
    "/volunteer/join/thanks": None,
    "/volunteer/kiosk/<string:token>": "kiosk",
    "/volunteer/recruitment/<string:token>": "notice",
    "/volunteer/screen/<string:token>": "screen",
    "/volunteer/verify": None,
}
# Logged in, with a code that is not ours.
SCAN_PAGE = "/volunteer/scan/<string:token>"
# A link that is not valid answers with a page, and with this status.
GONE = 404
UNKNOWN = "x" * 43


@pytest.fixture(scope="module")
def scene(hospital):
    """A leader and head nurse for whom every page has something to show."""
    admin = hospital.admin
    person = hospital.person("user", "护士长韩", volunteer="staff", employee=True)
    others = [
        hospital.person("portal", name, volunteer="retiree")
        for name in ("志愿者寅", "志愿者卯")
    ]
    unit = admin.read("res.users", person.user_id, "company_id")["company_id"][0]
    ids = SimpleNamespace(person=person, unknown=UNKNOWN)
    _make_services(hospital, ids, person, others)
    _make_links(hospital, ids)
    department = admin.create(
        "hr.department",
        {"name": hospital.unused("hr.department", "儿科门诊"), "company_id": unit},
    )
    admin("hr.employee", "write", [person.employee_id], {"department_id": department})
    ids.request = hospital.client(person).create(
        "volunteer.request",
        {
            "name": "抽血窗口引导",
            "reason": "排队时间长",
            "department_id": department,
            "date_from": local_day(20, 0).date().isoformat(),
            "heads": 2,
        },
    )
    round_ = admin.create(
        "volunteer.opinion.round",
        {
            "date_from": local_day(0, 0).date().isoformat(),
            "date_to": local_day(20, 0).date().isoformat(),
            "quota_ids": [
                (
                    0,
                    0,
                    {
                        "department_id": department,
                        "target": 5,
                        "volunteer_ids": [(6, 0, [person.volunteer_id])],
                    },
                )
            ],
        },
    )
    admin("volunteer.opinion.round", "action_open", [round_])
    (ids.quota,) = admin.search("volunteer.opinion.quota", ("round_id", "=", round_))
    _make_neighbours(hospital, person, others)
    return ids


def _make_services(hospital, ids, person, others):
    """Make a service to come, one that runs, and a call; ``person`` leads them."""
    admin = hospital.admin
    team = hospital.team("示范岗服务队", person, others)
    project = hospital.project("示范岗", team)
    posts = {hospital.post("秩序维护"): 3, hospital.post("轮椅推送"): 1}
    ids.activity, _slots = hospital.activity(
        project,
        local_day(10, 8),
        local_day(10, 11),
        posts,
        place="门诊二楼自助服务区",
        description="请提前十分钟到岗。",
    )
    coming, (slot, other) = hospital.activity(
        project, local_day(11, 8), local_day(11, 11), posts, place="住院部"
    )
    (ids.signup,) = admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [person.volunteer_id],
    )
    admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [other],
        [others[0].volunteer_id],
    )
    now = datetime.now(SHANGHAI).replace(microsecond=0)
    ids.running, (slot, _other) = hospital.activity(
        project,
        now - timedelta(minutes=20),
        now + timedelta(minutes=100),
        posts,
        place="急诊",
    )
    admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [slot],
        [one.volunteer_id for one in others],
    )
    leader = hospital.client(person)
    leader("volunteer.activity", "action_get_feedback_code", [ids.running])
    (code,) = admin.search("volunteer.feedback.code", ("activity_id", "=", ids.running))
    ids.feedback = admin.read("volunteer.feedback.code", code, "token")["token"]
    (member,) = admin.search(
        "volunteer.team.member",
        ("team_id", "=", team),
        ("volunteer_id", "=", person.volunteer_id),
    )
    admin("volunteer.team.member", "write", [member], {"standby": True})
    ids.call = admin.create(
        "volunteer.call",
        {
            "name": "急诊大厅缺人",
            "message": "请速到急诊大厅",
            "project_id": project,
            "post_id": next(iter(posts)),
            "team_ids": [(6, 0, [team])],
            "start": server_time(local_day(12, 10)),
            "stop": server_time(local_day(12, 12)),
            "seats": 1,
        },
    )
    admin("volunteer.call", "action_call", [ids.call])


def _make_links(hospital, ids):
    """Make devices and a recruitment notice, which have addresses of their own."""
    admin = hospital.admin
    for kind in ("kiosk", "screen"):
        device = admin.create("volunteer.device", {"name": "门诊大厅", "kind": kind})
        link = admin("volunteer.device", "action_new_link", [device])
        setattr(ids, kind, link["context"]["default_url"].rpartition("/")[2])
    notice = admin.create(
        "volunteer.recruitment",
        {
            "name": hospital.unused("volunteer.recruitment", "导医招募"),
            "conditions": "年满十八周岁",
            "risks": "人员密集",
        },
    )
    admin("volunteer.recruitment", "action_open", [notice])
    url = admin.read("volunteer.recruitment", notice, "url")["url"]
    ids.notice = url.rpartition("/")[2]


def _make_neighbours(hospital, person, others):
    """Make a branch, a wish, a pairing and a community project."""
    admin = hospital.admin
    admin.create(
        "volunteer.branch",
        {
            "name": hospital.unused("volunteer.branch", "门诊支部"),
            "kind": "party",
            "secretary_id": person.volunteer_id,
        },
    )
    recipient = admin.create(
        "volunteer.recipient",
        {"name": "何奶奶", "address": "示范路九号", "mobile": "13900001111"},
    )
    wishes = admin.create(
        "volunteer.wish",
        [
            {"name": name, "recipient_id": recipient, "for_whom": "八岁的孩子"}
            for name in ("一本图画书", "一盒彩笔")
        ],
    )
    hospital.client(person)("volunteer.wish", "action_claim", wishes[:1])
    pairing = admin.create(
        "volunteer.pairing",
        {
            "recipient_id": recipient,
            "volunteer_ids": [(6, 0, [person.volunteer_id, others[0].volunteer_id])],
            "interval_days": 10,
        },
    )
    admin("volunteer.pairing", "action_start", [pairing])


def _address(route, key, scene):
    if key is None:
        return route
    head, _open, rest = route.partition("<")
    return f"{head}{getattr(scene, key)}{rest.partition('>')[2]}"


def test_the_list_is_complete():
    listed = {*FILES, *OWN_PAGES, *GUEST_PAGES, SCAN_PAGE}
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
