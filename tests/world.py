"""One of everything: services, links, requests, opinions, neighbours."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from hospital import SHANGHAI, local_day, server_time


def build(hospital):
    """Make one of everything around a person, who leads, asks and visits.

    :return: the person, and ids and tokens of what was made
    """
    admin = hospital.admin
    person = hospital.person("user", "护士长韩", volunteer="staff", employee=True)
    others = [
        hospital.person("portal", name, volunteer="retiree")
        for name in ("志愿者寅", "志愿者卯")
    ]
    unit = admin.read("res.users", person.user_id, "company_id")["company_id"][0]
    ids = SimpleNamespace(person=person, others=others)
    _make_services(hospital, ids, person, others)
    _make_links(hospital, ids)
    department = ids.department = admin.create(
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
    round_ = ids.round = admin.create(
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
    _make_inspection(hospital, ids)
    _make_notice(hospital, ids)
    return ids


def _make_inspection(hospital, ids):
    """Publish what an inspection of the team found; its page has an address."""
    admin = hospital.admin
    inspection = admin.create(
        "volunteer.inspection",
        {
            "name": "示范岗督查",
            "kind": "checklist",
            "subject_ids": [(0, 0, {"kind": "team", "team_id": ids.team})],
        },
    )
    admin("volunteer.inspection", "action_start", [inspection])
    (subject,) = admin.search(
        "volunteer.inspection.subject", ("inspection_id", "=", inspection)
    )
    admin("volunteer.inspection.subject", "action_all_met", [subject])
    admin("volunteer.inspection", "action_publish", [inspection])
    ids.inspection = admin.read("volunteer.inspection", inspection, "token")["token"]


def _make_notice(hospital, ids):
    """Show hours of two people in a public notice; one of them reports an error."""
    admin, day = hospital.admin, "2019-05-05"
    people = (ids.person, ids.others[1])
    hours = admin.create(
        "volunteer.hour",
        [
            {
                "volunteer_id": one.volunteer_id,
                "date": day,
                "minutes": 60,
                "description": "陪诊",
                "late_reason": "补记",
            }
            for one in people
        ],
    )
    admin("volunteer.hour", "action_submit", hours)
    # Nobody was in a team that day: every step is the office's.
    for _step in range(5):
        waiting = admin.search(
            "volunteer.hour", ("id", "in", hours), ("state", "=", "submitted")
        )
        if waiting:
            admin("volunteer.hour", "action_approve", waiting)
    notice = admin.create(
        "volunteer.notice", {"name": "示范公示", "date_from": day, "date_to": day}
    )
    admin("volunteer.notice", "action_publish", [notice])
    ids.shown_notice = admin.read("volunteer.notice", notice, "token")["token"]
    ids.shown_hour = hours[0]
    report = hospital.client(people[1])(
        "volunteer.hour", "action_report_error", hours[1:], "应为两小时"
    )
    ids.objection = admin.read("volunteer.objection", report, "token")["token"]


def _make_services(hospital, ids, person, others):
    """Make a service to come, one that runs, and a call; ``person`` leads them."""
    admin = hospital.admin
    team = ids.team = hospital.team("示范岗服务队", person, others)
    project = ids.project = hospital.project("示范岗", team)
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
