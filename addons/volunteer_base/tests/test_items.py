from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestItems(VolunteerCommon):
    """Badges and vests: out once, asked for when their holder leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.badge, cls.vest, cls.cap = cls.env["volunteer.item"].create(
            [
                {"name": "Badge", "numbered": True},
                {"name": "Vest"},
                {"name": "Cap", "to_return": False},
            ]
        )
        cls.issue = cls._give(cls.badge, cls.staff_volunteer, number=" A 01 ")

    @classmethod
    def _give(cls, item, volunteer, **vals):
        return cls.env["volunteer.item.issue"].create(
            {
                "item_id": item.id,
                "volunteer_id": volunteer.id,
                "company_id": cls.company.id,
                **vals,
            }
        )

    def test_number(self):
        self.assertEqual(self.issue.number, "A01")
        with self.assertRaises(ValidationError):
            self._give(self.badge, self.portal_volunteer)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._give(self.badge, self.portal_volunteer, number="A01")
        self.issue.action_return()
        again = self._give(self.badge, self.portal_volunteer, number="A01")
        self.assertEqual(self.badge.out_count, 1)
        self.assertFalse(again.overdue)

    def test_back_and_lost(self):
        issue = self.issue.with_user(self.officer)
        with self.assertRaises(AccessError):
            issue.write({"is_lost": True})
        with self.assertRaises(UserError):
            issue.action_lose(" ")
        issue.action_lose("Left on the bus")
        self.assertTrue(issue.is_lost)
        self.assertEqual(issue.note, "Left on the bus")
        self.assertFalse(self.badge.out_count)
        with self.assertRaises(UserError):
            issue.action_return()

    def test_found_again(self):
        issue = self.issue.with_user(self.officer)
        issue.action_lose("Left on the bus")
        issue.date_back = False
        self.assertFalse(issue.is_lost)
        self.assertEqual(self.badge.out_count, 1)
        issue.action_return()
        self.assertTrue(issue.date_back)

    def test_whoever_leaves_is_asked(self):
        Issue = self.env["volunteer.item.issue"]
        self._give(self.cap, self.staff_volunteer)
        loan = self._give(
            self.vest,
            self.portal_volunteer,
            date_out=fields.Date.today() - timedelta(days=9),
            date_due=fields.Date.today() - timedelta(days=1),
        )
        ours = [("company_id", "=", self.company.id)]
        self.assertEqual(Issue.search([*ours, ("overdue", "=", True)]), loan)
        self.staff_volunteer.with_user(self.officer).action_leave("Retired")
        # The cap is a present.
        self.assertEqual(
            Issue.search([*ours, ("overdue", "=", True)]), self.issue | loan
        )
        self.assertTrue(self.issue.overdue)
        todo = self.staff_volunteer.activity_ids.filtered(
            lambda activity: activity.volunteer_matter == "items"
        )
        self.assertEqual(len(todo), 1)
        self.assertIn(todo.user_id, self.officer | self.manager)
        self.issue.action_return()
        self.assertFalse(todo.exists(), "nothing is left to ask for")
        self.assertEqual(Issue.search([*ours, ("overdue", "!=", False)]), loan)

    def test_nobody_is_asked_for_nothing(self):
        self.issue.action_return()
        self.staff_volunteer.action_leave("Retired")
        self.assertFalse(
            self.staff_volunteer.activity_ids.filtered(
                lambda activity: activity.volunteer_matter == "items"
            )
        )

    def test_units(self):
        foreign = self.env["volunteer.item"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        with self.assertRaises(ValidationError):
            self._give(foreign, self.staff_volunteer)
        other = self._new_user(
            "items_other", "volunteer_base.group_officer", self.other_company
        )
        self.assertFalse(self.env["volunteer.item.issue"].with_user(other).search([]))

    def test_own_items(self):
        self._give(self.vest, self.portal_volunteer)
        own = self.env["volunteer.item.issue"].with_user(self.staff).search([])
        self.assertEqual(own.sudo(), self.issue)
        with self.assertRaises(AccessError):
            own.action_return()

    def _give_many(self, volunteers, user=None, **vals):
        return (
            self.env["volunteer.item.wizard"]
            .with_user(user or self.officer)
            .with_context(active_model="volunteer.volunteer", active_ids=volunteers.ids)
            .create({"item_id": self.badge.id, "company_id": self.company.id, **vals})
        )

    def test_give_to_many(self):
        both = self.portal_volunteer | self.leader_volunteer
        wizard = self._give_many(both, first_number="A 099")
        self.assertEqual(wizard.volunteer_ids, both)
        wizard.action_give()
        self.assertEqual(
            both.sorted("code").item_issue_ids.sorted("number").mapped("number"),
            ["A099", "A100"],
        )
        with self.assertRaisesRegex(UserError, "end in digits"):
            self._give_many(both, first_number="A").action_give()
        with self.assertRaises(ValidationError):
            self._give_many(both).action_give()
        with self.assertRaises(AccessError):
            self._give_many(both, self.leader, first_number="B1")

    def test_queries_of_many(self):
        def give(count, prefix):
            people = self.env["volunteer.volunteer"].create(
                [
                    {"name": f"Person {number}", "company_id": self.company.id}
                    for number in range(count)
                ]
            )
            wizard = self._give_many(people, first_number=f"{prefix}001")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_give()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        give(1, "X")
        self.assertLessEqual(give(30, "Y"), give(1, "Z") + 2)
