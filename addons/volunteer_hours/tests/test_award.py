import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestAward(HoursCase):
    def _grant(self, user=None, **vals):
        return (
            self.env["volunteer.award"]
            .with_user(user or self.officer)
            .create(
                {
                    "name": "Volunteer of the Year",
                    "volunteer_id": self.member.id,
                    "company_id": self.company.id,
                    "granted_by": "Test Hospital",
                    "date": "2026-03-05",
                    **vals,
                }
            )
        )

    def test_outside_needs_a_proof(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._grant(is_outside=True)
        award = self._grant(
            is_outside=True,
            proof=base64.b64encode(b"scan"),
            proof_name="certificate.pdf",
        )
        self.assertTrue(award.is_outside)

    def test_own_honours_only(self):
        award = self._grant()
        Award = self.env["volunteer.award"]
        self.assertEqual(Award.with_user(self.member_user).search([]), award)
        self.assertFalse(Award.with_user(self.portal_user).search([]))
        for user in (self.member_user, self.leader_user):
            with self.assertRaises(AccessError):
                self._grant(user)

    def test_own_copy_names_them(self):
        self._grant()
        copy = self.member.with_user(self.member_user).get_own_data()
        # Once each, however many sections there are.
        (section,) = [s for s in copy["groups"]["award"] if s["key"] == "awards"]
        self.assertEqual(len(section["rows"]), 1)
        self.assertEqual(section["rows"][0]["name"], "Volunteer of the Year")

    def test_leaders_see_whom_they_lead_now(self):
        award = self._grant(note="Told by a neighbour", proof_name="scan.pdf")
        Award = self.env["volunteer.award"].with_user(self.leader_user)
        self.assertEqual(Award.search([]), award)
        for name in ("note", "proof", "proof_name"):
            with self.assertRaises(AccessError, msg=name):
                award.with_user(self.leader_user).read([name])
        self.member.member_ids.write({"date_to": "2021-01-01"})
        self.env.invalidate_all()
        self.assertFalse(Award.search([]))
