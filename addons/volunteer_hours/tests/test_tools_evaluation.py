from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools.evaluation import grade_of, mean, percent, score, to_cent

GRADES = [
    {"name": "Excellent", "minimum": 16},
    {"name": "Good", "minimum": 10},
    {"name": "Took part", "minimum": 0.01},
]


def rule(kind, figure="hours", value=1, threshold=0, cap=0, **more):
    return {
        "name": f"{kind} {figure}",
        "rule": kind,
        "figure": figure,
        "value": value,
        "threshold": threshold,
        "cap": cap,
        **more,
    }


def points(*rules, cap=0, **figures):
    return score(figures, {"cap": cap, "rules": rules, "grades": GRADES})


@tagged("post_install", "-at_install", "volunteer_tools")
class TestEvaluationScore(BaseCase):
    def test_each_rule(self):
        for given, figures, expected in (
            (rule("rate", value=0.5), {"hours": 7.5}, "3.75"),
            (rule("rate", value=0.5, cap=3), {"hours": 7.5}, "3.00"),
            (rule("share", value=20, threshold=25), {"hours": 12.5}, "10.00"),
            (rule("share", value=20, threshold=25), {"hours": 100}, "20.00"),
            (rule("share", value=20, threshold=25, cap=30), {"hours": 100}, "30.00"),
            (rule("above", value=2, threshold=4), {"hours": 5.5}, "3.00"),
            (rule("above", value=2, threshold=4), {"hours": 3}, "0.00"),
            (rule("fixed", value=2, threshold=4.5), {"hours": 4.5}, "2.00"),
            (rule("fixed", value=2, threshold=4.5), {"hours": 4.49}, "0.00"),
            (rule("deduct", value=2), {"hours": 3}, "-6.00"),
            (rule("deduct", value=2, cap=5), {"hours": 3}, "-5.00"),
            (rule("deduct", value=2, threshold=1), {"hours": 3}, "-4.00"),
            (rule("veto", threshold=10), {"hours": 3}, "0.00"),
            (rule("rate"), {}, "0.00"),
            (rule("fixed"), {"hours": None}, "0.00"),
        ):
            with self.subTest(rule=given, figures=figures):
                self.assertEqual(points(given, **figures).score, Decimal(expected))

    def test_factor_multiplies_what_came_before_it(self):
        result = points(
            rule("rate"),
            rule("factor", "quality", 1.1, 4.5),
            rule("rate", "honours", 5),
            hours=10,
            quality=4.6,
            honours=1,
        )
        self.assertEqual([str(line.points) for line in result.lines][1], "1.00")
        self.assertEqual(result.score, Decimal("16.00"))
        without = points(rule("rate"), rule("factor", "quality", 1.1, 4.5), hours=10)
        self.assertEqual(without.score, 10)

    def test_halves_are_rounded_up_and_lines_add_up(self):
        # 0.335 is less than that as a float: decimals round what people see.
        result = points(
            rule("rate", value=0.335),
            rule("rate", "services", 0.005),
            hours=1,
            services=1,
        )
        self.assertEqual([str(line.points) for line in result.lines], ["0.34", "0.01"])
        self.assertEqual(result.score, Decimal("0.35"))
        self.assertEqual(to_cent("-0.005"), Decimal("-0.01"))

    def test_cap_of_the_scheme_is_a_line_of_its_own(self):
        result = points(rule("rate"), cap=20, hours=26.5)
        self.assertEqual(result.score, 20)
        self.assertEqual(result.lines[-1].rule, "cap")
        self.assertEqual(result.lines[-1].points, Decimal("-6.50"))
        self.assertEqual(sum(line.points for line in result.lines), result.score)
        self.assertEqual(len(points(rule("rate"), cap=20, hours=20).lines), 1)

    def test_grades_begin_at_their_minimum(self):
        for given, grade in (
            (0, ""),
            ("0.01", "Took part"),
            ("9.99", "Took part"),
            (10, "Good"),
            (16, "Excellent"),
            (99, "Excellent"),
        ):
            with self.subTest(points=given):
                self.assertEqual(grade_of(given, {"grades": GRADES}), grade)

    def test_veto_names_its_grade(self):
        veto = rule("veto", threshold=1, grade="Poor")
        self.assertEqual(points(rule("rate"), veto, hours=0.5).grade, "Poor")
        self.assertEqual(points(rule("rate"), veto, hours=1).grade, "Took part")
        self.assertEqual(points(veto).grade, "", "nothing known, nothing vetoed")

    def test_bad_rules(self):
        for bad in (rule("share", threshold=0), rule("magic")):
            with self.subTest(rule=bad), self.assertRaises(ValueError):
                points(bad, hours=1)

    def test_mean_and_percent(self):
        self.assertEqual(mean(14, 3), Decimal("4.67"))
        self.assertIsNone(mean(0, 0))
        self.assertEqual(percent(12.5, 25), 50)
        self.assertEqual(percent(1, 800), Decimal("0.13"))
        self.assertIsNone(percent(5, 0))

    def test_lines_go_into_json_exactly(self):
        [line] = points(rule("rate", value=0.1), hours="0.30").as_json()
        self.assertEqual(
            (line["counted"], line["points"], line["total"]), ("0.30", "0.03", "0.03")
        )
