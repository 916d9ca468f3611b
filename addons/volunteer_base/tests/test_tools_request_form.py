import doctest
from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools import request_form
from ..tools.request_form import LIMITS, read_clock, read_request_form


@tagged("post_install", "-at_install", "volunteer_tools")
class TestRequestForm(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(request_form).failed)

    def test_nothing_sent(self):
        values = read_request_form({})
        self.assertFalse(any(values.values()))

    def test_what_comes_from_anywhere(self):
        values = read_request_form(
            {
                "name": "x" * 500,
                "heads": "²",
                "date_from": "2026-12-01",
                "date_to": "2026-13-01",
                "time_from": "25:00",
            }
        )
        self.assertEqual(len(values["name"]), LIMITS["name"])
        self.assertEqual(values["date_from"], date(2026, 12, 1))
        self.assertIsNone(values["heads"])
        self.assertIsNone(values["date_to"])
        self.assertIsNone(values["time_from"])

    def test_times_as_typed_on_a_chinese_keyboard(self):
        self.assertEqual(read_clock("8：15"), 8.25)
