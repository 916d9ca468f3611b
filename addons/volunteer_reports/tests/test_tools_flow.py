from odoo.tests import BaseCase, tagged

from ..tools.flow import Piece, lay_out, wrap_text


@tagged("post_install", "-at_install")
class TestFlow(BaseCase):
    def table(self, count, title="Table", cell="x"):
        return Piece("table", title, ("A", "B"), (50, 50), [(cell, "y")] * count)

    def test_rows_go_on_under_their_head(self):
        pages = lay_out([self.table(100)], width=160, height=230, first=30)
        self.assertGreater(len(pages), 2)
        self.assertEqual(sum(len(piece.rows) for page in pages for piece in page), 100)
        for [piece] in pages:
            self.assertEqual(piece.title, "Table")
            self.assertEqual(piece.headings, ("A", "B"))
        self.assertLess(len(pages[0][0].rows), len(pages[1][0].rows))

    def test_a_text_goes_on_without_its_title(self):
        text = Piece("text", "Title", rows=[str(number) for number in range(80)])
        pages = lay_out([text], width=160, height=230)
        self.assertEqual(
            [piece.title for page in pages for piece in page], ["Title", "", ""]
        )
        self.assertEqual(
            [row for page in pages for piece in page for row in piece.rows], text.rows
        )

    def test_a_head_never_stands_alone(self):
        """A second table that would only have its title on the page begins the next."""
        for count in range(1, 60):
            pages = lay_out(
                [self.table(count), self.table(3, "Second")], width=160, height=230
            )
            for page in pages:
                for piece in page:
                    self.assertTrue(piece.rows, f"{count}: {piece.title}")

    def test_tail_and_totals(self):
        piece = self.table(29)._replace(total=("Total", "9"))
        pages = lay_out([piece], width=160, height=230, tail=0)
        with_tail = lay_out([piece], width=160, height=230, tail=60)
        self.assertEqual(len(with_tail), len(pages) + 1)
        self.assertEqual(with_tail[-1], [])
        totals = [part.total for page in with_tail for part in page if part.total]
        self.assertEqual(totals, [("Total", "9")])

    def test_a_row_higher_than_a_page_ends(self):
        [first, *_rest] = lay_out(
            [self.table(2, cell="长" * 5000)], width=160, height=230
        )
        self.assertEqual(len(first[0].rows), 1)

    def test_nothing(self):
        self.assertEqual(lay_out([], width=160, height=230, tail=30), [[]])
        empty = Piece("text", "Empty")
        self.assertEqual(
            lay_out([empty], width=160, height=230), [[empty._replace(rows=[])]]
        )

    def test_wrapping(self):
        self.assertEqual(wrap_text("", 4), [])
        self.assertEqual(
            wrap_text("甲乙\n\n丙", 4, "\u3000\u3000"),
            ["\u3000\u3000甲乙", "\u3000\u3000丙"],
        )
        self.assertEqual(
            wrap_text("甲乙丙丁戊", 4, "\u3000\u3000"), ["\u3000\u3000甲乙", "丙丁戊"]
        )
        self.assertEqual(wrap_text("abcdefghij", 2), ["abcd", "efgh", "ij"])
        self.assertEqual(wrap_text("𠮷·田 A1", 9), ["𠮷·田 A1"])
        self.assertEqual(
            wrap_text("送药9次。（示例）", 3), ["送药9", "次。", "（示", "例）"]
        )
