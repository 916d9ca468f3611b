from xml.etree import ElementTree

from odoo.tests import BaseCase, tagged

from ..tools.medal import medal_svg
from ..tools.stars import hours_to_next, is_rising

POLYGON = "{http://www.w3.org/2000/svg}polygon"
GOLD = "#d99a00"


@tagged("post_install", "-at_install", "volunteer_tools")
class TestMedal(BaseCase):
    def _count(self, level, count):
        """Return how many small stars are drawn, and how many of gold."""
        small = ElementTree.fromstring(medal_svg(level, count)).findall(POLYGON)[1:]
        return len(small), sum(star.get("fill") == GOLD for star in small)

    def test_filled_stars(self):
        self.assertEqual(self._count(2, 5), (5, 2))
        self.assertEqual(self._count(0, 5), (5, 0))
        self.assertEqual(self._count(1, 1), (1, 1))
        # The table has become shorter since.
        self.assertEqual(self._count(5, 3), (5, 5))

    def test_hours_to_the_next_star(self):
        self.assertEqual(hours_to_next(99.5), 0.5)
        self.assertEqual(hours_to_next(100), 200)
        self.assertIsNone(hours_to_next(1500))
        self.assertIsNone(hours_to_next(10, ()))

    def test_rising(self):
        self.assertTrue(is_rising((1, 2, 3)))
        for wrong in ((0, 1), (2, 2), (3, 2)):
            self.assertFalse(is_rising(wrong), wrong)
