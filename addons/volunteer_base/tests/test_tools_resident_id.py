from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools import resident_id
from ..tools.resident_id import ResidentIdError, check_resident_id

GOOD = "11010519491231002X"


def numbered(body):
    return body + resident_id.check_character(body)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestResidentId(BaseCase):
    def assert_reason(self, reason, number, **options):
        with self.assertRaises(ResidentIdError) as caught:
            check_resident_id(number, **options)
        self.assertEqual(caught.exception.reason, reason)
        self.assertNotIn("1949", str(caught.exception))

    def test_good_forms(self):
        for text in (
            GOOD,
            GOOD.lower(),
            f"  {GOOD}\n",
            "110105 19491231 002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105\u300019491231002X",
        ):
            with self.subTest(text=text):
                self.assertEqual(check_resident_id(text), GOOD)

    def test_refused(self):
        for reason, text in (
            ("length", ""),
            ("length", None),
            ("length", False),
            ("length", GOOD[:-1]),
            ("length", GOOD + "1"),
            ("length", "110105491231002"),
            ("characters", "A1010519491231002X"),
            ("characters", "1101051949123100XX"),
            ("characters", "11010519491231002Y"),
            ("characters", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X"),
            ("birth_date", "11010519491331002X"),
            ("birth_date", "11010519490229002X"),
            ("birth_date", "11010500001231002X"),
            ("birth_date", numbered("11010518991231002")),
            ("checksum", "110105194912310021"),
            ("checksum", "11010519491231003X"),
        ):
            with self.subTest(text=text):
                self.assert_reason(reason, text)

    def test_every_single_digit_error_is_found(self):
        for place in range(17):
            for digit in "0123456789":
                if digit != GOOD[place]:
                    wrong = GOOD[:place] + digit + GOOD[place + 1 :]
                    with self.subTest(wrong=wrong), self.assertRaises(ResidentIdError):
                        check_resident_id(wrong)

    def test_swapped_neighbours_are_found(self):
        for place in range(16):
            if GOOD[place] != GOOD[place + 1]:
                swapped = (
                    GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]
                )
                with self.subTest(swapped=swapped), self.assertRaises(ResidentIdError):
                    check_resident_id(swapped)

    def test_future(self):
        number = numbered("32040020240229001")
        today = date(2024, 2, 29)
        self.assertEqual(check_resident_id(number, today=today), number)
        self.assert_reason("future", number, today=date(2024, 2, 28))
        self.assert_reason("future", numbered("32040029990101001"))

    def test_birth_date_and_sex(self):
        self.assertEqual(resident_id.birth_date(GOOD.lower()), date(1949, 12, 31))
        self.assertEqual(resident_id.sex(GOOD), "2")
        self.assertEqual(resident_id.sex(numbered("32040020000229001")), "1")
        with self.assertRaises(ResidentIdError):
            resident_id.birth_date("1")
        with self.assertRaises(ResidentIdError):
            resident_id.sex("1")
