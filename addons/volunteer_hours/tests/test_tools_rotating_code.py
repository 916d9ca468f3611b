from odoo.tests import BaseCase, tagged

from ..tools.rotating_code import (
    ACTIVITY,
    DEVICE,
    VALID,
    CodeError,
    make_code,
    read_code,
)

KEY = b"key of this test"
NOW = 1_800_000_000


@tagged("post_install", "-at_install")
class TestRotatingCode(BaseCase):
    def test_says_what_it_stands_for(self):
        for kind, number in ((ACTIVITY, 1), (DEVICE, 2**31 - 1)):
            code = make_code(KEY, kind, number, NOW)
            self.assertEqual(read_code(KEY, code, NOW), (kind, number, False))

    def test_lives_for_seconds(self):
        code = make_code(KEY, ACTIVITY, 7, NOW)
        self.assertFalse(read_code(KEY, code, NOW + VALID).old)
        self.assertTrue(read_code(KEY, code, NOW + VALID + 1).old)

    def test_forged(self):
        code = make_code(KEY, ACTIVITY, 7, NOW)
        swapped = ("A" if code[0] != "A" else "B") + code[1:]
        for forged in (
            swapped,
            code[:-1],
            code + "A",
            code[:-1] + ("A" if code[-1] != "A" else "B"),
            make_code(b"another database", ACTIVITY, 7, NOW),
            "x" * 32,
            "\0" * 32,
            "",
            None,
            7,
        ):
            with self.subTest(forged=forged), self.assertRaises(CodeError):
                read_code(KEY, forged, NOW)

    def test_short_enough_to_scan_from_afar(self):
        self.assertLessEqual(len(make_code(KEY, ACTIVITY, 2**31 - 1, NOW)), 32)
