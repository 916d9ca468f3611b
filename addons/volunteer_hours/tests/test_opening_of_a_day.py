from datetime import timedelta

from odoo.tests import tagged

from .common import PresenceCase


@tagged("post_install", "-at_install")
class TestOpeningOfADay(PresenceCase):
    """A balance carried over is dated, but was not served on that date."""

    def setUp(self):
        super().setUp()
        self.opening = self.claim(
            self.citizen,
            date=self.NOW.date(),
            minutes=1000 * 60,
            source="import",
            is_opening=True,
        )

    def test_presence_on_that_day_counts_whole(self):
        self.scan()
        self.scan(180)
        line = self.lines()
        self.assertEqual((line.state, line.minutes), ("draft", 180))

    def test_the_month_in_the_queue(self):
        line = self.claim(self.citizen, date=self.NOW.date() - timedelta(days=1))
        line.action_submit()
        panel = line.with_user(self.leader_user).get_queue_panel()
        self.assertEqual(panel["month"]["total"], 2)

    def test_nothing_is_said_of_other_lines_of_that_day(self):
        self.claim(self.citizen, date=self.NOW.date(), minutes=60)
        self.claim(self.citizen, date=self.NOW.date(), minutes=90, description="Ward")
        self.opening.action_submit()
        codes = {sign["code"] for sign in self.opening.queue_signs or []}
        self.assertNotIn("same_day", codes)
