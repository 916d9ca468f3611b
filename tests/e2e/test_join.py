"""From a notice in the lobby to the first login, for people without e-mail."""

import re
from datetime import date, timedelta

from hospital import PASSWORD
from playwright.sync_api import expect
from screen import Screen

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: The form is not taken from anybody who fills it in faster.
MILLISECONDS_TO_FILL_IN = 3500


def _resident_id(hospital):
    born = date(1955, 1, 1) + timedelta(days=int(hospital.tag) % 9000)
    number = f"110105{born:%Y%m%d}{int(hospital.tag) % 1000:03d}"
    total = sum(w * int(d) for w, d in zip(WEIGHTS, number, strict=True))
    return number + "10X98765432"[total % 11]


def _send(page):
    page.wait_for_timeout(MILLISECONDS_TO_FILL_IN)
    page.click("form button[type=submit]")


def _open_notice(desk, hospital, officer):
    page = desk.sit_down(officer)
    Screen(page).open("volunteer-recruitment/new")
    name = hospital.unused("volunteer.recruitment", "门诊导医招募")
    page.fill("div[name=name] input", name)
    page.fill("div[name=conditions] textarea", "年满十八周岁")
    page.fill("div[name=risks] textarea", "人员密集")
    page.click("button[name=action_open]")
    page.wait_for_selector("button[name=action_print_poster]")
    desk.shoot(page, "recruitment-notice")
    with page.expect_download() as download:
        page.click("button[name=action_print_poster]")
    path = desk.keep(download.value, "recruitment-poster.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    (notice,) = hospital.admin.search("volunteer.recruitment", ("name", "=", name))
    return page, hospital.admin.read("volunteer.recruitment", notice, "url")["url"]


def _ask_back(desk, page, name, question):
    Screen(page).open("volunteer-applications")
    page.click(f".o_data_row td[name=name]:has-text('{name}')")
    page.wait_for_selector("button[name=action_accept]")
    page.click(".o_form_view button.o_volunteer_ask_back")
    page.fill("div[name=reason] textarea", question)
    page.click("button[name=action_confirm]")
    page.wait_for_selector("button[name=action_print_question]")


def test_from_the_notice_to_the_first_login(desk, hospital, assert_fits):
    (officer,) = hospital.people("officer", ["办公室丙"])
    page, address = _open_notice(desk, hospital, officer)
    name, mobile = f"申请人{hospital.tag}", f"137{hospital.tag[-8:]:0>8}"

    # In the lobby, on a phone.
    phone = desk.let_in(phone=True)
    phone.goto(address)
    assert_fits(phone)
    desk.shoot(phone, "phone-notice", full_page=True)
    phone.click("a[href*='/volunteer/join?notice=']")
    phone.wait_for_url(re.compile(r"/volunteer/join\?notice="))
    assert_fits(phone)
    phone.click("a[href*='kind=retiree']")
    phone.fill("#name", name)
    phone.fill("#id_number", _resident_id(hospital))
    phone.fill("#mobile", "12")
    phone.fill("#region", "示范区")
    phone.check("#accept_consent")
    phone.check("#accept_risk")
    assert_fits(phone)
    desk.shoot(phone, "phone-join", full_page=True)
    _send(phone)
    phone.wait_for_selector("#field_mobile .invalid-feedback")
    assert_fits(phone)
    assert phone.input_value("#name") == name
    phone.fill("#mobile", f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}")
    _send(phone)
    phone.wait_for_url("**/volunteer/join/thanks")
    desk.shoot(phone, "phone-join-thanks")

    # The office has a question; the applicant has no e-mail, so it goes on paper.
    _ask_back(desk, page, name, "每周哪天有空?")
    with page.expect_download() as download:
        page.click("button[name=action_print_question]")
    desk.keep(download.value, "question.pdf")
    (volunteer,) = hospital.admin.search("volunteer.volunteer", ("name", "=", name))
    link = hospital.admin.read("volunteer.volunteer", volunteer, "application_url")
    phone.goto(link["application_url"])
    assert_fits(phone)
    phone.fill("#note", "周一和周二")
    desk.shoot(phone, "phone-answer", full_page=True)
    _send(phone)
    phone.wait_for_url("**/volunteer/join/thanks")

    # Accepted: the slip has a link to set a password.
    page.reload()
    desk.shoot(page, "application-answered")
    page.click("button[name=action_accept]")
    page.wait_for_selector("button[name=action_print_access]")
    with page.expect_download() as download:
        page.click("button[name=action_print_access]")
    path = desk.keep(download.value, "access-slip.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    phone.goto(_link_of_the_slip(page, volunteer))
    phone.fill("#password", PASSWORD)
    phone.fill("#confirm_password", PASSWORD)
    phone.click("button[type=submit]")
    phone.wait_for_selector(".alert-success")

    phone.goto("/web/login?redirect=/my/volunteer")
    phone.fill("input[name=login]", f"+86 {mobile}")
    phone.fill("input[name=password]", PASSWORD)
    phone.click("form.oe_login_form button[type=submit]")
    phone.wait_for_url(re.compile("/my/volunteer$"))
    assert name in phone.inner_text("#volunteer_head")


def _link_of_the_slip(page, volunteer):
    """Return the link behind the slip's QR code, as the office's browser shows it."""
    slip = page.request.get(f"/report/html/volunteer_base.access_slip/{volunteer}")
    return re.search(r'data-url="([^"]+)"', slip.text()).group(1).replace("&amp;", "&")


def test_a_child_needs_a_guardian(desk, hospital, assert_fits):
    phone = desk.let_in(phone=True)
    unit = hospital.admin.ref("base.main_company")
    phone.goto(f"/volunteer/join?kind=student&unit={unit}")
    expect(phone.locator("#guardian_name")).to_have_count(0)
    phone.fill("#name", f"小志愿者{hospital.tag}")
    phone.select_option("#id_type", "414")
    phone.fill("#id_number", f"E{hospital.tag}")
    phone.fill("#birth_date", f"{date.today().year - 11}-06-01")
    phone.select_option("#sex", "2")
    phone.fill("#mobile", f"136{hospital.tag[-8:]:0>8}")
    phone.fill("#region", "示范区")
    phone.check("#accept_consent")
    phone.check("#accept_risk")
    _send(phone)
    phone.wait_for_selector("#guardian_name")
    assert_fits(phone)
    desk.shoot(phone, "phone-join-minor", full_page=True)
    phone.fill("#guardian_name", "监护人")
    phone.fill("#guardian_relation", "母亲")
    phone.fill("#guardian_mobile", "13500135000")
    phone.check("#accept_guardian")
    _send(phone)
    phone.wait_for_url("**/volunteer/join/thanks")
    (row,) = hospital.admin(
        "volunteer.volunteer",
        "search_read",
        [("name", "=", f"小志愿者{hospital.tag}")],
        ["kind", "state", "partner_id", "user_id"],
    )
    assert (row["kind"], row["state"]) == ("minor", "applied")
    assert not row["partner_id"] and not row["user_id"]
