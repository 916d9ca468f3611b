from odoo.tests import BaseCase, tagged

from ..tools.points import format_points, parse_points, points_hundredths


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

    def test_holidays(self):
        for minutes, factor, holiday, points in (
            (60, 100, 200, 200),
            (90, 150, 150, 338),  # 337.5 up: rounded once, at the end
            (-90, 150, 150, -338),
            (30, 33, 150, 25),  # 24.75
            (60, 150, 0, 0),
        ):
            with self.subTest(minutes=minutes, factor=factor, holiday=holiday):
                self.assertEqual(points_hundredths(minutes, factor, holiday), points)

    def test_refused(self):
        with self.assertRaises(ValueError):
            points_hundredths(60, -1)
        with self.assertRaises(ValueError):
            points_hundredths(60, 100, -1)

    def test_written(self):
        for hundredths, text in (
            (0, "0"),
            (100, "1"),
            (1250, "12.5"),
            (5, "0.05"),
            (-5, "-0.05"),
            (-12345678, "-123,456.78"),
        ):
            with self.subTest(hundredths=hundredths):
                self.assertEqual(format_points(hundredths), text)

    def test_typed(self):
        for points, hundredths in ((1, 100), (0.29, 29), (-2.5, -250), (1.1, 110)):
            with self.subTest(points=points):
                self.assertEqual(parse_points(points), hundredths)
        for points in (0.005, 1.234, float("inf"), float("nan"), 1e9):
            with self.subTest(points=points), self.assertRaises(ValueError):
                parse_points(points)
