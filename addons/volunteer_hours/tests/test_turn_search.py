from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..models.queue.volunteer_hour_search import without_fulfilled
from .common import HoursCase


@tagged("post_install", "-at_install")
class TestTurnSearch(HoursCase):
    """Looking for what waits for somebody: faster, and never past a rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.send_claims_to(cls.stranger)
        cls.line = cls.claim()
        cls.line.action_submit()
        cls.MyHour = cls.Hour.with_user(cls.stranger)
        cls.my_turn = [("my_turn", "=", True)]

    def test_whose_turn_it_is_finds_the_line(self):
        own = self.claim(self.citizen, minutes=60)
        self.assertEqual(self.MyHour.search(self.my_turn), self.line)
        self.assertEqual(self.MyHour.search_count(self.my_turn), 1)
        [(_approver, count)] = self.MyHour._read_group(
            self.my_turn, ["approver_id"], ["__count"]
        )
        self.assertEqual(count, 1)
        self.assertFalse(self.MyHour.search([*self.my_turn, ("id", "=", own.id)]))

    def test_the_turn_of_others_is_hidden(self):
        """Asking for somebody else's turn, or for mine among others, widens nothing."""
        waiting = [("approver_id", "=", self.stranger.id)]
        for user in (self.portal_user, self.make_user("test_nosy", "base.group_user")):
            found = self.Hour.with_user(user).search(waiting)
            self.assertFalse(found)
        both = [("approver_id", "in", (self.stranger | self.officer).ids)]
        self.line.sudo().approver_id = self.officer
        self.assertFalse(self.MyHour.search(both))
        either = ["|", *waiting, ("state", "=", "submitted")]
        self.assertFalse(self.MyHour.search(either))

    def test_units_are_asked_all_the_same(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.stranger.company_ids |= other
        there = self.MyHour.with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.search(self.my_turn))
        here = self.MyHour.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(here.search(self.my_turn), self.line)

    def test_a_unit_that_is_asked_for_is_no_key(self):
        """The part of the rules on people stands, and one reads own hours anywhere."""
        unit = [("company_id", "=", self.company.id)]
        self.assertEqual(self.MyHour.search(unit), self.line)
        nobody = self.make_user("test_nobody", "base.group_user")
        self.assertFalse(self.Hour.with_user(nobody).search(unit))
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.member_user.write(
            {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
        )
        there = self.Hour.with_user(self.member_user)
        there = there.with_context(allowed_company_ids=other.ids)
        self.assertEqual(there.search(unit), self.line)

    def test_a_narrower_rule_holds(self):
        """What a hospital writes into the rule counts, and not what we ship."""
        rule = self.env.ref("volunteer_hours.volunteer_hour_rule_user")
        rule.domain_force = "[('volunteer_id.user_id', '=', user.id)]"
        self.assertFalse(self.MyHour.search(self.my_turn))
        rule.domain_force = "[(0, '=', 1)]"
        self.assertFalse(self.MyHour.search(self.my_turn))

    def test_nobody_without_access(self):
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.Hour.with_user(public).search(self.my_turn)

    def test_what_is_left_of_a_rule(self):
        one, two, three = (Domain(name, "in", [1]) for name in "abc")
        unit = Domain("u", "in", [1])
        rule = unit & (one | two | three)
        for asked in (one, one | two, three & (one | two)):
            self.assertEqual(without_fulfilled(rule, asked), unit)
        for asked in (Domain.TRUE, one | Domain("d", "=", 1), ~one, unit | one):
            self.assertEqual(without_fulfilled(rule, asked), rule)
        # Whoever asks may see less of the related records than the rule does.
        related = Domain("d", "any", [("e", "in", [1])])
        for asked in (related, ~related, one | related):
            self.assertEqual(without_fulfilled(asked, asked), asked)
        self.assertTrue(without_fulfilled(one | two, one).is_true())
        self.assertTrue(without_fulfilled(Domain.FALSE, one).is_false())
