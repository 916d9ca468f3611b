from decimal import Decimal

from odoo.tests import BaseCase

from ..tools.ranking import jury_score, ranks, top_share, within_quota


class TestRanking(BaseCase):
    def test_score_of_a_jury(self):
        self.assertEqual(jury_score([80, 91, 88]), Decimal("86.33"))
        # Half up: 10.125 is 10.13.
        self.assertEqual(jury_score([10, 10, 10, 10, 10, 10, 10, 11]), Decimal("10.13"))
        self.assertIsNone(jury_score([]))

    def test_extremes_take_four_jurors(self):
        self.assertEqual(jury_score([0, 80, 82, 100], True), Decimal("81.00"))
        self.assertEqual(jury_score([0, 80, 100], True), Decimal("60.00"))

    def test_equals_share_a_place(self):
        self.assertEqual(
            ranks({"a": 7, "b": 9, "c": 7, "d": 5, "e": None}),
            {"b": 1, "a": 2, "c": 2, "d": 4},
        )

    def test_equals_at_the_border(self):
        places = {"a": 1, "b": 2, "c": 2, "d": 4}
        self.assertEqual(within_quota(places, 2), {"a"})
        self.assertEqual(within_quota(places, 3), {"a", "b", "c"})
        self.assertEqual(within_quota(places, 9), set(places))

    def test_share_is_of_all_who_served(self):
        values = {number: number for number in range(1, 21)}
        self.assertEqual(top_share(values, 5), [20])
        self.assertEqual(top_share(values, 5.1), [20, 19])
        # Of a hundred, of whom twenty are good enough.
        self.assertEqual(len(top_share(values, 5, 100)), 5)
        self.assertEqual(top_share({}, 5), [])
        with self.assertRaises(ValueError):
            top_share(values, 0)
