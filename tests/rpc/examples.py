"""One record of every model that has methods, beside what the world is made of."""

import re
import time
import uuid

import requests
from hospital import local_day, server_time
from lines import hand_over

DOCUMENT = "volunteer_base.volunteer_document_publicity"
TODAY = local_day(0, 0).date().isoformat()


def _values(ids, made):
    """Return what to create, in this order; ``made`` fills up on the way."""
    person = ids.person
    yield "volunteer.activity.template", lambda: {"project_id": ids.project}
    yield (
        "volunteer.delegation",
        lambda: {
            "user_id": person.user_id,
            "delegate_id": ids.admin_id,
            "date_to": local_day(3, 0).date().isoformat(),
        },
    )
    yield (
        "volunteer.claim.bar",
        lambda: {
            "volunteer_id": ids.others[0].volunteer_id,
            "date_until": TODAY,
            "reason": "抽查不实",
        },
    )
    yield "volunteer.commendation", lambda: {"name": "优秀志愿者"}
    yield (
        "volunteer.commendation.nominee",
        lambda: {
            "commendation_id": made["volunteer.commendation"],
            "volunteer_id": ids.others[0].volunteer_id,
        },
    )
    yield "volunteer.contest", lambda: {"name": "项目大赛"}
    yield (
        "volunteer.contest.entry",
        lambda: {
            "contest_id": made["volunteer.contest"],
            "project_id": ids.project,
            "name": "少走路",
            "application": "地面标识",
        },
    )
    yield (
        "volunteer.award",
        lambda: {
            "name": "优秀志愿者",
            "granted_by": "本院",
            "volunteer_id": ids.others[0].volunteer_id,
        },
    )
    yield (
        "volunteer.star",
        lambda: {"name": "一星级志愿者", "level": 1, "hours": 100},
    )
    yield "volunteer.wall", lambda: {"name": "门诊大厅"}
    yield "volunteer.year.end", lambda: {"year": 2000 + ids.project % 99}
    yield (
        "volunteer.monthly.report",
        lambda: {"month": f"{2000 + ids.project % 20}-01-01"},
    )
    yield (
        "volunteer.annual.report",
        lambda: {"kind": "summary", "year": 2000 + ids.project % 99},
    )
    yield "volunteer.donation", lambda: {"donor": "某公司", "amount": 100}
    yield "volunteer.fund", lambda: {"year": 2000 + ids.project, "amount": 100}
    yield (
        "volunteer.gateway",
        lambda: {
            "name": "短信",
            "kind": "http",
            "url": "https://gateway.example.com/",
        },
    )
    yield (
        "volunteer.identity",
        lambda: {
            "volunteer_id": person.volunteer_id,
            "mobile": "13800138000",
        },
    )
    yield "volunteer.import", dict
    yield "volunteer.hour.import", dict
    yield "volunteer.hour.handover", dict
    yield "volunteer.incident", lambda: {"kind": "praise", "description": "谢谢"}
    yield "volunteer.item", lambda: {"name": f"马甲{ids.project}"}
    yield (
        "volunteer.item.issue",
        lambda: {
            "item_id": made["volunteer.item"],
            "volunteer_id": person.volunteer_id,
        },
    )
    yield (
        "volunteer.meeting",
        lambda: {
            "name": "例会",
            "team_id": ids.team,
            "date": server_time(local_day(1, 9)),
        },
    )
    yield (
        "volunteer.meeting.decision",
        lambda: {
            "meeting_id": made["volunteer.meeting"],
            "name": "做一面队旗",
            "owner_id": person.volunteer_id,
        },
    )
    yield "volunteer.notice", lambda: {"name": "公示"}
    yield (
        "volunteer.opinion.finding",
        lambda: {
            "name": "排队久",
            "round_id": ids.round,
            "department_id": ids.department,
            "owner_id": person.user_id,
            "date_due": TODAY,
        },
    )
    yield (
        "volunteer.paper.template",
        lambda: {"name": "本院证明", "paper": "volunteer_reports.certificate"},
    )
    yield "volunteer.partner.unit", lambda: {"name": f"社区{ids.project}"}
    yield "volunteer.plan", lambda: {"name": "计划", "year": 2000 + ids.project % 99}
    yield (
        "volunteer.plan.line",
        lambda: {
            "plan_id": made["volunteer.plan"],
            "name": "义诊",
            "user_id": person.user_id,
        },
    )
    yield (
        "volunteer.point.rule",
        lambda: {"name": "特别贡献", "event": "manual", "points": 1},
    )
    yield (
        "volunteer.rectification",
        lambda: {
            "name": "缺副队长",
            "subject_id": made["volunteer.inspection.subject"],
            "owner_id": person.user_id,
        },
    )
    yield (
        "volunteer.series",
        lambda: {
            "project_id": ids.project,
            "sat": True,
            "start_hour": 8,
            "stop_hour": 11,
            "date_to": local_day(1, 0).date().isoformat(),
        },
    )
    yield "volunteer.staff.confirmation", lambda: {"name": "在职核对"}
    yield (
        "volunteer.subsidy",
        lambda: {
            "name": "补贴",
            "project_id": ids.project,
            "date_from": TODAY,
            "date_to": TODAY,
        },
    )
    yield (
        "volunteer.team.assessment",
        lambda: {"name": "绩效考核", "scheme_id": ids.team_scheme},
    )
    yield (
        "volunteer.training",
        lambda: {
            "course_id": made["volunteer.course"],
            "start": server_time(local_day(5, 9)),
            "stop": server_time(local_day(5, 11)),
        },
    )


def _act(hospital, ids):
    """Make, as those whom they are matters of, what comes of deeds alone."""
    own = hospital.client(ids.person)
    other = hospital.admin.read(
        "volunteer.volunteer", ids.others[1].volunteer_id, "code"
    )
    own("volunteer.signup", "action_ask_substitute", [ids.signup], other["code"])
    _inspect(hospital, ids)
    _judge(hospital, ids)
    _shop(hospital, ids.others[0])
    _tell(hospital, ids.feedback)
    own(
        "volunteer.hour",
        "action_claim",
        local_day(-2, 0).date().isoformat(),
        60,
        "义诊",
        # On a working day, staff say when it was.
        start="19:30",
    )
    own(
        "volunteer.opinion.quota", "action_type_in", [ids.quota], _scores(hospital, ids)
    )
    rows = own("volunteer.activity", "action_get_roster", [ids.running])["rows"]
    clock = int(time.time() * 1000)
    tap = {
        "uuid": str(uuid.uuid4()),
        "kind": "in",
        "at": clock,
        "signup_id": rows[0]["id"],
    }
    own("volunteer.activity", "action_hand_over_taps", [ids.running], [tap], clock)
    # A reflection is written after one was there.
    here = rows[0]["name"]
    writer = next(one for one in ids.others if one.name == here)
    hospital.client(writer)(
        "volunteer.reflection", "action_write_own", ids.running, "难忘"
    )
    community = hospital.admin.create(
        "volunteer.project",
        {
            "name": "社区认领",
            "team_id": ids.team,
            "kind": "community",
            "claim_for": "all",
            "claim_seats": 2,
        },
    )
    hospital.admin("volunteer.project", "action_start", [community])
    own("volunteer.project", "action_claim", [community])
    document = hospital.admin.ref(DOCUMENT)
    own("volunteer.document", "action_accept", [document])
    _honour(hospital, ids)
    _evaluate(hospital)
    _measure(hospital, ids)
    ids.material = _ask(hospital.admin, ids)
    branch = _newest(hospital.admin, "volunteer.branch")
    hospital.admin(
        "volunteer.volunteer",
        "write",
        [ids.person.volunteer_id],
        {"branch_id": branch},
    )


def _inspect(hospital, ids):
    """Record hours, and draw them for a spot check."""
    admin = hospital.admin
    claimant = hospital.client(ids.others[0])
    day = local_day(-1, 0).date().isoformat()
    hour = claimant("volunteer.hour", "action_claim", day, 60, "导诊", ids.project)
    claimant("volunteer.hour", "action_submit", [hour])
    hospital.client(ids.person)("volunteer.hour", "action_approve", [hour])
    while admin.read("volunteer.hour", hour, "state")["state"] == "submitted":
        admin("volunteer.hour", "action_approve", [hour])
    unit = admin.read("volunteer.hour", hour, "company_id")["company_id"]
    days = admin.read("res.company", unit[0], "volunteer_notice_days")
    admin("res.company", "write", unit[:1], {"volunteer_notice_days": 0})
    notice = admin.create("volunteer.notice", {"date_from": day, "date_to": day})
    admin("volunteer.notice", "action_publish", [notice])
    admin("volunteer.notice", "action_close", [notice])
    days.pop("id", None)
    admin("res.company", "write", unit[:1], days)
    hand_over(hospital, unit[0], day)
    sample = admin.create(
        "volunteer.inspection", {"name": "抽查", "project_id": ids.project}
    )
    admin("volunteer.inspection", "action_draw", [sample])


def _judge(hospital, ids):
    """Let a jury begin, so that there are points to give."""
    admin = hospital.admin
    one = admin.create(
        "volunteer.commendation",
        {
            "name": "服务之星",
            "jury_ids": [[6, 0, [ids.others[0].user_id]]],
            "criterion_ids": [[0, 0, {"name": "成效", "max_points": 10}]],
        },
    )
    admin.create(
        "volunteer.commendation.nominee",
        {"commendation_id": one, "volunteer_id": ids.person.volunteer_id},
    )
    admin("volunteer.commendation", "action_open", [one])
    admin("volunteer.commendation", "action_review", [one])


def _honour(hospital, ids):
    """Show an honour to the public."""
    honour = hospital.admin.create(
        "volunteer.award",
        {
            "name": "优秀服务队",
            "granted_by": "本院",
            "team_id": ids.team,
            "propose_first": True,
        },
    )
    for method in ("action_review", "action_publish"):
        hospital.admin("volunteer.award", method, [honour])


def _shop(hospital, buyer):
    """Order for the point that the recorded hour earned; nobody accepts the gift."""
    reward = hospital.admin.create(
        "volunteer.reward", {"name": "雨伞", "price": 1, "stock": 3}
    )
    hospital.admin("volunteer.reward", "action_open", [reward])
    own = hospital.client(buyer)
    gift = own("volunteer.gift", "action_offer", 1, "child")["id"]
    own("volunteer.gift", "action_withdraw", [gift])
    own("volunteer.reward", "action_order", [reward])


def _evaluate(hospital):
    """Take the figures of everybody for a year, as Human Resources does."""
    personnel = hospital.client(hospital.person("hr", "人力资源部林"))
    one = personnel.create("volunteer.evaluation.round", {"year": int(TODAY[:4])})
    personnel("volunteer.evaluation.round", "action_compute", [one])


def _measure(hospital, ids):
    """Draw up the scorecard of a team, and enter what patients there were."""
    admin = hospital.admin
    wizard = admin.create(
        "volunteer.scorecard.make",
        {"subject": "team", "team_ids": [[6, 0, [ids.team]]], "period": "year"},
    )
    admin("volunteer.scorecard.make", "action_draw_up", [wizard])


def _ask(admin, ids):
    """Have a unit report to a desk, and return what the desk asks it for."""
    company = admin.read("res.users", admin.ref("base.user_admin"), "company_id")
    own = {"company_id": company["company_id"][0]}
    material = admin.create(
        "volunteer.report.material",
        {"name": "学雷锋日小结", "rhythm": "once", "date_due": TODAY, **own},
    )
    name = f"示范卫生院{ids.project}"
    admin.create("volunteer.reporting.unit", {"name": name, **own})
    admin("volunteer.report.filing", "action_expect", material, TODAY)
    return material


def _tell(hospital, token):
    """Answer the three questions as somebody who was served."""
    address = f"{hospital.url}/volunteer/feedback/{token}"
    answers = dict.fromkeys(("rating", "attitude", "help"), "5")
    with requests.Session() as browser:
        browser.trust_env = False
        page = browser.get(address, params={"rating": 5, "attitude": 5}, timeout=60)
        token = re.search('name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        answer = browser.post(
            address, data={**answers, "csrf_token": token}, timeout=60
        )
    assert "/thanks" in answer.url, answer.url


def _scores(hospital, ids):
    questions = hospital.admin(
        "volunteer.opinion.question",
        "search_read",
        [("round_id", "=", ids.round), ("kind", "=", "score")],
        ["kind"],
    )
    return {str(question["id"]): 5 for question in questions}


def make(hospital, ids, models):
    """Return ``{model: id}``; a model without an example has None."""
    _act(hospital, ids)
    ids.admin_id = hospital.admin.ref("base.user_admin")
    ids.team_scheme = hospital.admin.ref(
        "volunteer_hours.volunteer_assessment_scheme_team"
    )
    made = {model: _newest(hospital.admin, model) for model in models}
    for model, values in _values(ids, made):
        made[model] = hospital.admin.create(model, values())
    return made


def _newest(admin, model):
    found = admin.search(
        model, order="id desc", limit=1, context={"active_test": False}
    )
    return found[0] if found else None
