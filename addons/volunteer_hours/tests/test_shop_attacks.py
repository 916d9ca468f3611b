from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import HoursCase
from .shop_common import ShopCase

WAIT = "odoo.addons.volunteer_hours.models.points.volunteer_point_account.LONGEST_WAIT"


@tagged("post_install", "-at_install")
class TestShopAttacks(ShopCase):
    """Points are like money: what people try with calls of their own."""

    def test_a_context_gives_moves_no_meaning(self):
        """A purchase that pretends to be of a rule would lift the cap of its year."""
        rule = self.env["volunteer.point.rule"].create(
            {
                "name": "Rule",
                "event": "manual",
                "points": 50,
                "year_cap": 50,
                "date_from": "2000-01-01",
            }
        )
        rule.with_user(self.officer).action_give(self.member.ids, "Well done")
        other = self.order()
        order = self.Order.browse(
            self.umbrella.with_user(self.member_user)
            .with_context(
                default_rule_id=rule.id,
                default_event_key="first:1",
                default_gift_id=1,
                default_order_id=other.id,
            )
            .action_order()
        )
        move = self.env["volunteer.point.move"].search([("order_id", "=", order.id)])
        self.assertFalse(move.rule_id)
        self.assertFalse(move.event_key)
        self.assertFalse(move.gift_id)
        gift = self.Gift.with_user(self.member_user).with_context(
            default_rule_id=rule.id, default_event_key="first:2"
        )
        gift.action_offer(5, "child")
        self.env["volunteer.point.account"]._get_accounts_sudo(
            self.member
        ).with_context(default_rule_id=rule.id, default_event_key="first:3")._move_sudo(
            "spend", -100, reason="Pretending"
        )
        moves = self.env["volunteer.point.move"].search(
            [("account_id.volunteer_id", "=", self.member.id), ("kind", "!=", "event")]
        )
        self.assertFalse(moves.rule_id)
        self.assertFalse(moves.filtered("event_key"))
        with self.assertRaisesRegex(UserError, "all points of this year"):
            rule.with_user(self.officer).action_give(self.member.ids, "Once more")

    def test_ones_own_points_on_a_record_without_login(self):
        """An employee's record is theirs, also before it is linked with the login."""
        employee = self.env["hr.employee"].create(
            {
                "name": "Officer",
                "company_id": self.company.id,
                "user_id": self.officer.id,
            }
        )
        own = self.make_volunteer("Officer")
        self.give_points(own, 30)
        own.sudo().employee_ids = [Command.link(employee.id)]
        own.sudo().user_id = False
        account = self.env["volunteer.point.account"]._get_accounts_sudo(own)
        with self.assertRaisesRegex(AccessError, "own points"):
            account.with_user(self.officer).action_correct(5, "Why not")
        with self.assertRaisesRegex(UserError, "own page"):
            self.umbrella.with_user(self.officer).action_order_for(own.id)
        order = self.umbrella.sudo()._order_sudo(own.sudo())
        answer = self.Order.with_user(self.officer).action_hand_out(order.sudo().code)
        self.assertEqual(answer["colour"], "red")
        with self.assertRaisesRegex(UserError, "Somebody else"):
            order.with_user(self.officer).action_hand_out_known()
        self.assertEqual(order.state, "ordered")

    def test_who_pays_hears_of_what_the_office_ordered(self):
        reward = self.umbrella.with_user(self.officer)
        order = self.Order.browse(reward.action_order_for(self.member.id))
        message = self.member.sent_message_ids[:1]
        self.assertIn("Umbrella", message.body)
        self.assertIn("10", message.body)
        order.with_user(self.officer).action_hand_out_known()
        self.assertEqual(
            self.member.sent_message_ids.filtered(
                lambda said: "Umbrella" in said.body
            ).mapped("title"),
            ["The volunteer office ordered for you", "Handed out to you"],
        )

    def test_a_first_service_before_a_merge_counts(self):
        rule = self.env["volunteer.point.rule"].create(
            {
                "name": "Rule",
                "event": "first",
                "points": 5,
                "company_id": self.company.id,
                "date_from": "2000-01-01",
            }
        )
        twin = self.make_volunteer("Citizen")
        self.record(self.claim(twin))
        self.assertEqual(len(rule._apply_sudo()), 1)
        twin._merge_into_sudo(self.citizen)
        self.assertFalse(rule._apply_sudo())

    def test_the_same_records_twice_pay_back_once(self):
        order = self.order()
        twice = self.Order.with_user(self.member_user).browse([order.id, order.id])
        with self.assertRaises(UserError):
            twice.action_cancel()
        gift = self.Gift.browse(
            self.Gift.with_user(self.member_user).action_offer(
                5, "parent", code=self.citizen.code, name=self.citizen.name
            )["id"]
        )
        with self.assertRaises(UserError):
            self.Gift.with_user(self.portal_user).browse(
                [gift.id, gift.id]
            ).action_accept()


@tagged("post_install", "-at_install")
class TestPointsHeld(HoursCase):
    def test_who_spends_while_hours_are_recorded_is_told(self):
        """Recording holds accounts for minutes: nobody waits with pieces in hand."""
        Account = self.env["volunteer.point.account"]
        self.env.flush_all()
        with patch(WAIT, "50ms"), self.registry.cursor() as other:
            other.execute(
                SQL("LOCK TABLE volunteer_point_account IN EXCLUSIVE MODE NOWAIT")
            )
            with self.assertRaisesRegex(UserError, "just being recorded"):
                Account._lock_accounts_sudo(self.member)
            other.rollback()
        # The transaction goes on, and waits as long as before.
        [[timeout]] = self.env.execute_query(
            SQL("SELECT current_setting('lock_timeout')")
        )
        self.assertEqual(timeout, "0")
        self.assertTrue(Account._lock_accounts_sudo(self.member))
