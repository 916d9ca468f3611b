from odoo.tests import BaseCase, tagged

from ..tools.credit_code import CreditCodeError, check_credit_code

GOOD = "91350100M000100Y43"


@tagged("post_install", "-at_install", "volunteer_tools")
class TestCreditCode(BaseCase):
    def test_good_forms(self):
        for text in (
            GOOD,
            GOOD.lower(),
            f" {GOOD} ",
            "９１３５０１００Ｍ０００１００Ｙ４３",
        ):
            with self.subTest(text=text):
                self.assertEqual(check_credit_code(text), GOOD)

    def test_refused(self):
        for reason, text in (
            ("length", ""),
            ("length", None),
            ("length", GOOD[:-1]),
            ("characters", GOOD.replace("M", "O")),
            ("characters", GOOD.replace("Y", "Z")),
            ("checksum", GOOD[:-1] + "4"),
            ("checksum", "9" + "2" + GOOD[2:]),
        ):
            with self.subTest(text=text):
                with self.assertRaises(CreditCodeError) as caught:
                    check_credit_code(text)
                self.assertEqual(caught.exception.reason, reason)
