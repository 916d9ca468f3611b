from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .shop_common import ShopCase


@tagged("post_install", "-at_install")
class TestGift(ShopCase):
    """The time bank: points for the family, and nothing else."""

    def offer(self, points=30, user=None, **vals):
        answer = self.Gift.with_user(user or self.member_user).action_offer(
            points,
            "parent",
            **{"code": self.citizen.code, "name": self.citizen.name, **vals},
        )
        self.assertFalse(answer["problem"])
        return self.Gift.browse(answer["id"])

    def offer_link(self, points=30):
        return self.offer(points, code=None, name=None)

    def token(self, gift):
        return gift.with_user(self.member_user).action_get_link().rsplit("/", 1)[-1]

    def test_points_move_on_acceptance(self):
        gift = self.offer("30.5", note="For your umbrella")
        self.assertEqual(self.points(self.member), 69.5)
        self.assertEqual(self.points(self.citizen), 0)
        self.assertIn("offers you 30.5", self.citizen.sent_message_ids[:1].body)
        gift.with_user(self.portal_user).action_accept()
        self.assertEqual(gift.state, "accepted")
        self.assertEqual(self.points(self.member), 69.5)
        self.assertEqual(self.points(self.citizen), 30.5)
        self.assertEqual(
            self.member.sent_message_ids[:1].title, "Your gift was accepted"
        )
        for deed, user in (
            ("action_accept", self.portal_user),
            ("action_decline", self.portal_user),
            ("action_withdraw", self.member_user),
        ):
            with self.assertRaisesRegex(UserError, "not possible any more"):
                getattr(gift.with_user(user), deed)()
        self.assertEqual(self.points(self.citizen), 30.5)

    def test_declined_and_taken_back(self):
        declined, withdrawn = self.offer(), self.offer()
        self.assertEqual(self.points(self.member), 40)
        declined.with_user(self.portal_user).action_decline()
        withdrawn.with_user(self.member_user).action_withdraw()
        self.assertEqual((declined.state, withdrawn.state), ("declined", "withdrawn"))
        self.assertEqual(self.points(self.member), 100)
        self.assertEqual(self.points(self.citizen), 0)

    def test_whose_it_is(self):
        gift = self.offer()
        for deed, users in (
            ("action_accept", (self.member_user, self.officer)),
            ("action_decline", (self.member_user, self.officer)),
            ("action_withdraw", (self.portal_user, self.officer)),
        ):
            for user in (*users, self.stranger):
                with self.assertRaises(AccessError, msg=(deed, user.login)):
                    getattr(gift.with_user(user), deed)()
        for user in (self.member_user, self.officer):
            with self.assertRaises(AccessError):
                gift.with_user(user).write({"state": "accepted"})
        self.assertFalse(self.Gift.with_user(self.leader_user).search([]))
        self.assertEqual(self.Gift.with_user(self.portal_user).search([]), gift)
        self.assertIn(gift, self.Gift.with_user(self.officer).search([]))
        with self.assertRaisesRegex(UserError, "kept"):
            gift.sudo().unlink()

    def test_expiry(self):
        gift, fresh = self.offer(), self.offer()
        gift.sudo().valid_until = self.company._get_volunteer_today() - timedelta(1)
        with self.assertRaisesRegex(UserError, "until"):
            gift.with_user(self.portal_user).action_accept()
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_gift_cron_expire"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((gift.state, fresh.state), ("expired", "offered"))
        self.assertEqual(self.points(self.member), 70)

    def test_number_and_name_must_both_be_right(self):
        Gift = self.Gift.with_user(self.member_user)
        wrong = (
            {"code": self.citizen.code, "name": "Citizens"},
            {"code": self.citizen.code, "name": ""},
            {"code": self.citizen.code},
            {"code": "0" + self.citizen.code, "name": self.citizen.name},
            {"code": self.citizen.code, "name": "%"},
        )
        problems = set()
        for vals in wrong:
            answer = Gift.action_offer(1, "child", **vals)
            self.assertFalse(answer["id"])
            problems.add(answer["problem"])
        # It is never said what is wrong of the two.
        self.assertEqual(len(problems), 1)
        for _ in range(20 - len(wrong)):
            Gift.action_offer(1, "child", code="9", name="9")
        answer = Gift.action_offer(
            1, "child", code=self.citizen.code, name=self.citizen.name
        )
        self.assertIn("tomorrow", answer["problem"])
        self.assertEqual(self.points(self.member), 100)

    def test_what_is_refused(self):
        Gift = self.Gift.with_user(self.member_user)
        for points in (0, -5, "x", None, "nan", "inf", "0.001", 10**12, []):
            with self.assertRaisesRegex(UserError, "how many points"):
                Gift.action_offer(points, "child")
        for relation in ("friend", None, 5):
            with self.assertRaisesRegex(UserError, "what they are to you"):
                Gift.action_offer(1, relation)
        with self.assertRaisesRegex(UserError, "there are 100"):
            Gift.action_offer(101, "child")
        with self.assertRaisesRegex(UserError, "themselves"):
            Gift.action_offer(1, "child", code=self.member.code, name=self.member.name)
        with self.assertRaises(AccessError):
            self.Gift.with_user(self.stranger).action_offer(1, "child")
        self.company.volunteer_gifts = False
        with self.assertRaisesRegex(UserError, "no time bank"):
            Gift.action_offer(1, "child")
        self.assertEqual(self.points(self.member), 100)

    def test_limit_of_a_year(self):
        self.company.volunteer_gift_limit = 50
        gift = self.offer(30)
        with self.assertRaisesRegex(UserError, "20 are left"):
            self.offer(21)
        self.offer(20)
        # What came back was not given.
        gift.with_user(self.portal_user).action_decline()
        self.offer(30)
        # Nor does last year count.
        gifts = self.Gift.search([("giver_id", "=", self.member.id)])
        gifts.sudo().offered_on = "2020-06-01"
        self.offer(10)

    def test_a_link_gives_once(self):
        gift = self.offer_link()
        self.assertTrue(gift.by_link)
        token = self.token(gift)
        with self.assertRaises(AccessError):
            gift.with_user(self.portal_user).action_get_link()
        with self.assertRaises(AccessError):
            self.Gift.with_user(self.stranger).action_accept_link(token)
        with self.assertRaisesRegex(UserError, "themselves"):
            self.Gift.with_user(self.member_user).action_accept_link(token)
        self.Gift.with_user(self.portal_user).action_accept_link(token)
        self.assertEqual(gift.receiver_id, self.citizen)
        self.assertEqual(self.points(self.citizen), 30)
        with self.assertRaisesRegex(UserError, "not possible any more"):
            self.Gift.with_user(self.leader_user).action_accept_link(token)
        for text in ("", "x", None, 5, token[:-1], token + "A", "é"):
            with self.assertRaisesRegex(UserError, "no gift"):
                self.Gift.with_user(self.leader_user).action_accept_link(text)
        with self.assertRaisesRegex(UserError, "not possible any more"):
            gift.with_user(self.member_user).action_get_link()

    def test_a_gift_by_number_has_no_link(self):
        with self.assertRaisesRegex(UserError, "no link"):
            self.offer().with_user(self.member_user).action_get_link()

    def test_nothing_else_changes(self):
        """Credits beside the ledger: section 6 of the domain rules."""
        lines = self.claim(minutes=480)
        self.record(lines)
        names = ("hours_proven", "hours_claimed", "hours_year", "star_level", "stars")

        def shown():
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.execute("SELECT * FROM volunteer_hour ORDER BY id")
            return (
                [(self.member | self.citizen).mapped(name) for name in names],
                [self.member.read(names), self.citizen.read(names)],
                self.env.cr.fetchall(),
                self.env["volunteer.award"].search_count([]),
            )

        before = shown()
        self.offer().with_user(self.portal_user).action_accept()
        self.order(self.portal_user).with_user(self.officer).action_hand_out_known()
        self.assertEqual(shown(), before)

    def test_accounts_stay_equal_to_their_moves(self):
        self.offer(30).with_user(self.portal_user).action_accept()
        self.offer(10).with_user(self.portal_user).action_decline()
        self.order(self.portal_user).with_user(self.portal_user).action_cancel()
        self.order(self.portal_user)
        self.env.flush_all()
        for volunteer in self.member | self.citizen:
            account = self.env["volunteer.point.account"]._get_accounts_sudo(volunteer)
            self.assertEqual(
                account.balance, sum(account.move_ids.mapped("hundredths"))
            )

    def test_merging_own_copy_and_erasure(self):
        twin = self.make_volunteer("Member")
        self.give_points(twin, 20)
        accepted = self.offer(note="Quackenbush")
        accepted.with_user(self.portal_user).action_accept()
        waiting = self.offer()
        groups = self.citizen._get_own_data_sudo()
        (section,) = [s for s in groups["award"] if s["key"] == "gifts_received"]
        self.assertEqual(len(section["rows"]), 2)
        twin._merge_into_sudo(self.member)
        self.assertEqual(self.points(self.member), 60)
        self.member.with_user(self.officer).action_erase("Asked on paper")
        self.assertEqual(waiting.state, "withdrawn")
        self.assertEqual(accepted.state, "accepted")
        self.assertFalse(accepted.note)
        self.assertEqual(self.points(self.citizen), 30)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT 1 FROM volunteer_point_move WHERE reason LIKE '%Member%'"
        )
        self.assertFalse(self.env.cr.fetchall())
