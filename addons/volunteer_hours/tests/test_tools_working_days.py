from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.working_days import WorkingDays

# National Day 2024: off from 1 to 7 October, made up on 29 September and 12 October.
NATIONAL_DAY = {date(2024, 10, day): False for day in range(1, 8)} | {
    date(2024, 9, 29): True,
    date(2024, 10, 12): True,
}


@tagged("post_install", "-at_install", "volunteer_tools")
class TestWorkingDays(BaseCase):
    def setUp(self):
        super().setUp()
        self.days = WorkingDays(NATIONAL_DAY)

    def test_is_working(self):
        for day, working in (
            (date(2024, 9, 27), True),
            (date(2024, 9, 28), False),
            (date(2024, 9, 29), True),
            (date(2024, 9, 30), True),
            (date(2024, 10, 1), False),
            (date(2024, 10, 7), False),
            (date(2024, 10, 8), True),
            (date(2024, 10, 12), True),
            (date(2024, 10, 13), False),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.days.is_working(day), working)
        self.assertTrue(WorkingDays().is_working(date(2024, 10, 1)))

    def test_add(self):
        for day, count, expected in (
            (date(2024, 9, 27), 0, date(2024, 9, 27)),
            (date(2024, 10, 1), 0, date(2024, 10, 1)),
            (date(2024, 9, 27), 1, date(2024, 9, 29)),
            (date(2024, 9, 27), 3, date(2024, 10, 8)),
            (date(2024, 10, 3), 1, date(2024, 10, 8)),
            (date(2024, 9, 30), 10, date(2024, 10, 18)),
        ):
            with self.subTest(day=day, count=count):
                self.assertEqual(self.days.add(day, count), expected)
        self.assertEqual(WorkingDays({}).add(date(2024, 3, 1), 10), date(2024, 3, 15))
        with self.assertRaises(ValueError):
            self.days.add(date(2024, 9, 27), -1)

    def test_between(self):
        self.assertEqual(self.days.between(date(2024, 9, 30), date(2024, 10, 7)), 0)
        self.assertEqual(self.days.between(date(2024, 9, 27), date(2024, 10, 8)), 3)
        self.assertEqual(self.days.between(date(2024, 10, 8), date(2024, 9, 27)), -3)
        self.assertEqual(self.days.between(date(2024, 9, 27), date(2024, 9, 27)), 0)

    def test_add_and_between_agree(self):
        for offset in range(40):
            day = date(2024, 9, 10) + timedelta(days=offset)
            for count in range(15):
                reached = self.days.add(day, count)
                self.assertEqual(self.days.between(day, reached), count)
                self.assertTrue(not count or self.days.is_working(reached))

    def test_table_is_copied(self):
        table = {}
        days = WorkingDays(table)
        table[date(2024, 3, 4)] = False
        self.assertTrue(days.is_working(date(2024, 3, 4)))
