from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


class PointCase(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Account = cls.env["volunteer.point.account"]

    def account(self, volunteer=None):
        """Return somebody's account, read anew from the database."""
        self.env.invalidate_all()
        return self.Account.search(
            [("volunteer_id", "=", (volunteer or self.member).id)]
        )

    def balance(self, volunteer=None):
        return self.account(volunteer).balance

    def earn(self, volunteer=None, **vals):
        """Record a claim of two hours at factor 1.5: 3 points."""
        line = self.claim(volunteer, **vals)
        self.record(line)
        return line

    def reverse(self, line):
        ids = line.with_user(self.officer).action_reverse("Entered twice")
        reversal = self.Hour.browse(ids)
        self.record(reversal)
        self.assertEqual(reversal.state, "recorded")
        return reversal


@tagged("post_install", "-at_install")
class TestPointAccount(PointCase):
    def test_hours_earn_points_when_recorded(self):
        line = self.claim() | self.claim(minutes=30, date="2020-01-01")
        other = self.claim(self.citizen, minutes=60)
        self.assertFalse(self.account())
        self.record(line | other)
        self.assertEqual(self.balance(), 375)
        self.assertEqual(self.account().points, 3.75)
        self.assertEqual(self.account().earned, 375)
        self.assertEqual(self.balance(self.citizen), 150)
        self.earn(date="2020-01-02")
        self.assertEqual(self.balance(), 675)

    def test_public_holidays_by_the_units_factor(self):
        days = self.env["volunteer.working.day"]
        days.search([("date", "in", ("2020-10-01", "2020-10-10"))]).unlink()
        days.create({"date": "2020-10-01", "working": "rest"})
        days.create({"date": "2020-10-10", "working": "work"})
        self.earn(date="2020-10-01")
        self.assertEqual(self.balance(), 300)
        self.company.volunteer_holiday_factor = 2
        line = self.earn(date="2020-10-01", description="Again")
        self.assertEqual(line.points, 600)
        self.assertEqual(self.balance(), 900)
        self.earn(date="2020-10-10")
        self.assertEqual(self.balance(), 1200)
        # What a factor was when the line was recorded is what a reversal takes back.
        self.company.volunteer_holiday_factor = 3
        self.assertEqual(self.reverse(line).points, -600)
        self.assertEqual(self.balance(), 600)

    def test_spending_stops_at_what_is_there(self):
        self.earn()
        account = self.account()
        move = account._move_sudo("spend", -250, reason="A cup")
        self.assertEqual(move.points, -2.5)
        self.assertEqual(move.company_id, self.company)
        self.assertEqual(self.balance(), 50)
        with self.assertRaisesRegex(UserError, r"takes 0\.51 points.* are 0\.5\."):
            account._move_sudo("spend", -51, reason="Sweets")
        with self.assertRaisesRegex(UserError, "takes 1 points"):
            account._move_sudo("gift_out", -50, at_least=100, reason="Sweets")
        self.assertEqual(self.balance(), 50)
        account._move_sudo("refund", 250, reason="The cup is sold out")
        self.assertEqual(self.balance(), 300)
        self.assertEqual(len(account.move_ids), 2)

    def test_signs(self):
        self.earn()
        account = self.account()
        for kind, hundredths in (("spend", 1), ("event", -1), ("correction", 0)):
            with (
                self.subTest(kind=kind),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                account._move_sudo(kind, hundredths, reason="Wrong")

    def test_a_debt_blocks_spending_and_is_worked_off(self):
        line = self.earn()
        account = self.account()
        account._move_sudo("spend", -200, reason="A cup")
        self.reverse(line)
        self.assertEqual(self.balance(), -200)
        self.assertEqual(self.account().earned, 0)
        with self.assertRaisesRegex(UserError, "-2 points, since hours were taken"):
            account._move_sudo("spend", -1, reason="Sweets")
        self.earn(date="2020-01-02")
        self.assertEqual(self.balance(), 100)
        account._move_sudo("spend", -100, reason="Sweets")
        self.assertEqual(self.balance(), 0)

    def test_accounts_are_opened_once(self):
        people = self.member | self.citizen | self.leader
        accounts = self.Account._get_accounts_sudo(people)
        self.assertEqual(accounts.volunteer_id, people)
        self.assertEqual(self.Account._get_accounts_sudo(people), accounts)
        self.assertFalse(self.Account._get_accounts_sudo(people.browse()))
        self.earn()
        self.assertEqual(self.account(), accounts.filtered("balance"))

    def test_moves_stay(self):
        self.earn()
        move = self.account()._move_sudo("spend", -1, reason="Sweets")
        for vals in ({"hundredths": -2}, {"reason": "Tea"}, {"kind": "expiry"}):
            with self.assertRaises(UserError):
                move.write(vals)
        with self.assertRaises(UserError):
            move.unlink()

    def test_only_methods_change_a_balance(self):
        self.earn()
        for user in (self.member_user, self.officer):
            account = self.account().with_user(user)
            for name in ("balance", "earned"):
                with self.assertRaises(AccessError):
                    account.write({name: 10**6})
            with self.assertRaises(AccessError):
                account.move_ids.create(
                    {
                        "account_id": account.id,
                        "kind": "event",
                        "hundredths": 10**6,
                        "company_id": self.company.id,
                        "date": "2020-01-01",
                    }
                )

    def test_merged_people_have_one_account(self):
        duplicate = self.make_volunteer("Member")
        self.earn(duplicate)
        self.earn()
        self.account(duplicate)._move_sudo("spend", -100, reason="A cup")
        old = self.account(duplicate)
        self.env["volunteer.merge"].with_user(self.officer).create(
            {
                "volunteer_ids": (self.member | duplicate).ids,
                "keep_id": self.member.id,
            }
        ).action_merge()
        self.assertEqual(self.balance(), 500)
        self.assertEqual(self.account().earned, 600)
        self.assertEqual(self.account().move_ids.reason, "A cup")
        self.assertEqual(self.balance(duplicate), 0)
        # Whatever still names the old account finds the person's own.
        old._move_sudo("refund", 100, reason="Sold out")
        self.assertEqual(self.balance(), 600)
        self.assertEqual(self.balance(duplicate), 0)

    def test_erasure_leaves_points_without_words(self):
        self.earn()
        account = self.account()
        move = account._move_sudo("correction", 100, reason="Forgotten by Quackenbush")
        self.member._erase_sudo()
        self.assertEqual(self.balance(), 400)
        self.assertFalse(move.reason)

    def test_in_ones_own_copy(self):
        self.earn()
        self.account()._move_sudo("spend", -100, reason="A cup")
        data = self.member.with_user(self.member_user).get_own_data()
        sections = {s["key"]: s["rows"] for s in data["groups"]["award"]}
        self.assertEqual(sections["points"][0]["points"], 2)
        self.assertEqual(sections["point_moves"][0]["reason"], "A cup")

    def test_rights(self):
        self.earn()
        self.account()._move_sudo("spend", -100, reason="A cup")
        account = self.account()
        own = (self.member_user, self.officer)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        far = self.make_user("far", "volunteer_base.group_officer")
        far.write({"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id})
        for user in (*own, self.portal_user, self.leader_user, self.stranger, far):
            seen = account.with_user(user)
            seen = seen.with_context(allowed_company_ids=user.company_ids.ids)
            with self.subTest(user=user.login):
                self.assertEqual(
                    bool(seen.search([("id", "=", account.id)])), user in own
                )
                self.assertEqual(
                    bool(seen.move_ids.search([("account_id", "=", account.id)])),
                    user in own,
                )
