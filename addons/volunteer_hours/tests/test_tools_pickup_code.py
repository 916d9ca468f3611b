from odoo.tests import BaseCase, tagged

from ..tools.pickup_code import ALPHABET, LENGTH, new_code, read_code, spell_code


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPickupCode(BaseCase):
    def test_codes_are_read_as_they_are_written(self):
        codes = {new_code() for _ in range(200)}
        self.assertEqual(len(codes), 200)
        for code in codes:
            self.assertEqual(len(code), LENGTH)
            self.assertLessEqual(set(code), set(ALPHABET))
            for text in (
                code,
                code.lower(),
                spell_code(code),
                f" {spell_code(code)}\n",
                f"https://example.com/my/volunteer/pickup/{code}",
                f"https://example.com/my/volunteer/pickup/{code}/",
            ):
                self.assertEqual(read_code(text), code, text)

    def test_what_is_no_code(self):
        for text in (
            None,
            5,
            "",
            "ABCD",
            "ABCD23456",
            "ABCD234O",
            "ABCD234\0",
            "A" * 9999,
        ):
            self.assertIsNone(read_code(text), text)
