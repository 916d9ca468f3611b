import doctest
from datetime import date
from xml.etree import ElementTree

from odoo.tests import BaseCase, tagged

from ..tools import coverage_file, indicators, mismatch, radar
from ..tools.indicators import attainment, rounded, spans_until, weighted_score


@tagged("post_install", "-at_install", "volunteer_tools")
class TestToolsIndicators(BaseCase):
    def test_examples(self):
        for module in (coverage_file, indicators, mismatch, radar):
            self.assertFalse(doctest.testmod(module).failed)

    def test_zero_is_known_and_nothing_is_not(self):
        self.assertEqual(attainment(0, 50, "higher"), 0)
        self.assertIsNone(attainment(None, 50, "higher"))
        # Without an aim there is nothing to reach.
        self.assertIsNone(attainment(7, 0, "higher"))
        # No complaint at all is the aim of complaints.
        self.assertEqual(attainment(0, 0, "lower"), 100)
        self.assertEqual(attainment(1, 0, "lower"), 0)

    def test_one_great_success_hides_no_failure(self):
        self.assertEqual(weighted_score([(1, 200.0), (1, 50.0)]), 75)

    def test_no_weight_no_score(self):
        self.assertIsNone(weighted_score([]))
        self.assertIsNone(weighted_score([(0, 100.0)]))

    def test_halves_up(self):
        self.assertEqual(
            [rounded(0.125), rounded(-0.125), rounded(2)], [0.13, -0.13, 2]
        )

    def test_periods_follow_each_other_over_the_year(self):
        for kind in indicators.MONTHS:
            spans = spans_until(kind, date(2026, 2, 28), 6)
            for before, after in zip(spans, spans[1:], strict=False):
                self.assertEqual((after.date_from - before.date_to).days, 1)

    def test_pictures_are_xml_and_say_their_figures(self):
        names = ["<b>“A”&", "长指标名称", "C", "D"]
        picture = radar.draw_radar(
            names,
            [50.0, None, 130.0, 0.0],
            [10.0, 20.0, None, 40.0],
            title="Guides 𠮷·",
            legend=("2026", "2025", "aim"),
        )
        tree = ElementTree.fromstring(str(picture))
        self.assertIn("<b>“A”& 50 %, 长指标名称 –", tree.get("aria-label"))
        texts = [node.text for node in tree.iter("{http://www.w3.org/2000/svg}text")]
        self.assertLessEqual(set(names), set(texts))
        # Not by colour alone: one is dashed, with points of another shape.
        self.assertIn("stroke-dasharray", picture)
        self.assertIn("<rect", picture)

    def test_visits_and_bed_days(self):
        rows, errors = coverage_file.read_coverage(
            [
                ["2026年各科室工作量"],
                ["科室", "月份", "门急诊人次", "床日"],
                ["外科", "2026年3月", "1,200", "300"],
                ["", "2026", "90000", ""],
                ["外科", "2026-03", "1200", ""],
                ["外科", "三月", "1", ""],
                ["外科", "2026-04", "-1", ""],
                ["外科", "2026-05", "", ""],
                [],
            ]
        )
        self.assertEqual(
            [(row.department, row.kind, row.value) for row in rows],
            [("外科", "visits", 1200), ("外科", "beds", 300), ("", "visits", 90000)],
        )
        self.assertEqual(
            [(error.code, error.row) for error in errors],
            [("twice", 5), ("not_a_month", 6), ("not_a_count", 7), ("no_count", 8)],
        )
        self.assertEqual(
            [error.code for error in coverage_file.read_coverage([["a", "b"]])[1]],
            ["no_header"],
        )

    def test_no_picture_of_nothing(self):
        legend = ("", "", "")
        self.assertFalse(
            radar.draw_radar(["A", "B"], [1.0, 2.0], title="", legend=legend)
        )
        self.assertFalse(radar.draw_radar("ABC", [None] * 3, title="", legend=legend))
        self.assertFalse(radar.draw_sparkline([None, 1.0, None], ""))

    def test_course_leaves_a_gap(self):
        line = radar.draw_sparkline([1.0, None, 3.0, 3.0], "A & B")
        ElementTree.fromstring(str(line))
        self.assertEqual(line.count("<polyline"), 2)
