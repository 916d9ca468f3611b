from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.training import last_valid_day, use_records


@tagged("post_install", "-at_install")
class TestTraining(BaseCase):
    def test_last_valid_day(self):
        for start, months, expected in (
            (date(2026, 1, 1), 12, date(2026, 12, 31)),
            (date(2026, 1, 31), 1, date(2026, 2, 27)),
            (date(2024, 2, 29), 12, date(2025, 2, 27)),
            (date(2026, 3, 15), 0, None),
        ):
            self.assertEqual(last_valid_day(start, months), expected)

    def test_course_without_steps_needs_one_record(self):
        self.assertEqual(use_records([], [])[1], {None: 1})
        used, missing = use_records([], [("a", None)])
        self.assertEqual(used, {None: ["a"]})
        self.assertEqual(missing, {None: 0})

    def test_steps(self):
        """One collective session, two with experts, three tests."""
        steps = [("talk", 1), ("expert", 2), ("test", 3)]
        records = [("r1", "talk"), ("r2", "expert"), ("r3", "test"), ("r4", "test")]
        self.assertEqual(
            use_records(steps, records)[1], {"talk": 0, "expert": 1, "test": 1}
        )
        records += [("r5", "expert"), ("r6", "test"), ("r7", "test")]
        used, missing = use_records(steps, records)
        self.assertEqual(set(missing.values()), {0})
        self.assertEqual(used["test"], ["r3", "r4", "r6", "r7"])

    def test_record_without_step_serves_the_first_open_one(self):
        steps = [("talk", 1), ("test", 1)]
        used, missing = use_records(steps, [("r1", "talk"), ("r2", None)])
        self.assertEqual(used, {"talk": ["r1"], "test": ["r2"]})
        self.assertFalse(any(missing.values()))
        # One too many is kept out, not counted twice.
        used, _missing = use_records(
            steps, [("r1", "talk"), ("r2", None), ("r3", None)]
        )
        self.assertEqual(used["test"], ["r2"])
