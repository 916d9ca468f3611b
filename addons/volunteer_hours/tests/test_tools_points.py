from odoo.tests import BaseCase, tagged

from ..tools.points import points_hundredths


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPoints(BaseCase):
    def test_points(self):
        for minutes, factor, points in (
            (0, 100, 0),
            (60, 100, 100),
            (30, 100, 50),
            (90, 150, 225),
            (60, 0, 0),
            (3, 100, 5),
            (3, 110, 6),  # 5.5 up
            (3, 109, 5),
            (15, 150, 38),  # 37.5 up
            (15, 149, 37),
            (-60, 100, -100),
            (-15, 150, -38),
        ):
            with self.subTest(minutes=minutes, factor=factor):
                self.assertEqual(points_hundredths(minutes, factor), points)
        self.assertEqual(points_hundredths(60), 100)

    def test_a_reversal_takes_back_what_was_earned(self):
        for minutes in range(0, 721, 3):
            for factor in (33, 50, 100, 125, 150, 333):
                both = points_hundredths(minutes, factor) + points_hundredths(
                    -minutes, factor
                )
                self.assertEqual(both, 0)

    def test_refused(self):
        with self.assertRaises(ValueError):
            points_hundredths(60, -1)
