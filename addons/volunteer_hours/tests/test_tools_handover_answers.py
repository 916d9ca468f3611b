import doctest

from odoo.tests import BaseCase

from odoo.addons.volunteer_base.tools.table_file import TableError

from ..tools import handover_answers
from ..tools.handover_answers import read_answers


class TestHandoverAnswers(BaseCase):
    def test_doctests(self):
        failed, tried = doctest.testmod(handover_answers)
        self.assertFalse(failed)
        self.assertTrue(tried)

    def test_rows_of_our_file_by_their_number(self):
        [answer] = read_answers([["行号", "错误信息"], ["5", "重复"]])
        self.assertEqual(answer.serial, 2)

    def test_a_reason_wins_over_a_result(self):
        [answer] = read_answers([["序号", "结果", "原因"], ["1", "成功", "重复"]])
        self.assertFalse(answer.accepted)

    def test_rows_without_an_answer_say_nothing(self):
        rows = [["序号", "原因"], ["1", ""], ["合计", "x"], [], ["3"]]
        self.assertEqual(read_answers(rows), [])

    def test_what_must_be_there(self):
        for head, code in (
            (["姓名", "原因"], "no_line"),
            (["序号", "姓名"], "no_answer"),
        ):
            with self.assertRaises(TableError) as caught:
                read_answers([head, ["1", "x"]])
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(TableError):
            read_answers([])
