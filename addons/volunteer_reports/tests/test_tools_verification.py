import doctest

from odoo.tests import BaseCase

from ..tools import verification
from ..tools.verification import ALPHABET, LENGTH, new_code, normal_code, spell_code


class TestToolsVerification(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(verification).failed, 0)

    def test_codes_differ_and_survive_typing(self):
        codes = {new_code() for _number in range(1000)}
        self.assertEqual(len(codes), 1000)
        for code in codes:
            self.assertEqual(len(code), LENGTH)
            self.assertLessEqual(set(code), set(ALPHABET))
            self.assertEqual(normal_code(spell_code(code).lower()), code)

    def test_what_is_no_code(self):
        for text in ("", None, 7, "A" * 19, "A" * 21, "0" * 20, "％" * 20, "x" * 9999):
            self.assertEqual(normal_code(text), "")
