import base64
import json

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestOwnDataOfHours(ReportsCase):
    """Hours and certificates in the own copy, and what erasure leaves of them."""

    def _rows(self, data, group, key):
        (section,) = [s for s in data["groups"][group] if s["key"] == key]
        return section["rows"]

    def test_own_copy(self):
        lines = self.claim_recorded(self.citizen, count=2, description="Read aloud")
        self.issue(self.officer, self.citizen.id)
        data = self.citizen.with_user(self.portal_user).get_own_data()
        hours = self._rows(data, "service", "hours")
        self.assertEqual(
            {row["ledger_no"] for row in hours}, set(lines.mapped("ledger_no"))
        )
        self.assertEqual({row["description"] for row in hours}, {"Read aloud"})
        (certificate,) = self._rows(data, "service", "certificates")
        self.assertEqual(certificate["volunteer_name"], "Citizen")
        json.dumps(data)

    def test_hours_stay_and_the_ledger_holds(self):
        lines = self.claim_recorded(self.citizen, count=2, description="Read aloud")
        certificate = self.issue(self.officer, self.citizen.id)
        before = [(line.ledger_no, line.minutes, line.digest) for line in lines]
        self.assertEqual(set(certificate.line_ids.mapped("content")), {"Read aloud"})
        self.env.cr.execute(
            "ALTER TABLE volunteer_approval DISABLE TRIGGER volunteer_approval_locked"
        )
        lines.approval_ids.sudo().note = "Citizen reads well"
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE volunteer_approval ENABLE TRIGGER volunteer_approval_locked"
        )
        self.citizen.with_user(self.officer).action_erase("Asked on paper")
        self.env.invalidate_all()
        self.assertFalse(any(certificate.line_ids.mapped("content")))
        self.assertTrue(lines.approval_ids)
        self.assertFalse(any(lines.approval_ids.mapped("note")))
        self.assertEqual(
            [(line.ledger_no, line.minutes, line.digest) for line in lines], before
        )
        self.assertFalse(any(lines.mapped("description")))
        self.assertEqual(set(lines.volunteer_id), {self.citizen})
        self.assertFalse(self.env["volunteer.notice"]._find_ledger_break(self.company))
        self.assertEqual(certificate.volunteer_name, "C*")

    def test_honours(self):
        award = self.env["volunteer.award"].create(
            {
                "volunteer_id": self.citizen.id,
                "company_id": self.company.id,
                "name": "Good Neighbour",
                "granted_by": "The city",
                "is_outside": True,
                "proof": base64.b64encode(b"scan"),
                "proof_name": "citizen.pdf",
                "note": "Read by Citizen",
            }
        )
        data = self.citizen.with_user(self.portal_user).get_own_data()
        (row,) = self._rows(data, "award", "awards")
        self.assertEqual(
            (row["name"], row["proof_name"]), ("Good Neighbour", "citizen.pdf")
        )
        self.citizen.with_user(self.officer).action_erase("Asked on paper")
        self.assertEqual(award.name, "Good Neighbour")
        self.assertFalse(award.proof)
        self.assertFalse(award.note)
        self.assertNotIn("citizen", award.proof_name)

    def test_recorded_lines_stay_locked(self):
        """The erasure opens the ledger for nothing else."""
        line = self.claim_recorded(self.citizen, description="Read aloud")
        self.citizen.with_user(self.officer).action_erase("Asked on paper")
        with self.assertRaises(UserError):
            line.sudo().write({"description": "Something else"})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE volunteer_hour SET description = 'x' WHERE id = %s",
                [line.id],
            )
