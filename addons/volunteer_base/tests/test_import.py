import base64
import csv
import io

from openpyxl import Workbook, load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import volunteer_import_running
from ..tools.resident_id import check_character
from .common import VolunteerCommon

HEADER = ["姓名", "性别", "身份证号", "手机号码", "政治面貌", "类别"]


def resident_id(serial, birth="19900531"):
    digits = f"320402{birth}{serial:03d}"
    return digits + check_character(digits)


class ImportCase(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Volunteer = cls.env["volunteer.volunteer"]
        cls.platform = cls.env["volunteer.platform"].create({"name": "Platform"})

    def setUp(self):
        super().setUp()
        self._use_keys()

    def _csv(self, *rows):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(rows)
        return stream.getvalue().encode()

    def _xlsx(self, *rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def _upload(self, content, filename="register.csv", user=None, check=True, **vals):
        register = (
            self.env["volunteer.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "file": base64.b64encode(content),
                    "filename": filename,
                    "company_id": self.company.id,
                    **vals,
                }
            )
        )
        if check:
            register.action_check()
        return register

    def _problems(self, register):
        return [
            (problem.row, problem.column or "", problem.message)
            for problem in register.problem_ids
        ]

    def _imported(self, register):
        return self.Volunteer.search([("import_id", "=", register.id)], order="id")


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    def test_new_volunteers(self):
        number = resident_id(1)
        register = self._upload(
            self._xlsx(
                ["某医院志愿者登记表"],
                HEADER,
                ["志愿者甲", "男", number, "138 0000 5678", "党员", "在职职工"],
                ["志愿者乙", None, None, None, "群众", None],
            ),
            "register.xlsx",
            team_id=self.team.id,
            kind="student",
        )
        self.assertEqual(register.state, "checked")
        self.assertFalse(self._imported(register), "a check imports nothing")
        self.assertEqual((register.new_count, register.bad_row_count), (2, 0))
        self.assertIn("3204**********" + number[-4:], register.preview)
        self.assertNotIn(number, register.preview)
        register.action_run()
        self.assertEqual(register.state, "done")
        first, second = self._imported(register)
        self.assertEqual((first.state, first.source), ("registered", "import"))
        self.assertTrue(first.date_registered)
        self.assertEqual((first.kind, second.kind), ("staff", "student"))
        self.assertNotEqual(first.code, second.code)
        self.assertEqual(first.id_number_masked, "3204**********" + number[-4:])
        self.assertEqual(first.mobile_masked, "138****5678")
        identity = first.identity_ids
        self.assertEqual(str(identity.birth_date), "1990-05-31")
        self.assertEqual(identity.sex, "1")
        self.assertEqual(identity.political_status_id.code, "01")
        self.assertEqual(
            first.with_user(self.officer).action_reveal_id_number(), number
        )
        self.assertEqual((first | second).team_ids, self.team)
        self.assertEqual(first.create_uid, self.officer)
        self.assertEqual(first.life_event_ids.state_to, "registered")
        self.assertFalse(register.has_file, "nothing is left to hand back")

    def test_mistakes_by_row_and_column(self):
        wrong = resident_id(1)[:-1] + ("0" if resident_id(1)[-1] != "0" else "1")
        register = self._upload(
            self._csv(
                HEADER,
                ["甲", "女", resident_id(1), "13800005678", "", ""],
                ["乙", "", wrong, "12", "外星人", ""],
                ["", "", "", "13800005678", "", ""],
                ["丁", "", "3.20402E+17", "", "", "=1+1"],
                ["戊", "", resident_id(2), "", "", ""],
                ["己", "", resident_id(2), "", "", ""],
            )
        )
        self.assertEqual(
            self._problems(register),
            [
                (2, "性别", "The sex differs from the one in the ID number."),
                (3, "手机号码", "This is not a telephone number."),
                (
                    3,
                    "政治面貌",
                    "“外星人” is not known here. Use a word of the list, or add it "
                    "under Configuration.",
                ),
                (4, "姓名", "There is no name, and no volunteer was found."),
                (
                    5,
                    "身份证号",
                    "The spreadsheet has shortened this number. Format the column as "
                    "text and type the number again.",
                ),
                (
                    5,
                    "类别",
                    "“=1+1” is not a kind of volunteer. Write staff, retiree, student, "
                    "minor or community.",
                ),
                (7, "身份证号", "The same stands in row 6 already."),
            ],
        )
        self.assertEqual((register.row_count, register.bad_row_count), (6, 5))
        with self.assertRaisesRegex(UserError, "5 rows have a mistake"):
            register.action_run()
        self.assertFalse(self._imported(register))
        register.good_rows_only = True
        register.action_run()
        self.assertEqual(self._imported(register).mapped("name"), ["戊"])
        self.assertEqual((register.created_count, register.failed_count), (1, 5))

    def test_updates_by_each_key(self):
        by_id, by_number, by_code = (
            self._new_volunteer(name, kind="community") for name in "甲乙丙"
        )
        employee = self.env["hr.employee"].create(
            {"name": "丁", "company_id": self.company.id, "barcode": "E77"}
        )
        by_badge = self._new_volunteer("丁")
        employee.volunteer_id = by_badge
        self.env["volunteer.identity"].create(
            {"volunteer_id": by_id.id, "id_number": resident_id(5), "employer": "Old"}
        )
        self.env["volunteer.external.number"].create(
            {
                "volunteer_id": by_number.id,
                "platform_id": self.platform.id,
                "number": "Z9",
            }
        )
        register = self._upload(
            self._csv(
                ["身份证号", "志愿汇编号", "工号", "志愿者编号", "工作单位", "手机"],
                [resident_id(5), "Z1", "", "", "", "13900000001"],
                ["", "Z9", "", "", "单位", ""],
                ["", "", "", by_code.code, "单位", ""],
                ["", "", "E77", "", "单位", ""],
            ),
            platform_id=self.platform.id,
        )
        self.assertFalse(register.problem_ids, self._problems(register))
        self.assertEqual((register.new_count, register.update_count), (0, 4))
        register.action_run()
        self.assertEqual(register.updated_count, 4)
        self.assertEqual(by_id.external_number_ids.number, "Z1")
        self.assertEqual(by_id.identity_ids.employer, "Old", "empty erases nothing")
        self.assertEqual(by_id.identity_ids.mobile, "13900000001")
        self.assertEqual(
            (by_number | by_code | by_badge).identity_ids.mapped("employer"),
            ["单位"] * 3,
        )

    def test_new_volunteer_of_an_employee(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "新职工",
                "company_id": self.company.id,
                "barcode": "E1",
                "user_id": self._new_user("import_emp", "base.group_user").id,
            }
        )
        register = self._upload(self._csv(["工号", "手机"], ["E1", "13900000001"]))
        register.action_run()
        volunteer = self._imported(register)
        self.assertEqual((volunteer.name, volunteer.kind), ("新职工", "staff"))
        self.assertEqual(employee.volunteer_id, volunteer)
        self.assertEqual(volunteer.user_id, employee.user_id)

    def test_keys_that_disagree(self):
        first, second = self._new_volunteer("甲"), self._new_volunteer("乙")
        self.env["volunteer.identity"].create(
            {"volunteer_id": first.id, "id_number": resident_id(5)}
        )
        register = self._upload(
            self._csv(
                ["姓名", "身份证号", "志愿者编号"],
                ["甲", resident_id(5), second.code],
                ["甲", resident_id(6), first.code],
                ["甲", "", "V-none"],
            )
        )
        self.assertEqual(
            [(row, column) for row, column, _message in self._problems(register)],
            [(2, "志愿者编号"), (3, "身份证号"), (4, "志愿者编号")],
        )

    def test_person_of_another_unit_is_not_revealed(self):
        stranger = self._new_volunteer("Stranger", company_id=self.other_company.id)
        self.env["volunteer.identity"].create(
            {"volunteer_id": stranger.id, "id_number": resident_id(7)}
        )
        register = self._upload(
            self._csv(
                ["姓名", "身份证号", "志愿者编号"],
                ["丙", resident_id(7), ""],
                ["丙", "", stranger.code],
                ["丙", "", "V0"],
            ),
            good_rows_only=True,
        )
        problems = self._problems(register)
        self.assertNotIn("Stranger", str(problems))
        self.assertNotIn(self.other_company.name, str(problems))
        self.assertEqual(problems[1][2], problems[2][2], "as if there were nobody")
        with self.assertRaises(UserError):
            register.action_run()
        self.assertEqual(stranger.name, "Stranger")

    def test_leave_as_they_are(self):
        volunteer = self._new_volunteer("甲")
        register = self._upload(
            self._csv(["姓名", "志愿者编号"], ["乙", volunteer.code]), on_match="skip"
        )
        register.action_run()
        self.assertEqual(volunteer.name, "甲")
        self.assertEqual(register.skipped_count, 1)

    def test_mapping_is_changed_and_remembered(self):
        content = self._csv(["姓名", "备用号"], ["甲", "13800005678"])
        register = self._upload(content)
        column = register.column_ids[1]
        self.assertFalse(column.target)
        column.target = "mobile"
        self.assertEqual(register.state, "draft", "it must be checked again")
        with self.assertRaises(UserError):
            register.action_run()
        register.action_check()
        register.action_run()
        self.assertEqual(self._imported(register).mobile_masked, "138****5678")
        again = self._upload(content, check=True)
        self.assertEqual(again.column_ids[1].target, "mobile")

    def test_clash_of_the_last_moment(self):
        """Somebody registers between two statements: the others are imported."""
        register = self._upload(
            self._csv(["姓名", "身份证号"], *(["甲", resident_id(n)] for n in range(4)))
        )
        create = type(self.env["volunteer.identity"]).create
        clash = (
            self.env["volunteer.identity"]._load_keyring().index("111", resident_id(2))
        )

        def refuse(identities, vals_list):
            if any(vals.get("id_number_index") == clash for vals in vals_list):
                raise IntegrityError("somebody was faster")
            return create(identities, vals_list)

        self.patch(type(self.env["volunteer.identity"]), "create", refuse)
        register.action_run()
        self.assertEqual(register.created_count, 3)
        self.assertEqual(register.failed_count, 1)
        self.assertEqual(register.problem_ids.row, 4)
        self.assertTrue(register.has_file, "the row can be downloaded")

    def test_large_register_goes_on_after_its_last_batch(self):
        self.patch(volunteer_import_running, "BATCH", 4)
        register = self._upload(
            self._csv(["姓名"], *([f"志愿者{n}"] for n in range(10)))
        ).sudo()
        register.write({"state": "running"})
        batches = register._run_batches_sudo()
        self.assertEqual(next(batches), 4)
        self.assertEqual((register.done_count, register.progress), (4, 40))
        # Left off here. That of a killed process: tests/concurrency/test_import.py.
        batches.close()
        with self.enter_registry_test_mode():
            self.env.ref("volunteer_base.volunteer_import_cron").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(register.state, "done")
        self.assertEqual(
            self._imported(register).mapped("name"), [f"志愿者{n}" for n in range(10)]
        )

    def test_mistakes_file_can_be_imported_again(self):
        register = self._upload(
            self._csv(
                ["姓名", "手机", "备注"],
                ["甲", "1", "=cmd|' /C calc'!A0"],
                ["乙", "13800005678", "http://example.com"],
            )
        )
        stream = io.BytesIO()
        register.sudo()._write_mistakes_sudo(stream)
        sheet = load_workbook(stream).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows[0][-1], "What is wrong")
        self.assertEqual(rows[1][:3], ("甲", "1", "=cmd|' /C calc'!A0"))
        self.assertEqual(sheet["C2"].data_type, "s", "a text, not a formula")
        self.assertEqual(rows[1][3], "手机: This is not a telephone number.")
        again = self._upload(stream.getvalue(), "mistakes.xlsx")
        self.assertEqual(again.row_count, 1)
        self.assertEqual(
            [column.target for column in again.column_ids][2:], [False] * 2
        )

    def test_queries_do_not_grow_with_rows(self):
        def content(first, count):
            rows = (
                ["甲", resident_id(n), f"1380000{n:04d}", f"Z{n}"]
                for n in range(first, first + count)
            )
            return self._csv(["姓名", "身份证号", "手机", "志愿汇编号"], *rows)

        counts = []
        for first, count in ((0, 20), (100, 5), (200, 200)):
            register = self._upload(
                content(first, count), platform_id=self.platform.id, check=False
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            register.action_check()
            register.action_run()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(register.created_count, 200)
        # Inserts of many rows are split into pages by Odoo.
        self.assertLessEqual(counts[2], counts[1] + 20)
        self.assertLess(counts[2] / 200, 1)


@tagged("post_install", "-at_install")
class TestImportRights(ImportCase):
    def _roster(self, *rows, user=None, **vals):
        return self._upload(
            self._csv(["姓名", "身份证号", "学校"], *rows),
            user=user or self.leader,
            **{"purpose": "group", "team_id": self.team.id, **vals},
        )

    def test_leader_imports_applicants(self):
        known = self._new_volunteer("Known")
        self.env["volunteer.identity"].create(
            {"volunteer_id": known.id, "id_number": resident_id(9)}
        )
        register = self._roster(
            ["学生甲", resident_id(1), "中学"], ["学生乙", resident_id(9), "中学"]
        )
        self.assertEqual((register.state, register.bad_row_count), ("checked", 0))
        self.assertFalse(register.problem_ids)
        register.action_run()
        new = self._imported(register)
        self.assertEqual(
            (new.name, new.state, new.source), ("学生甲", "applied", "group")
        )
        self.assertFalse(new.team_ids, "not before the office has accepted")
        self.assertFalse(known.team_ids)
        self.assertEqual(known.name, "Known")
        # The leader is not told who is known, the office is.
        register.invalidate_recordset()
        self.assertFalse(register.problem_ids)
        self.assertEqual(register.failed_count, 0)
        register.invalidate_recordset()
        self.assertEqual(len(register.with_user(self.officer).problem_ids), 1)
        with self.assertRaises(AccessError):
            register.read(["created_count"])
        self.assertEqual(len(register.sudo().activity_ids), 1)
        new.with_user(self.officer).action_accept()
        self.assertEqual(new.team_ids, self.team)

    def test_leader_cannot_do_more(self):
        other_team = self.env["volunteer.team"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        for vals in (
            {"purpose": "register"},
            {"team_id": other_team.id},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._roster(["甲", "", ""], **vals)
        register = self._roster(["甲", "", ""])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            register.write({"team_id": other_team.id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                register.write({"new_state": "registered"})
                self.env.flush_all()
        with self.assertRaises(AccessError):
            register.write({"state": "checked"})

    def test_plain_users_and_other_units(self):
        register = self._upload(self._csv(["姓名"], ["甲"]))
        stranger = self._new_user(
            "import_stranger", "volunteer_base.group_officer", self.other_company
        )
        for user in (self.staff, self.portal, self.leader, stranger):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                register.with_user(user).action_run()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                register.with_user(user).read(["preview"])

    def test_file_stays_encrypted_and_with_its_owner(self):
        number = resident_id(3)
        register = self._upload(self._csv(["姓名", "身份证号"], ["甲", number]))
        self.env.flush_all()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "volunteer.import"),
                ("res_id", "=", register.id),
                ("res_field", "=", "file_cipher"),
            ]
        )
        self.assertTrue(attachment.raw)
        self.assertNotIn(number.encode(), attachment.raw)
        self.assertFalse(register.file, "not handed out again")
        with self.assertRaises(AccessError):
            register.read(["file_cipher"])
        colleague = self._new_user("import_colleague", "volunteer_base.group_officer")
        with self.assertRaises(AccessError):
            register.with_user(colleague).action_download_problems()
        self.assertIn("/mistakes", register.action_download_problems()["url"])
