import doctest

from odoo.tests import BaseCase

from ..tools import paper
from ..tools.paper import (
    clip,
    count_lines,
    format_hours,
    paginate,
    paginate_table,
)


class TestToolsPaper(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(paper).failed, 0)

    def test_hours(self):
        for minutes, text in ((3, "0.05"), (6000, "100"), (-90, "-1.5"), (60, "1")):
            self.assertEqual(format_hours(minutes), text)

    def test_clip(self):
        self.assertEqual(clip("", 5), "")
        self.assertEqual(clip("\n \n 门诊\n导医", 5), "门诊")
        self.assertEqual(clip("abcdef", 3), "abcdef")
        self.assertEqual(clip("abcdefg", 3), "abcd…")

    def test_lines(self):
        self.assertEqual(count_lines("门" * 13, 12), 2)
        self.assertEqual(count_lines("guiding patients", 4), 3)

    def test_pages(self):
        self.assertEqual(paginate([], [], 3), [])
        self.assertEqual(paginate("ab", [9, 1], 3), [["a"], ["b"]])
        pages = paginate(range(100), [1] * 100, 33)
        self.assertEqual([len(page) for page in pages], [33, 33, 33, 1])
        with self.assertRaises(ValueError):
            paginate("ab", [1], 3)

    def test_pages_of_a_table(self):
        shares = [20, 80]
        rows = [[str(number), "门诊导医"] for number in range(10)]
        pages = paginate_table(rows, shares, width=100, height=36)
        self.assertEqual([len(page) for page in pages], [5, 5])
        self.assertEqual([row for page in pages for row in page], rows)
        # The seal comes along with the last rows, or stands on a page of its own.
        pages = paginate_table(rows, shares, width=100, height=36, tail=8)
        self.assertEqual([len(page) for page in pages], [5, 5, 0])
        self.assertEqual(paginate_table([], shares, width=100, height=36, tail=8), [[]])
        tall = [["1", "门诊\n导医\n陪诊"], ["2", None]]
        pages = paginate_table(tall, shares, width=100, height=20)
        self.assertEqual([len(page) for page in pages], [1, 1])
