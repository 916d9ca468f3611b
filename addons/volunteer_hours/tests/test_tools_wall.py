import doctest

from odoo.tests import BaseCase

from ..tools import wall


class TestWallTools(BaseCase):
    def test_examples(self):
        result = doctest.testmod(wall)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    def test_nobody_is_lost(self):
        for count in range(50):
            pages, more = wall.screens(range(count), 7, 5)
            with self.subTest(count=count):
                self.assertEqual(
                    [row for page in pages for row in page], list(range(min(count, 35)))
                )
                self.assertEqual(more, max(0, count - 35))
                self.assertLessEqual(max(map(len, pages), default=0), 7)
