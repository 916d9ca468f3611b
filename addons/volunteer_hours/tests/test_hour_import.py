import base64
import csv
import io
import os
import tempfile
from datetime import date, datetime
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.volunteer_base.tools import keyring

from .common import HoursCase

HEADER = ["志愿者编号", "日期", "起", "止", "时长", "项目", "说明"]
DAY = "2026-02-03"


class HourImportCase(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_tz = "Asia/Shanghai"
        cls.platform = cls.env["volunteer.platform"].create({"name": "City Platform"})

    def setUp(self):
        super().setUp()
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = os.path.join(folder, "keys.json")
        keyring.write_key_file(path)
        environ = {keyring.ENV_KEYS: "", keyring.ENV_KEY_FILE: path}
        self.enterContext(patch.dict(os.environ, environ))

    def upload(self, header, *rows, user=None, check=True, **vals):
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([header, *rows])
        imported = (
            self.env["volunteer.hour.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "file": base64.b64encode(stream.getvalue().encode()),
                    "filename": "hours.csv",
                    "company_id": self.company.id,
                    **vals,
                }
            )
        )
        if check:
            imported.action_check()
        return imported

    def row(
        self, volunteer=None, day=DAY, start="", stop="", hours="2", text="Guiding"
    ):
        code = (volunteer or self.citizen).code
        return [code, day, start, stop, hours, "", text]

    def problems(self, imported):
        return [(problem.row, problem.message) for problem in imported.problem_ids]


@tagged("post_install", "-at_install")
class TestHourImport(HourImportCase):
    def test_check_imports_nothing_and_import_makes_drafts(self):
        imported = self.upload(
            HEADER,
            [self.citizen.code, DAY, "08:00", "11:30", "", self.project.name, ""],
            self.row(self.member),
            platform_id=self.platform.id,
        )
        self.assertEqual(imported.state, "checked", imported.message)
        self.assertEqual((imported.new_count, imported.bad_row_count), (2, 0))
        self.assertEqual(imported.new_hours, 5.5)
        self.assertIn("08:00–11:30", imported.preview)
        self.assertFalse(imported.hour_ids)
        imported.action_run()
        self.assertEqual((imported.state, imported.created_count), ("done", 2))
        first, second = imported.hour_ids.sorted("minutes", reverse=True)
        self.assertEqual(first.start, datetime(2026, 2, 3, 0, 0))
        self.assertEqual(first.stop, datetime(2026, 2, 3, 3, 30))
        self.assertEqual(first.project_id, self.project)
        self.assertEqual(second.description, "Guiding")
        for line in imported.hour_ids:
            self.assertEqual((line.state, line.source), ("draft", "import"))
            self.assertEqual((line.date, line.proven), (date(2026, 2, 3), False))
            self.assertEqual(line.company_id, self.company)
            self.assertEqual(line.import_platform_id, self.platform)
            self.assertFalse(line.organiser)
            self.assertEqual(line.create_uid, self.officer)
        self.assertFalse(imported.has_file, "nothing of it is left to hand back")

    def test_mistakes_by_row_and_what_to_do(self):
        imported = self.upload(
            HEADER,
            self.row(),
            ["9999999", DAY, "", "", "2", "", "Guiding"],
            self.row(hours="1.7"),
            [self.citizen.code, DAY, "", "", "2", "Unheard Of", ""],
        )
        self.assertEqual(imported.bad_row_count, 3)
        messages = dict(self.problems(imported))
        self.assertIn("No volunteer has this number", messages[3])
        self.assertIn("multiple of 30 minutes", messages[4])
        self.assertIn("“Unheard Of”", messages[5])
        with self.assertRaisesRegex(UserError, "3 rows have a mistake"):
            imported.action_run()
        imported.good_rows_only = True
        imported.action_run()
        self.assertEqual((imported.created_count, imported.failed_count), (1, 3))
        self.assertTrue(imported.has_file, "for the rows that go back")

    def test_bad_rows_go_back_with_reasons(self):
        imported = self.upload(
            HEADER, self.row(), ["9999999", DAY, "", "", "2", "", "Guiding"]
        )
        self.assertIn(
            "/volunteer/hours/import/", str(imported.action_download_problems())
        )
        stream = io.BytesIO()
        imported.sudo()._write_mistakes_sudo(stream)
        rows = list(load_workbook(stream).active.iter_rows(values_only=True))
        self.assertEqual(rows[0][:-1], tuple(HEADER))
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows[1][0], "9999999")
        self.assertIn("No volunteer has this number", rows[1][-1])
        with self.assertRaises(AccessError):
            imported.with_user(self.other_officer).action_download_problems()

    def test_whose_hours_a_row_is(self):
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.citizen.id, "id_number": "11010519491231002X"}
        )
        self.env["volunteer.external.number"].create(
            {
                "volunteer_id": self.member.id,
                "platform_id": self.platform.id,
                "number": "P-7",
            }
        )
        namesake = self.make_volunteer("Leader")
        header = ["身份证号", "平台编号", "姓名", "日期", "时长", "说明"]
        imported = self.upload(
            header,
            ["11010519491231002x", "", "Citizen", DAY, "1", "a"],
            ["", "P-7", "", DAY, "1", "b"],
            ["", "", "Member", DAY, "1", "c"],
            ["", "", "Leader", DAY, "1", "d"],
            ["", "P-7", "Citizen", DAY, "1", "e"],
            ["11010519491231002X", "P-7", "", DAY, "1", "f"],
            platform_id=self.platform.id,
            good_rows_only=True,
        )
        messages = dict(self.problems(imported))
        self.assertEqual(sorted(messages), [5, 6, 7])
        self.assertIn("Several volunteers", messages[5])
        self.assertIn("another name", messages[6])
        self.assertIn("different volunteers", messages[7])
        imported.action_run()
        whose = {line.description: line.volunteer_id for line in imported.hour_ids}
        self.assertEqual(whose, {"a": self.citizen, "b": self.member, "c": self.member})
        self.assertFalse(namesake.hour_ids)

    def test_a_merged_duplicate_stands_for_who_was_kept(self):
        duplicate = self.make_volunteer("Citizen")
        duplicate.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        imported = self.upload(HEADER, self.row(duplicate))
        imported.action_run()
        self.assertEqual(imported.hour_ids.volunteer_id, self.citizen)

    def test_another_unit_learns_nothing(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        stranger = self.make_volunteer("Stranger", company_id=other.id)
        imported = self.upload(
            HEADER, self.row(stranger), ["9999999", DAY, "", "", "2", "", "Guiding"]
        )
        messages = dict(self.problems(imported))
        self.assertIn("No volunteer of this unit", messages[2])
        self.assertNotIn("Stranger", str(messages))

    def test_another_body_is_the_organiser(self):
        header = ["志愿者编号", "日期", "时长", "活动", "项目", "组织单位"]
        code = self.citizen.code
        imported = self.upload(
            header,
            [code, DAY, "2", "Clean the park", "City project", "City League"],
            [code, "2026-02-04", "2", "Guiding", "", self.company.name],
        )
        imported.action_run()
        park, own = imported.hour_ids.sorted("date")
        self.assertEqual(park.organiser, "City League")
        self.assertEqual(park.description, "Clean the park · City project")
        self.assertFalse(own.organiser)

    def test_activity_of_the_day_is_found_by_name(self):
        day = str(self.activity.date)
        header = ["志愿者编号", "日期", "时长", "活动"]
        imported = self.upload(
            header, [self.citizen.code, day, "2", self.activity.name]
        )
        imported.action_run()
        self.assertEqual(imported.hour_ids.activity_id, self.activity)
        self.assertEqual(imported.hour_ids.project_id, self.project)

    def test_only_the_office_imports(self):
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError, msg=user.login):
                self.upload(HEADER, self.row(), user=user)

    def test_queries_do_not_grow_with_rows(self):
        def count(rows):
            imported = self.upload(HEADER, *rows, check=False)
            imported.action_check()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            imported.sudo()._check_sudo()
            self.env.flush_all()
            checked = self.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            imported.action_run()
            self.env.flush_all()
            return checked, self.cr.sql_log_count - before

        count([self.row(day="2026-01-05")])
        one = count([self.row(day="2026-01-06")])
        days = [f"2026-01-{day:02d}" for day in range(7, 27)]
        twenty = count([self.row(day=day) for day in days])
        self.assertLessEqual(twenty[0], one[0] + 2)
        self.assertLessEqual(twenty[1], one[1] + 25, "days are looked at one by one")
