from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .shop_common import ShopCase


@tagged("post_install", "-at_install")
class TestShop(ShopCase):
    """Ordering, picking up and giving back."""

    # ------------------------------------------------------------------
    # Ordering
    # ------------------------------------------------------------------

    def test_an_order_takes_a_piece_and_the_points(self):
        order = self.order()
        self.assertEqual(self.umbrella.stock, 4)
        self.assertEqual(self.points(self.member), 90)
        self.assertEqual(order.state, "ordered")
        self.assertEqual(
            order.pickup_until,
            self.company._get_volunteer_today() + timedelta(days=14),
        )
        move = self.env["volunteer.point.move"].search([("order_id", "=", order.id)])
        self.assertEqual((move.kind, move.points), ("spend", -10))
        # What was ordered keeps the price of its day.
        self.umbrella.price = 50
        order.with_user(self.member_user).action_cancel()
        self.assertEqual(self.points(self.member), 100)

    def test_the_last_piece_is_sold_once(self):
        self.umbrella.with_user(self.officer).action_change_stock(-4)
        self.order()
        with self.assertRaisesRegex(UserError, "sold out"):
            self.order()
        self.assertEqual(self.points(self.member), 90)
        self.umbrella.with_user(self.officer).action_change_stock(1)
        self.order()
        self.assertEqual(self.umbrella.stock, 0)
        self.assertEqual(self.umbrella.supplied, 2)

    def test_why_not(self):
        reward = self.umbrella
        today = self.company._get_volunteer_today()
        day = timedelta(days=1)
        for vals, text in (
            ({"price": 101}, "101 points are needed; there are 100"),
            ({"minimum_balance": 200}, "200 points are needed"),
            ({"date_from": today + day}, "From"),
            ({"date_to": today - day}, "until"),
        ):
            with self.subTest(vals=vals):
                before = {name: reward[name] for name in vals}
                reward.write(vals)
                with self.assertRaisesRegex(UserError, text):
                    self.order()
                reward.write(before)
        with self.assertRaisesRegex(UserError, "10 points are needed; there are 0"):
            self.order(self.portal_user)
        reward.with_user(self.officer).action_close()
        with self.assertRaises(AccessError):
            self.order()
        with self.assertRaisesRegex(AccessError, "Only volunteers"):
            self.umbrella.with_user(self.stranger).action_order()
        self.assertEqual(self.umbrella.stock, 5)
        self.assertEqual(self.points(self.member), 100)

    def test_at_most_per_person(self):
        self.umbrella.limit_per_person = 1
        order = self.order()
        with self.assertRaisesRegex(UserError, "At most 1 per person"):
            self.order()
        order.with_user(self.member_user).action_cancel()
        self.order()

    def test_a_debt_blocks_orders(self):
        self.give_points(self.member, -130)
        with self.assertRaisesRegex(UserError, "in debt"):
            self.order()
        self.give_points(self.member, 40)
        self.order()
        self.assertEqual(self.points(self.member), 0)

    def test_the_suspended_order_nothing(self):
        self.member.action_suspend("Leave")
        with self.assertRaisesRegex(UserError, "not a registered volunteer"):
            self.order()

    def test_another_units_shop(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        reward = self.make_reward("Cup", price=1, stock=1)
        reward.sudo().company_id = other
        with self.assertRaises(AccessError):
            self.order(reward=reward)
        with self.assertRaisesRegex(UserError, "for the volunteers of Other"):
            reward._order_sudo(self.member)

    def test_the_office_orders_for_who_comes_to_the_desk(self):
        reward = self.umbrella.with_user(self.officer)
        order = self.Order.browse(reward.action_order_for(self.member.id))
        self.assertEqual(order.volunteer_id, self.member)
        self.assertEqual(self.points(self.member), 90)
        with self.assertRaises(AccessError):
            self.umbrella.with_user(self.leader_user).action_order_for(self.member.id)
        own = self.make_volunteer("Office", self.officer)
        self.give_points(own, 10)
        with self.assertRaisesRegex(UserError, "your own page"):
            reward.action_order_for(own.id)

    # ------------------------------------------------------------------
    # Picking up
    # ------------------------------------------------------------------

    def test_a_code_hands_out_once(self):
        order = self.order()
        desk = self.Order.with_user(self.officer)
        code = order.sudo().code
        found = desk.action_look_up(code.lower())
        self.assertTrue(found["waiting"])
        self.assertEqual(found["order"], order.id)
        self.assertEqual(order.state, "ordered")
        answer = desk.action_hand_out(code)
        self.assertEqual(answer["colour"], "green")
        self.assertIn("Umbrella", answer["text"])
        self.assertEqual(order.state, "handed_out")
        self.assertEqual(order.handed_out_by, self.officer)
        again = desk.action_hand_out(code)
        self.assertEqual(again["colour"], "amber")
        self.assertIn(self.officer.name, again["text"])
        self.assertEqual(self.umbrella.stock, 4)
        with self.assertRaisesRegex(UserError, "not possible any more"):
            order.with_user(self.member_user).action_cancel()

    def test_codes_that_hand_out_nothing(self):
        desk = self.Order.with_user(self.officer)
        for code in ("", "x", None, 5, "ABCD2345"):
            self.assertEqual(desk.action_hand_out(code)["colour"], "red")
        order = self.order()
        order.with_user(self.member_user).action_cancel()
        self.assertEqual(desk.action_hand_out(order.sudo().code)["colour"], "red")
        own = self.make_volunteer("Office", self.officer)
        self.give_points(own, 10)
        order = self.order(self.officer)
        answer = desk.action_hand_out(order.sudo().code)
        self.assertEqual((answer["colour"], answer["title"]), ("red", "Your own order"))
        self.assertEqual(order.state, "ordered")
        # Nor without its code.
        with self.assertRaisesRegex(UserError, "Somebody else of the office"):
            order.with_user(self.officer).action_hand_out_known()
        order.with_user(self.other_officer).action_hand_out_known()
        self.assertEqual(order.state, "handed_out")

    def test_who_hands_out(self):
        order = self.order()
        for user in (self.member_user, self.portal_user, self.leader_user):
            with self.assertRaises(AccessError, msg=user.login):
                self.Order.with_user(user).action_hand_out(order.sudo().code)
            with self.assertRaises(AccessError, msg=user.login):
                self.Order.with_user(user).action_look_up(order.sudo().code)
            with self.assertRaises(AccessError, msg=user.login):
                order.with_user(user).action_hand_out_known()

    def test_another_units_office_finds_nothing(self):
        order = self.order()
        other = self.env["res.company"].create({"name": "Other Hospital"})
        officer = self.make_user("shop_elsewhere", "volunteer_base.group_officer")
        officer.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        desk = self.Order.with_user(officer).with_context(allowed_company_ids=other.ids)
        self.assertFalse(desk.action_look_up(order.sudo().code)["order"])
        with self.assertRaises(AccessError):
            order.with_user(officer).with_context(
                allowed_company_ids=other.ids
            ).action_cancel("No")

    def test_only_the_owners_page_has_the_code(self):
        order = self.order()
        for user in (self.member_user, self.officer, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                order.with_user(user).read(["code"])
            with self.assertRaises(AccessError):
                self.Order.with_user(user).search([("code", "=like", "A%")])

    # ------------------------------------------------------------------
    # Giving back
    # ------------------------------------------------------------------

    def test_the_office_cancels_with_a_reason(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "reason"):
            order.with_user(self.officer).action_cancel()
        order.with_user(self.officer).action_cancel("Broken in the cupboard")
        self.assertEqual(order.state, "cancelled")
        self.assertEqual(order.ended_by, self.officer)
        self.assertEqual(self.points(self.member), 100)
        self.assertEqual(self.umbrella.stock, 5)
        message = self.member.sent_message_ids[:1]
        self.assertIn("Broken in the cupboard", message.body)

    def test_others_cancel_nothing(self):
        order = self.order()
        for user in (self.portal_user, self.leader_user, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                order.with_user(user).action_cancel("No")

    def test_what_nobody_picks_up_goes_back(self):
        kept, late = self.order(), self.order()
        today = self.company._get_volunteer_today()
        kept.sudo().pickup_until = today
        late.sudo().pickup_until = today - timedelta(days=1)
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_reward_order_cron_due"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((kept.state, late.state), ("ordered", "expired"))
        self.assertEqual(self.points(self.member), 90)
        self.assertEqual(self.umbrella.stock, 4)
        titles = self.member.sent_message_ids.mapped("title")
        self.assertEqual(titles.count("Your points are back"), 1)
        self.assertEqual(titles.count("Your reward is waiting for you"), 1)
        with self.enter_registry_test_mode():
            self.env.ref(
                "volunteer_hours.volunteer_reward_order_cron_due"
            ).method_direct_trigger()
        self.assertEqual(len(self.member.sent_message_ids), len(titles))

    def test_without_end(self):
        self.company.volunteer_pickup_days = 0
        self.assertFalse(self.order().pickup_until)

    # ------------------------------------------------------------------
    # Counters and rights
    # ------------------------------------------------------------------

    def test_stock_changes_by_its_button_only(self):
        reward = self.umbrella.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Change Stock"):
            reward.write({"stock": 99})
        with self.assertRaises(AccessError):
            reward.write({"supplied": 99})
        with self.assertRaises(AccessError):
            reward.write({"state": "draft"})
        with self.assertRaisesRegex(UserError, "sold out"):
            reward.action_change_stock(-6)
        for pieces in (0, "many", None):
            with self.assertRaisesRegex(UserError, "how many"):
                reward.action_change_stock(pieces)
        with self.assertRaises(AccessError):
            self.umbrella.with_user(self.member_user).action_change_stock(1)
        self.assertEqual((reward.stock, reward.supplied), (5, 5))

    def test_the_database_holds_the_counter(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.umbrella.sudo().stock = -1
            self.env.flush_all()

    def test_a_wrong_counter_is_noticed(self):
        self.order()
        self.assertFalse(
            self.umbrella.id
            in dict(self.env["volunteer.reward"]._find_wrong_stock_sudo())
        )
        self.umbrella.sudo().stock = 3
        wrong = dict(self.env["volunteer.reward"]._find_wrong_stock_sudo())
        self.assertEqual(wrong[self.umbrella.id], 4)
        with self.assertLogs(level="ERROR") as logs:
            self.env["volunteer.reward"]._check_stock_sudo()
        self.assertIn("3 pieces left", "".join(logs.output))

    def test_nobody_writes_orders(self):
        order = self.order()
        for user in (self.member_user, self.officer):
            with self.assertRaises(AccessError):
                order.with_user(user).write({"state": "cancelled"})
            with self.assertRaises(AccessError):
                self.Order.with_user(user).create(
                    {
                        "reward_id": self.umbrella.id,
                        "volunteer_id": self.member.id,
                        "company_id": self.company.id,
                        "price": 1,
                    }
                )
        with self.assertRaisesRegex(UserError, "kept"):
            order.sudo().unlink()
        with self.assertRaisesRegex(UserError, "close them"):
            self.umbrella.with_user(self.officer).unlink()

    def test_who_sees_what(self):
        own = self.order()
        draft = self.env["volunteer.reward"].create(
            {"name": "Secret", "company_id": self.company.id}
        )
        Reward = self.env["volunteer.reward"]
        for user in (self.member_user, self.portal_user):
            seen = Reward.with_user(user).search([])
            self.assertIn(self.umbrella, seen)
            self.assertNotIn(draft, seen)
        self.assertEqual(self.Order.with_user(self.member_user).search([]), own)
        self.assertFalse(self.Order.with_user(self.portal_user).search([]))
        self.assertFalse(self.Order.with_user(self.leader_user).search([]))
        self.assertIn(own, self.Order.with_user(self.officer).search([]))

    def test_obstacles_of_many_in_as_many_queries_as_of_one(self):
        rewards = self.umbrella | self.env["volunteer.reward"].create(
            [
                {"name": f"Cup {n}", "company_id": self.company.id, "stock": 1}
                for n in range(19)
            ]
        )

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.sudo()._get_obstacles_sudo(self.member)
            return self.env.cr.sql_log_count - before

        count(rewards)
        self.assertEqual(count(self.umbrella), count(rewards))

    # ------------------------------------------------------------------
    # Merging, own copy, erasure
    # ------------------------------------------------------------------

    def test_a_merged_persons_orders_follow(self):
        twin = self.make_volunteer("Member")
        self.give_points(twin, 10)
        self.umbrella.limit_per_person = 1
        order = self.Order.browse(
            self.umbrella.with_user(self.officer).action_order_for(twin.id)
        )
        twin._merge_into_sudo(self.member)
        self.assertEqual(order.volunteer_id, self.member)
        with self.assertRaisesRegex(UserError, "At most 1"):
            self.order()
        order.with_user(self.member_user).action_cancel()
        self.assertEqual(self.points(self.member), 110)

    def test_own_copy(self):
        self.order()
        groups = self.member._get_own_data_sudo()
        (section,) = [s for s in groups["award"] if s["key"] == "reward_orders"]
        self.assertEqual(section["rows"][0]["price"], 10)

    def test_erasure_gives_the_piece_back(self):
        order = self.order()
        done = self.order()
        done.with_user(self.officer).action_hand_out_known()
        order.sudo().reason = "Somebody wrote this"
        self.member.with_user(self.officer).action_erase("Asked on paper")
        self.assertEqual((order.state, done.state), ("cancelled", "handed_out"))
        self.assertFalse(order.reason)
        self.assertEqual(self.umbrella.stock, 4)
        self.assertFalse(self.env["volunteer.reward"]._find_wrong_stock_sudo())

    def test_tile_counts_what_waits(self):
        self.order()
        tiles = {
            tile["key"]: tile
            for tile in self.env["volunteer.home"].with_user(self.officer).get_tiles()
        }
        self.assertEqual(tiles["reward_orders"]["count"], 1)

    def test_wizards(self):
        wizard = self.env["volunteer.stock.wizard"].with_user(self.officer)
        wizard.create({"reward_id": self.umbrella.id, "pieces": 3}).action_confirm()
        self.assertEqual(self.umbrella.stock, 8)
        wizard = self.env["volunteer.reward.order.wizard"].with_user(self.officer)
        wizard.create(
            {"reward_id": self.umbrella.id, "volunteer_id": self.member.id}
        ).action_confirm()
        self.assertEqual(self.umbrella.order_ids.state, "handed_out")
        self.assertTrue(self.umbrella.order_ids.handed_out_on)
