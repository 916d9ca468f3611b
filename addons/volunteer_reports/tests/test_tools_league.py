import doctest

from odoo.tests import BaseCase, tagged

from ..tools import league


@tagged("post_install", "-at_install")
class TestLeagueTools(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(league).failed, 0)

    def test_places(self):
        self.assertEqual(league.places([]), [])
        self.assertEqual(league.places([None, None]), [None, None])
        self.assertEqual(league.places([0, 0, -1]), [1, 1, 3])
        self.assertEqual(league.places(iter([1, 2])), [2, 1])
