"""An exam on the phone, by personal link, for a volunteer without a login."""

import re

import pytest
from hospital import local_day, server_time
from odoo_client import Refused
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def ward(hospital):
    """A unit that lets nobody serve without the shipped course, and asks no papers."""
    admin = hospital.admin
    name = hospital.unused("res.company", "考核示范医院")
    (unit,) = admin("res.company", "create", [{"name": name}])
    admin("res.users", "write", [admin.uid], {"company_ids": [(4, unit)]})
    papers = admin.search("volunteer.document", ("required", "=", True))
    admin("volunteer.document", "write", papers, {"required": False})
    context = {"allowed_company_ids": [unit]}

    def make(model, vals):
        (record,) = admin(
            model, "create", [{**vals, "company_id": unit}], context=context
        )
        return record

    team = make("volunteer.team", {"name": f"考核队{hospital.tag}"})
    project = make("volunteer.project", {"name": "病房陪伴", "team_id": team})
    post = make("volunteer.post", {"name": "陪伴"})
    activity = make(
        "volunteer.activity",
        {
            "project_id": project,
            "start": server_time(local_day(9, 8)),
            "stop": server_time(local_day(9, 11)),
            "slot_ids": [(0, 0, {"post_id": post, "seats": 3})],
        },
    )
    admin("volunteer.project", "action_start", [project], context=context)
    admin("volunteer.activity", "action_publish", [activity], context=context)
    (slot,) = admin.read("volunteer.activity", activity, "slot_ids")["slot_ids"]
    volunteer = make("volunteer.volunteer", {"name": "无登录志愿者", "kind": "retiree"})
    admin("volunteer.volunteer", "action_register", [volunteer], context=context)
    yield {"slot": slot, "volunteer": volunteer, "context": context}
    admin("volunteer.document", "write", papers, {"required": True})


def _sign_up(hospital, ward):
    return hospital.admin(
        "volunteer.activity.slot",
        "action_sign_up_volunteers",
        [ward["slot"]],
        [ward["volunteer"]],
        context=ward["context"],
    )


def _link(hospital, ward):
    """Return the path of the personal link that the office makes."""
    admin = hospital.admin
    course = admin.ref("volunteer_base.volunteer_course_infection_safety")
    wizard = admin.create(
        "volunteer.exam.link",
        {"course_id": course, "volunteer_ids": [(6, 0, [ward["volunteer"]])]},
    )
    admin("volunteer.exam.link", "action_make", [wizard])
    (line,) = admin.read("volunteer.exam.link", wizard, "line_ids")["line_ids"]
    url = admin.read("volunteer.exam.link.line", line, "url")["url"]
    return re.sub(r"^https?://[^/]+", "", url)


def _answer(page, right_ids, right):
    """Begin, answer everything, hand in."""
    page.wait_for_url(re.compile("/survey/"))
    page.click("button[value=start]")
    page.wait_for_selector(".js_question-wrapper")
    questions = page.locator(".js_question-wrapper")
    expect(questions).to_have_count(10)
    for question in questions.all():
        for choice in question.locator("label:has(input[type=radio])").all():
            answer = int(choice.locator("input").get_attribute("value"))
            if (answer in right_ids) == right:
                choice.click()
                break
    page.click("button[value=finish]")
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector(".o_survey_finished")


def test_exam_opens_the_gate(desk, hospital, ward, assert_fits):
    with pytest.raises(Refused):
        _sign_up(hospital, ward)
    right_ids = set(
        hospital.admin.search("survey.question.answer", ("is_correct", "=", True))
    )
    link = _link(hospital, ward)
    page = desk.let_in(phone=True)
    page.goto(link)
    assert_fits(page)
    assert "无登录志愿者" not in page.inner_text("body")
    desk.shoot(page, "phone-exam")
    page.click(".o_volunteer_exam form button")

    _answer(page, right_ids, right=False)
    page.click("a[href*='/survey/retry/']")
    _answer(page, right_ids, right=True)
    desk.shoot(page, "phone-exam-passed")

    page.goto(link)
    expect(page.locator(".alert-success")).to_have_count(1)
    expect(page.locator(".o_volunteer_exam form")).to_have_count(0)
    assert _sign_up(hospital, ward)
