from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestProjectClaim(NeedsCommon):
    """Party members claim community projects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["volunteer.branch"].create(
            {"name": "Ward branch", "company_id": cls.company.id}
        )
        cls.portal_volunteer.branch_id = cls.branch
        cls.project.write({"kind": "community", "claim_seats": 1})
        cls.project.action_start()
        cls.own = cls.project.with_user(cls.portal)

    def _claim(self, user=None):
        return self.env["volunteer.project.claim"].browse(
            self.project.with_user(user or self.portal).action_claim()
        )

    def test_claimed_and_done(self):
        claim = self._claim()
        self.assertEqual(claim.volunteer_id, self.portal_volunteer)
        self.assertTrue(claim.as_party_member)
        self.assertEqual(self.project.claims_taken, 1)
        own = claim.with_user(self.portal)
        with self.assertRaises(UserError):
            own.action_done("")
        own.action_done("Planted trees")
        self.assertEqual((claim.state, claim.note), ("done", "Planted trees"))
        self.assertEqual(
            claim.date_done, self.company._get_volunteer_today(), "for the report"
        )
        with self.assertRaises(UserError):
            own.action_release()

    def test_as_many_as_there_are_places(self):
        self.project.claim_for = "all"
        self._claim()
        with self.assertRaisesRegex(UserError, "Others have claimed"):
            self._claim(self.staff)
        with self.assertRaises(AccessError):
            self.project.with_user(self.officer).write({"claims_taken": 0})
        self.project.claim_seats = 2
        self._claim(self.staff)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.project.claim_seats = 1

    def test_given_back(self):
        self.project.claim_for = "all"
        claim = self._claim()
        with self.assertRaises(AccessError):
            claim.with_user(self.staff).action_release()
        claim.with_user(self.portal).action_release()
        self.assertEqual(self.project.claims_taken, 0)
        self._claim(self.staff)
        self.staff_volunteer.action_leave("Moves")
        self.assertEqual(self.project.claims_taken, 0)
        self._claim()

    def test_who_claims(self):
        with self.assertRaisesRegex(UserError, "party members"):
            self._claim(self.staff)
        with self.assertRaises(AccessError):
            self._claim(self.nurse)
        self._claim()
        with self.assertRaisesRegex(UserError, "already"):
            self._claim()
        self.project.kind = "regular"
        with self.assertRaisesRegex(UserError, "cannot be claimed"):
            self.project.with_user(self.portal).action_claim()

    def test_what_the_page_offers(self):
        Project = self.env["volunteer.project"].with_user(self.portal)

        def offered():
            return Project.search(Project._domain_claimable_for(self.portal_volunteer))

        self.assertIn(self.own, offered())
        claim = self._claim()
        self.assertNotIn(self.own, offered())
        claim.with_user(self.portal).action_release()
        self.assertIn(self.own, offered())
        self.portal_volunteer.branch_id = False
        self.assertNotIn(self.own, offered())

    def test_political_status_is_not_shown(self):
        claim = self._claim()
        with self.assertRaises(AccessError):
            claim.with_user(self.portal).read(["as_party_member"])
        with self.assertRaises(AccessError):
            claim.with_user(self.leader).read(["volunteer_id"])
        self.assertTrue(claim.with_user(self.officer).as_party_member)


@tagged("post_install", "-at_install")
class TestPostTitle(NeedsCommon):
    def test_plaques_are_not_given_twice(self):
        vals = {
            "name": "Model post",
            "post_id": self.post.id,
            "company_id": self.company.id,
            "date_granted": "2026-07-01",
            "plaque_no": "P-1",
        }
        title = self.env["volunteer.post.title"].with_user(self.officer).create(vals)
        self.assertEqual(self.post.title_ids, title.sudo())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                title.create(vals)
        title.create({**vals, "plaque_no": False})
        title.create({**vals, "plaque_no": False, "post_id": self.second_post.id})
        with self.assertRaises(AccessError):
            title.with_user(self.leader).write({"name": "Mine"})
