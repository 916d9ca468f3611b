"""The register fills: staff by department, a spreadsheet, one person on file twice."""

import re
from types import SimpleNamespace

import openpyxl
import pytest
from playwright.sync_api import expect
from screen import Screen, come_to_rest

HEADINGS = ("序号", "姓名", "性别", "手机号码", "出生日期", "政治面貌", "备注")
GOOD, BAD = 17, 3


@pytest.fixture(scope="module")
def unit(hospital):
    """Return a new unit with an officer, a department of four and nobody on file."""
    officer = hospital.person("officer", "登记干事")
    unit = hospital.send_to_new_unit(officer, "示范市妇幼保健院")
    department = hospital.admin.create(
        "hr.department", {"name": f"儿科{hospital.tag}", "company_id": unit}
    )
    people = hospital.people("user", ["林护士", "周医师", "吴药师"])
    for person in people:
        hospital.send_to(person, unit)
    employees = hospital.admin.create(
        "hr.employee",
        [
            {
                "name": person.name,
                "user_id": person.user_id,
                "company_id": unit,
                "department_id": department,
            }
            for person in people
        ],
    )
    for person, employee in zip(people, employees, strict=True):
        person.employee_id = employee
    return SimpleNamespace(
        id=unit, officer=officer, department=department, people=people
    )


def _statuses(hospital, unit):
    rows = hospital.client(unit.officer)(
        "volunteer.staff.coverage",
        "search_read",
        [("department_id", "=", unit.department)],
        ["employee_id", "status"],
    )
    return {row["employee_id"][1]: row["status"] for row in rows}


def _open_groups(screen):
    groups = screen.page.locator(".o_group_header:not(.o_group_open)")
    while groups.count():
        with screen.answered():
            groups.first.click()


def _tiles(page):
    page.goto("/odoo/volunteer-home")
    page.locator(".o_volunteer_tile").first.wait_for()
    come_to_rest(page)
    return {
        tile.get_attribute("data-key"): int(
            tile.locator(".o_volunteer_tile_count").inner_text()
        )
        for tile in page.locator(".o_volunteer_tile").all()
    }


def test_staff_of_a_department(desk, hospital, unit, assert_fits):
    """Registered in one go, each answers alone, and the rate tells them apart."""
    admin = hospital.admin
    screen = Screen(desk.sit_down(unit.officer))
    page = screen.page
    before = _tiles(page)
    assert (before["to_confirm"], before["unregistered"]) == (0, len(unit.people))

    register = admin.ref("volunteer_base.volunteer_staff_registration_action")
    screen.open("volunteer-staff")
    with screen.answered():
        page.locator(f"button[name='{register}']").first.click()
    page.locator(".modal .o_form_view").wait_for()
    screen.choose("department_ids", f"儿科{hospital.tag}")
    page.locator(".modal .modal-title").click()
    come_to_rest(page)
    assert screen.text("new_count") == str(len(unit.people))
    assert screen.text("no_login_count") == "0"
    desk.shoot(page, "staff-register")
    screen.press("action_register")
    page.locator(".o_list_view .o_data_row").nth(len(unit.people) - 1).wait_for()
    expect(page.locator(".o_data_row")).to_have_count(len(unit.people))
    desk.shoot(page, "staff-waiting")

    agrees, refuses, _waits = unit.people
    phone = desk.sit_down(agrees, phone=True)
    phone.goto("/my/volunteer")
    assert_fits(phone)
    phone.click("#volunteer_confirm")
    phone.wait_for_url(re.compile("/my/volunteer/confirm$"))
    assert_fits(phone)
    assert agrees.name in phone.inner_text("main")
    phone.fill("#volunteer_mobile", "138 1234 5678")
    desk.shoot(phone, "phone-confirm", full_page=True)
    phone.click("form[action='/my/volunteer/confirm'] button[type=submit]")
    phone.locator(".alert-success").wait_for()
    assert_fits(phone)
    expect(phone.locator("#volunteer_confirm")).to_have_count(0)

    phone = desk.sit_down(refuses, phone=True)
    phone.goto("/my/volunteer/confirm")
    phone.click(".o_volunteer_refuse summary")
    assert_fits(phone)
    phone.click(".o_volunteer_refuse button[type=submit]")
    phone.locator(".alert-success").wait_for()
    desk.shoot(phone, "phone-confirm-refused", full_page=True)

    # One more is employed afterwards.
    admin.create(
        "hr.employee",
        {"name": "郑技师", "company_id": unit.id, "department_id": unit.department},
    )
    assert _statuses(hospital, unit) == {
        "林护士": "confirmed",
        "周医师": "refused",
        "吴药师": "pending",
        "郑技师": "unregistered",
    }
    screen.open("volunteer-staff")
    _open_groups(screen)
    expect(page.locator(".o_data_row")).to_have_count(len(unit.people) + 1)
    shown = {
        row.locator("td[name=employee_id]").inner_text(): row.locator(
            "td[name=status]"
        ).inner_text()
        for row in page.locator(".o_data_row").all()
    }
    assert shown == {
        "林护士": "已确认",
        "周医师": "不同意",
        "吴药师": "待本人确认",
        "郑技师": "未注册",
    }
    desk.shoot(page, "staff-coverage")

    after = _tiles(page)
    assert (after["to_confirm"], after["unregistered"]) == (1, 1)
    desk.shoot(page, "home")
    page.click(".o_volunteer_tile[data-key=to_confirm]")
    page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)").first.wait_for()
    come_to_rest(page)
    assert "吴药师" in page.inner_text(".o_action_manager")
    assert "林护士" not in page.inner_text(".o_action_manager")


def _register_file(path):
    """Write a register of twenty rows, three of which are wrong."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    for number in range(1, GOOD + BAD + 1):
        sheet.append(
            [
                number,
                f"演示志愿者{number:02d}",
                "女" if number % 2 else "男",
                f"1390000{number:04d}",
                f"19{60 + number}-03-04",
                "群众",
                None,
            ]
        )
    sheet["D5"] = "一三八"
    sheet["E9"] = "1969-02-30"
    sheet["F13"] = "银河党"
    book.save(path)
    return path


def test_import_of_a_register(desk, hospital, unit, tmp_path):
    """Every mistake by row and column; the good rows come in when asked to."""
    client = hospital.client(unit.officer)
    before = client("volunteer.volunteer", "search_count", [])
    file = _register_file(tmp_path / "志愿者名册.xlsx")
    screen = Screen(desk.sit_down(unit.officer))
    page = screen.page
    screen.open("volunteer-imports").new()
    screen.field("file").locator("input[type=file]").set_input_files(file)
    come_to_rest(page)
    screen.press("action_check")
    page.locator(".o_arrow_button_current[data-value=checked]").wait_for()
    assert screen.text("row_count") == str(GOOD + BAD)
    expect(page.locator("button[name=action_run]:visible")).to_have_count(0)
    screen.tab("problems")
    rows = page.locator(".o_field_widget[name=problem_ids] .o_data_row")
    rows.nth(BAD - 1).wait_for()
    assert [
        (
            row.locator("td[name=row]").inner_text(),
            row.locator("td[name=column]").inner_text(),
        )
        for row in rows.all()
    ] == [("5", "手机号码"), ("9", "出生日期"), ("13", "政治面貌")]
    messages = [row.locator("td[name=message]").inner_text() for row in rows.all()]
    assert "银河党" in messages[2]
    kind = screen.field("kind").locator("select, input").first
    assert kind.evaluate("e => e.selectedOptions?.[0].text ?? e.value") == "社会志愿者"
    desk.shoot(page, "import-errors")
    screen.tab("preview")
    assert "演示志愿者01" in screen.text("preview")
    desk.shoot(page, "import-preview")
    register = screen.record_id()
    assert client("volunteer.volunteer", "search_count", []) == before

    screen.field("good_rows_only").locator("input").check()
    screen.press("action_run")
    page.locator(".o_arrow_button_current[data-value=done]").wait_for()
    counts = client.read(
        "volunteer.import", register, "created_count", "failed_count", "state"
    )
    assert (counts["created_count"], counts["failed_count"]) == (GOOD, BAD)
    assert client("volunteer.volunteer", "search_count", []) == before + GOOD
    bad = [f"演示志愿者{number:02d}" for number in (4, 8, 12)]
    assert not client.search("volunteer.volunteer", ("name", "in", bad))

    screen.tab("problems")
    with page.expect_download() as download:
        page.locator("button[name=action_download_problems]:visible").click()
    path = desk.keep(download.value, "import-mistakes.xlsx")
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][: len(HEADINGS)] == HEADINGS
    assert [row[1] for row in rows[1:]] == bad
    for row, message in zip(rows[1:], messages, strict=True):
        assert message in row[len(HEADINGS)]

    screen.open("volunteers")
    page.locator(".o_list_view .o_data_row").nth(GOOD - 1).wait_for()
    desk.shoot(page, "volunteers")
    page.locator(".o_switch_view.o_kanban").click()
    page.locator(".o_kanban_record", has_text="演示志愿者01").wait_for()
    desk.shoot(page, "volunteers-kanban")


def test_one_person_on_file_twice(desk, hospital, unit):
    """Proposed as a pair, merged by a button; the later record points to the first."""
    client = hospital.client(unit.officer)
    mobile = f"137{hospital.tag:0>8}"
    pair = client.create("volunteer.volunteer", [{"name": "重名志愿者"}] * 2)
    client.create(
        "volunteer.identity",
        [{"volunteer_id": record, "mobile": mobile} for record in pair],
    )
    client("volunteer.volunteer", "action_register", pair[1:])
    kept, gone = pair[1], pair[0]
    screen = Screen(desk.sit_down(unit.officer))
    page = screen.page
    duplicates = hospital.admin.ref("volunteer_base.volunteer_duplicate_action")
    screen.open(f"action-{duplicates}")
    row = page.locator(".o_data_row", has_text="重名志愿者")
    row.first.wait_for()
    expect(row).to_have_count(1)
    assert row.locator("td[name=same_mobile] input").is_checked()
    desk.shoot(page, "duplicates")
    with screen.answered():
        row.locator("button[name=action_merge]").click()
    page.locator(".modal .o_field_widget[name=volunteer_ids] .o_data_row").nth(
        1
    ).wait_for()
    # Who serves already is kept, although on file later.
    code = hospital.admin.read("volunteer.volunteer", kept, "code")["code"]
    assert code in screen.field("keep_id").locator("input").input_value()
    desk.shoot(page, "merge")
    screen.press("action_merge", confirm=True)
    page.locator(".modal").wait_for(state="detached")
    assert screen.record_id() == kept
    rows = hospital.admin.read(
        "volunteer.volunteer", pair, "active", "merged_into_id", "mobile_masked"
    )
    rows = {row["id"]: row for row in rows}
    assert rows[gone]["merged_into_id"][0] == kept
    assert not rows[gone]["active"] and rows[kept]["active"]
    assert not rows[kept]["merged_into_id"]
    screen.open(f"action-{duplicates}")
    # Odoo shows what the browser kept of a list before the server's answer is there.
    expect(page.locator(".o_data_row", has_text="重名志愿者")).to_have_count(0)
