from odoo.tests import HttpCase, tagged

from .test_point_account import PointCase


@tagged("post_install", "-at_install")
class TestPointPages(HttpCase, PointCase):
    def setUp(self):
        super().setUp()
        self.authenticate("test_portal", "test_portal")

    def page(self, path="/my/volunteer/points"):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_nothing_yet(self):
        self.assertIn("Nothing yet.", self.page())

    def test_balance_and_history(self):
        line = self.earn(self.citizen)
        self.earn(self.member)
        self.account(self.citizen)._move_sudo("spend", -250, reason="A green cup")
        page = self.page()
        self.assertIn('<div class="display-6">0.5</div>', page)
        self.assertIn("A green cup", page)
        self.assertIn("-2.5", page)
        self.assertEqual(page.count("o_volunteer_point"), 2)
        self.assertNotIn("You owe", page)
        # What points are for is one tap away.
        self.assertIn('href="/my/volunteer/shop"', page)
        self.assertIn('href="/my/volunteer/gifts"', page)
        self.assertIn("<strong>0.5</strong>", self.page("/my/volunteer"))
        self.reverse(line)
        page = self.page()
        self.assertIn("You owe <strong>2.5</strong> points", page)

    def test_pages_of_history_and_queries(self):
        account = self.Account._get_accounts_sudo(self.citizen)

        def count():
            self.page()
            before = self.env.cr.sql_log_count
            self.page()
            return self.env.cr.sql_log_count - before

        account._move_sudo("event", 100, reason="Once")
        few = count()
        for number in range(24):
            account._move_sudo("event", 100, reason=f"Event {number}")
        self.assertLessEqual(count(), few + 1)
        self.assertEqual(self.page().count("o_volunteer_point"), 20)
        self.assertEqual(
            self.page("/my/volunteer/points/page/2").count("o_volunteer_point"), 5
        )

    def test_what_expires(self):
        self.company.volunteer_point_expiry = "next_year"
        year = self.company._get_volunteer_today().year
        account = self.Account._get_accounts_sudo(self.citizen)
        account._move_sudo("event", 700, reason="Old", date=f"{year - 1}-05-01")
        account._move_sudo("event", 100, reason="New", date=f"{year}-01-01")
        page = self.page()
        self.assertIn(f"{year}-12-31", page)
        self.assertIn("<strong>7</strong>", page)
