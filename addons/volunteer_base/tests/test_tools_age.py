from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.age import age_on
from ..tools.digest import text_digest


@tagged("post_install", "-at_install", "volunteer_tools")
class TestAge(BaseCase):
    def test_the_birthday_completes_a_year(self):
        for born, day, age in (
            (date(2010, 5, 2), date(2024, 5, 1), 13),
            (date(2010, 5, 2), date(2024, 5, 2), 14),
            (date(2010, 12, 31), date(2024, 1, 1), 13),
            (date(2008, 2, 29), date(2022, 2, 28), 13),
            (date(2008, 2, 29), date(2022, 3, 1), 14),
            (date(2008, 2, 29), date(2024, 2, 29), 16),
            (None, date(2024, 5, 1), None),
            (False, date(2024, 5, 1), None),
        ):
            with self.subTest(born=born, day=day):
                self.assertEqual(age_on(born, day), age)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestDigest(BaseCase):
    def test_parts_are_told_apart(self):
        self.assertEqual(text_digest("a", "b"), text_digest("a", "b"))
        for other in (("ab",), ("ab", ""), ("", "ab"), ("a", "b", "")):
            self.assertNotEqual(text_digest("a", "b"), text_digest(*other), other)

    def test_empty_parts(self):
        self.assertEqual(text_digest(None, "b"), text_digest("", "b"))
        self.assertEqual(len(text_digest("志愿")), 64)
