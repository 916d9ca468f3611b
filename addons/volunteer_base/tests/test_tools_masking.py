from odoo.tests import BaseCase, tagged

from ..tools.masking import mask_id_number, mask_mobile, mask_name


@tagged("post_install", "-at_install", "volunteer_tools")
class TestMasking(BaseCase):
    def test_name(self):
        for name, masked in (
            ("张三丰", "张*"),
            ("张三", "张*"),
            ("欧阳娜娜", "欧*"),
            (" 李 四 ", "李*"),
            ("Anna Smith", "A*"),
            ("𠮷田", "𠮷*"),
            ("", ""),
            ("  ", ""),
            (None, ""),
            (False, ""),
        ):
            with self.subTest(name=name):
                self.assertEqual(mask_name(name), masked)

    def test_mobile(self):
        for number, masked in (
            ("13812345678", "138****5678"),
            ("138 1234 5678", "138****5678"),
            ("138-1234-5678", "138****5678"),
            ("１３８１２３４５６７８", "138****5678"),
            ("+86 13812345678", "138****5678"),
            ("008613812345678", "138****5678"),
            ("0519-88888888", "051*****8888"),
            ("88888888", "8*****88"),
            ("8888888", "8****88"),
            ("120", "***"),
            ("none", "****"),
            ("", ""),
            (None, ""),
            (False, ""),
        ):
            with self.subTest(number=number):
                self.assertEqual(mask_mobile(number), masked)

    def test_id_number(self):
        for number, masked in (
            ("11010519491231002X", "1101**********002X"),
            ("11010519491231002x", "1101**********002X"),
            ("110105 19491231 002X", "1101**********002X"),
            ("E12345678", "E1*****78"),
            ("H01234567", "H0*****67"),
            ("12345678", "12****78"),
            ("ABC", "***"),
            ("A", "*"),
            ("", ""),
            (None, ""),
            (False, ""),
        ):
            with self.subTest(number=number):
                self.assertEqual(mask_id_number(number), masked)

    def test_at_least_half_is_hidden(self):
        for size in range(1, 40):
            number = ("1234567890" * 4)[:size]
            masked = mask_id_number(number)
            self.assertEqual(len(masked), size)
            self.assertGreaterEqual(masked.count("*") * 2, size)
        for size in range(1, 11):
            masked = mask_mobile("1234567890"[:size])
            self.assertGreaterEqual(masked.count("*") * 2, size)
