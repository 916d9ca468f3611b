import doctest
import hashlib

from odoo.tests import BaseCase, tagged

from ..tools import sampling


@tagged("post_install", "-at_install", "volunteer_tools")
class TestSampling(BaseCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(sampling).failed, 0)

    def test_anybody_draws_the_same(self):
        """As the screen explains it, by hand."""
        numbers = [3, 9, 27, 81, 243, 729]
        ranked = sorted(
            (hashlib.sha256(f"dice 4 2 6:{number}".encode()).hexdigest(), number)
            for number in numbers
        )
        expected = sorted(number for _rank, number in ranked[:3])
        self.assertEqual(sampling.draw("dice 4 2 6", numbers, 3), expected)
        self.assertEqual(sampling.draw("dice 4 2 6", numbers[::-1], 3), expected)

    def test_every_line_has_the_same_chance(self):
        """Over many seeds each of ten numbers is drawn about as often."""
        counts = dict.fromkeys(range(10), 0)
        for seed in range(2000):
            for number in sampling.draw(str(seed), range(10), 3):
                counts[number] += 1
        for number, count in counts.items():
            with self.subTest(number=number):
                # 600 expected; five standard deviations to either side.
                self.assertLess(abs(count - 600), 103)

    def test_packing_is_lossless(self):
        for numbers in ([], [5], [1, 2, 3], [1, 3, 5], list(range(7, 900, 3)) + [901]):
            with self.subTest(numbers=numbers[:5]):
                self.assertEqual(sampling.unpack(sampling.pack(numbers)), numbers)
        self.assertEqual(sampling.pack(range(1, 1_000_001)), "1-1000000")

    def test_sizes(self):
        self.assertEqual(sampling.draw("x", [4, 5], 9), [4, 5])
        self.assertEqual(sampling.draw("x", [], 9), [])
        for population, percent, size in (
            (1000, 0.1, 1),
            (1000, 0.11, 2),
            (1, 1, 1),
            (0, 50, 0),
            (10, 0, 0),
            (30, 10, 3),
        ):
            with self.subTest(population=population, percent=percent):
                self.assertEqual(sampling.share(population, percent), size)
