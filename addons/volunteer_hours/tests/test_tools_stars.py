from odoo.tests import BaseCase, tagged

from ..tools.stars import star_level, star_text


@tagged("post_install", "-at_install", "volunteer_tools")
class TestStars(BaseCase):
    def test_default_levels(self):
        for hours, level in (
            (-2, 0),
            (0, 0),
            (99.99, 0),
            (100, 1),
            (299.5, 1),
            (300, 2),
            (600, 3),
            (999.99, 3),
            (1000, 4),
            (1500, 5),
            (20000, 5),
            # A thousand times a tenth of an hour, as floats add up.
            (sum([0.1] * 1000), 1),
        ):
            with self.subTest(hours=hours):
                self.assertEqual(star_level(hours), level)

    def test_own_levels(self):
        self.assertEqual(star_level(50, (10, 50, 90)), 2)
        self.assertEqual(star_level(50, ()), 0)
        with self.assertRaises(ValueError):
            star_level(50, (10, 10))

    def test_text(self):
        self.assertEqual(star_text(2), "★★☆☆☆")
        self.assertEqual(star_text(0, 3), "☆☆☆")
