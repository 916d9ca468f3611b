from odoo.tests import BaseCase, tagged

from ..tools.plan_year import attainment, month_status, next_year_name


@tagged("post_install", "-at_install")
class TestPlanYear(BaseCase):
    def test_month_status(self):
        # planned, held, coming, over
        for case, status in (
            ((True, 2, 0, True), "held"),
            ((False, 1, 0, True), "extra"),
            ((True, 0, 1, False), "coming"),
            ((True, 0, 1, True), "coming"),
            ((False, 0, 1, False), "coming"),
            ((True, 0, 0, True), "missed"),
            ((True, 0, 0, False), "planned"),
            ((False, 0, 0, True), ""),
        ):
            self.assertEqual(month_status(*case), status, case)

    def test_attainment(self):
        self.assertEqual(attainment([4, 11], [4]), 0.5)
        self.assertEqual(attainment([4], [4, 5, 6]), 1)
        self.assertIsNone(attainment([], [4]))

    def test_next_year_name(self):
        self.assertEqual(next_year_name("2026年安排表", 2026), "2027年安排表")
        self.assertEqual(next_year_name("Our plan", 2026), "2027 Our plan")
