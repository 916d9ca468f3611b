import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.misc import file_open

from ..tools.plan_file import CODES
from ..tools.table_file import TableError
from .common import VolunteerCommon

HEADER = "序号,志愿服务项目,服务对象,服务内容,活动时间\n"


@tagged("post_install", "-at_install")
class TestPlanImport(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open("volunteer_base/demo/changzhou-2017-plan.csv", "rb") as stream:
            cls.csv = stream.read()
        with file_open("volunteer_base/demo/changzhou-2017-plan.xlsx", "rb") as stream:
            cls.xlsx = stream.read()

    def _check_lines(self, plan):
        lines = plan.line_ids
        self.assertEqual(len(lines), 22)
        self.assertEqual(lines.mapped("sequence"), list(range(1, 23)))
        self.assertEqual(lines[0].name, "志愿手拉手")
        self.assertEqual(lines[0].population, "就诊儿童及家长")
        self.assertEqual(lines[0]._get_months(), tuple(range(1, 13)))
        self.assertEqual(lines[4].period, "2月15日")
        self.assertEqual(lines[4]._get_months(), (2,))
        self.assertTrue(lines[7].on_demand)
        self.assertEqual(lines[7]._get_months(), ())
        self.assertEqual(lines[8].period, "4月及11月")
        self.assertEqual(lines[8]._get_months(), (4, 11))
        self.assertEqual(lines[8].months, "4月、11月")
        self.assertEqual(lines[11]._get_months(), (7, 8))
        self.assertIn("常州儿童心理交流群；", lines[19].content)
        self.assertEqual(lines[21].period, "每月")

    def test_csv(self):
        self._check_lines(self._import_plan(self.csv))

    def test_xlsx(self):
        self._check_lines(self._import_plan(self.xlsx, "plan.xlsx"))

    def test_gbk(self):
        self._check_lines(self._import_plan(self.csv.decode().encode("gb18030")))

    def test_one_insert(self):
        """All lines come in one batch: 22 lines cost one INSERT."""
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2017, "company_id": self.company.id}
        )
        calls = []
        create = type(self.env["volunteer.plan.line"]).create

        def counting_create(lines, vals_list):
            calls.append(len(vals_list))
            return create(lines, vals_list)

        self.patch(type(self.env["volunteer.plan.line"]), "create", counting_create)
        self._import_plan(self.csv, plan=plan)
        self.assertEqual(calls, [22])

    def _check_refused(self, content, *parts, filename="plan.csv"):
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2017, "company_id": self.company.id}
        )
        with self.assertRaises(UserError) as caught:
            self._import_plan(content, filename, plan=plan)
        for part in parts:
            self.assertIn(part, str(caught.exception))
        self.assertFalse(plan.line_ids)

    def test_a_sentence_for_every_code(self):
        wizard = self.env["volunteer.plan.import"]
        for code in CODES:
            with self.subTest(code=code):
                self.assertTrue(wizard._describe_error(TableError(code, 3, "2", "x")))

    def test_wrong_header(self):
        self._check_refused(
            "序号,项目,服务对象,服务内容,活动时间\n1,a,b,c,每月\n".encode(),
            "Row 1: the column “志愿服务项目” is missing",
            "Row 1, column 2: “项目” is not a heading",
        )

    def test_duplicate_heading(self):
        self._check_refused(
            (
                "序号,志愿服务项目,服务对象,服务内容,活动时间,活动时间\n1,a,b,c,每月,每月\n"
            ).encode(),
            "Row 1: the column “活动时间” stands twice",
        )

    def test_broken_row(self):
        self._check_refused(
            (HEADER + "1,a,b,c,每月\n2,a,b\n").encode(),
            "Row 3, column “服务内容”: the row ends before this column",
        )

    def test_all_errors_at_once(self):
        self._check_refused(
            (
                HEADER + "x,a,b,c,每月\n1,,b,c,每月\n1,a,b,c,每月\n3,a,b,c,每月,7月\n"
            ).encode(),
            "Row 2, column “序号”: “x” is not a whole number",
            "Row 3, column “志愿服务项目”: this cell must not be empty",
            "Row 4, column “序号”: the number 1 stands twice",
            "Row 5, column 6: there are more cells than headings",
        )

    def test_wrong_encoding(self):
        self._check_refused(
            HEADER.encode() + b"1,a,b\x81\xff,c,d\n",
            "Row 2, column 服务对象",
            "UTF-8 or GBK",
        )

    def test_open_quote(self):
        self._check_refused((HEADER + '1,"a,b,c,d\n').encode(), "quotation mark")

    def test_no_rows(self):
        self._check_refused(HEADER.encode(), "no rows below the header")

    def test_not_a_table(self):
        self._check_refused(
            b"PK\x03\x04 not a workbook", "cannot be read", filename="plan.xlsx"
        )

    def test_old_excel(self):
        self._check_refused(
            b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xlsx", filename="plan.xls"
        )

    def test_no_file(self):
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2017, "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "choose a file"):
            self.env["volunteer.plan.import"].create(
                {"plan_id": plan.id}
            ).action_import()

    def test_second_import(self):
        plan = self._import_plan(self.csv)
        with self.assertRaisesRegex(UserError, "22 lines already"):
            self._import_plan(self.csv, plan=plan)
        self.assertEqual(len(plan.line_ids), 22)
        self._import_plan(self.csv, plan=plan, replace=True)
        self._check_lines(plan)
        plan.line_ids[0].with_user(self.officer).action_create_project()
        with self.assertRaisesRegex(UserError, "1 志愿手拉手"):
            self._import_plan(self.csv, plan=plan, replace=True)
        self.assertEqual(len(plan.line_ids), 22)

    def test_draft_only(self):
        plan = self._import_plan(self.csv)
        plan.action_submit()
        with self.assertRaisesRegex(UserError, "draft plans only"):
            self._import_plan(self.csv, plan=plan, replace=True)

    def test_officers_only(self):
        for user in (self.leader, self.staff, self.portal):
            with self.assertRaises(AccessError):
                self._import_plan(self.csv, user=user)

    def test_other_unit(self):
        """An officer of one unit does not fill another unit's plan."""
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2017, "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            self._import_plan(self.csv, plan=plan)

    def test_preview(self):
        plan = self.env["volunteer.plan"].create(
            {"name": "Plan", "year": 2017, "company_id": self.company.id}
        )
        wizard = self.env["volunteer.plan.import"].new(
            {
                "plan_id": plan.id,
                "file": base64.b64encode(self.csv),
                "filename": "plan.csv",
            }
        )
        self.assertEqual(wizard.row_count, 22)
        self.assertFalse(wizard.errors)
        self.assertIn("4月、11月", wizard.preview)
        wizard.file = base64.b64encode((HEADER + "1,<b>a</b>,b,c,每月\n").encode())
        self.assertIn("&lt;b&gt;a", wizard.preview)
        wizard.file = base64.b64encode(b"nothing,here\n1,2\n")
        self.assertFalse(wizard.preview)
        self.assertIn("Row 1", wizard.errors)

    def test_template(self):
        """The form offered for download is one that can be imported."""
        from openpyxl import load_workbook

        with file_open("volunteer_base/static/xlsx/plan_template.xlsx", "rb") as stream:
            book = load_workbook(stream)
        book.active.append([1, "健康“童”行", "幼儿园", "健康讲座", "6月"])
        stream = io.BytesIO()
        book.save(stream)
        plan = self._import_plan(stream.getvalue(), "plan_template.xlsx")
        self.assertEqual(plan.line_ids.name, "健康“童”行")
