from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import HoursCase

HR = "volunteer_hours.group_hr"


@tagged("post_install", "-at_install")
class TestEvaluationScheme(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr = cls.make_user("test_hr", HR)
        cls.scheme = (
            cls.env["volunteer.evaluation.scheme"]
            .with_user(cls.hr)
            .create(
                {
                    "name": "Ours",
                    "cap": 20,
                    "line_ids": [
                        Command.create(
                            {"name": "Hours", "figure": "hours", "value": 0.8}
                        ),
                        Command.create(
                            {
                                "name": "Absent",
                                "figure": "no_shows",
                                "rule": "deduct",
                                "value": 1,
                                "active": False,
                            }
                        ),
                    ],
                    "grade_ids": [Command.create({"name": "Good", "minimum": 10})],
                }
            )
        )

    def test_version_goes_up_once_a_save(self):
        self.assertEqual(self.scheme.version, 1, "its first rules are no change")
        first, off = self.scheme.line_ids
        self.scheme.write(
            {
                "cap": 25,
                "line_ids": [
                    Command.update(first.id, {"value": 1}),
                    Command.update(off.id, {"active": True}),
                ],
                "grade_ids": [Command.create({"name": "Best", "minimum": 20})],
            }
        )
        self.assertEqual(self.scheme.version, 2)
        first.value = 2
        self.assertEqual(self.scheme.version, 3)
        self.scheme.grade_ids[0].unlink()
        self.assertEqual(self.scheme.version, 4)
        off.unlink()
        self.assertEqual(self.scheme.version, 5)

    def test_version_stays_where_no_rule_changed(self):
        self.scheme.write({"sequence": 3, "note": "Paper 12"})
        self.scheme.line_ids[0].write({"value": 0.8})
        off = self.scheme.line_ids[1]
        off.value = 5
        self.assertEqual(self.scheme.version, 1, "a rule that is off is none")

    def test_nobody_sets_the_version(self):
        with self.assertRaises(AccessError):
            self.scheme.version = 7

    def test_copy_begins_anew(self):
        self.scheme.cap = 30
        copy = self.scheme.copy()
        self.assertEqual(copy.version, 1)
        self.assertEqual(len(copy.line_ids), 2)
        self.assertEqual(copy.grade_ids.mapped("name"), ["Good"])
        self.assertNotEqual(copy.name, self.scheme.name)

    def test_bad_rules_are_refused(self):
        line = self.scheme.line_ids[0]
        for vals in ({"rule": "share", "threshold": 0}, {"value": -1}):
            with (
                self.subTest(vals=vals),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                line.write(vals)
                line.flush_recordset()

    def test_shipped_scheme_only_adds(self):
        scheme = self.env.ref("volunteer_hours.volunteer_evaluation_scheme_standard")
        rules = scheme._freeze()["rules"]
        self.assertTrue(rules)
        self.assertFalse({rule["rule"] for rule in rules} & {"deduct", "veto"})
        self.assertEqual(scheme.cap, 20)
        self.assertEqual(scheme.version, 1)
        off = scheme.line_ids.filtered(lambda line: not line.active)
        self.assertEqual(set(off.mapped("rule")), {"deduct", "veto"})

    def test_trying_out(self):
        Preview = self.env["volunteer.evaluation.preview"].with_user(self.hr)
        form = Form(Preview.with_context(default_scheme_id=self.scheme.id))
        form.hours_proven = 10
        form.hours_claimed = 2.5
        self.assertEqual(form.score, 10)
        self.assertEqual(form.grade, "Good")
        form.hours_proven = 100
        self.assertEqual(form.score, 20)
        self.assertIn("Hours", form.calculation_html)
        form.hours_proven = 0
        self.assertEqual(form.score, 2)
        self.assertFalse(form.grade)

    def test_who_may_change_schemes(self):
        with self.assertRaises(AccessError):
            self.scheme.with_user(self.officer).cap = 5
        with self.assertRaises(AccessError):
            self.scheme.line_ids.with_user(self.stranger).unlink()
        self.assertEqual(self.scheme.with_user(self.stranger).cap, 20)
