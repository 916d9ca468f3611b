from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.volunteer_base.tools.table_file import TableError

from ..tools.evaluation_file import read_results

HEAD = ["考核表号", "工号", "姓名", "计入医德考评加分", "考核等次", "人力资源部意见"]


@tagged("post_install", "-at_install")
class TestEvaluationFile(BaseCase):
    def read_file(self, *rows, head=HEAD, spoken=None):
        return read_results([["2025"], [], head, *rows], spoken)

    def test_rows(self):
        good, wrong = self.read_file(
            ["7", "0815", "张三", "12.345", "优秀", "同意"],
            [],
            ["8", "", "李四", "", "", ""],
            ["合计", "", "", "", "", ""],
        )
        self.assertFalse(wrong)
        self.assertEqual(
            good[0], (4, 7, "0815", "张三", Decimal("12.35"), "优秀", "同意")
        )
        self.assertEqual(good[1], (6, 8, "", "李四", None, "", ""))
        self.assertEqual(len(good), 2)

    def test_mistakes(self):
        good, wrong = self.read_file(
            ["x", "1", "", "1"],
            ["1", "", "", "a lot"],
            ["2", "", "", "1"],
            ["2", "", "", "1"],
            ["", "", "Somebody", "1"],
        )
        self.assertEqual(len(good), 1)
        self.assertEqual(
            wrong,
            [
                TableError("not_a_number", 4, "考核表号", "x"),
                TableError("not_a_number", 5, "计入医德考评加分", "a lot"),
                TableError("sheet_twice", 7, "", "2"),
                TableError("no_sheet", 8),
            ],
        )

    def test_headings(self):
        self.assertEqual(
            self.read_file(["1"], head=["姓名", "考核等次"])[1],
            [TableError("no_header")],
        )
        # As the register shows them in another language.
        good, wrong = self.read_file(
            ["3", "Sehr gut"],
            head=["Bogen", "Note"],
            spoken={"Bogen": "sheet", "Note": "grade"},
        )
        self.assertFalse(wrong)
        self.assertEqual((good[0].sheet, good[0].grade), (3, "Sehr gut"))
