import base64
import io

from PIL import Image
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HoursCase


def picture(side=40, form="PNG"):
    """Return a picture in base64, as browsers send it."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), "teal").save(buffer, form)
    return base64.b64encode(buffer.getvalue()).decode()


PDF = base64.b64encode(b"%PDF-1.7 receipt").decode()


@tagged("post_install", "-at_install")
class TestEvidence(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.Hour.browse(
            cls.Hour.with_user(cls.portal_user).action_claim(
                cls.start.date().isoformat(),
                60,
                "Read to children",
                cls.project.id,
                attachments=[("ward.png", picture(3000)), ("paper.pdf", PDF)],
            )
        )

    def test_added_with_the_claim(self):
        photo, paper = self.line.evidence_ids
        self.assertEqual(self.line.evidence_count, 2)
        self.assertEqual((photo.name, photo.mimetype), ("ward.jpg", "image/jpeg"))
        with Image.open(io.BytesIO(base64.b64decode(photo.file))) as small:
            self.assertEqual(small.size, (1600, 1600))
        self.assertEqual((paper.name, paper.is_image), ("paper.pdf", False))
        self.assertEqual(photo.uploaded_by, self.portal_user)

    def test_what_is_no_evidence(self):
        add = self.line.with_user(self.portal_user).action_add_evidence
        for files, sentence in (
            ([("a.exe", base64.b64encode(b"MZ").decode())], "photo"),
            ([("a.pdf", "not base64!")], "photo"),
            ([("a.jpg", base64.b64encode(b"\xff\xd8\xff").decode())], "cannot be read"),
            (["a.pdf"], "photo"),
            ("a.pdf", "cannot be read"),
            ([("a.pdf", PDF)] * 10, "Up to 9"),
            ([("a.pdf", PDF)] * 8, "up to 9"),
        ):
            with self.subTest(files=str(files)[:40]):
                with self.assertRaisesRegex(UserError, sentence):
                    add(files)
        self.assertEqual(self.line.evidence_count, 2)

    def test_who_sees_it(self):
        """Exactly those who see the line."""
        for user in (
            self.portal_user,
            self.member_user,
            self.leader_user,
            self.officer,
            self.stranger,
        ):
            with self.subTest(user=user.login):
                line = self.line.with_user(user)
                evidence = self.line.evidence_ids.with_user(user)
                self.assertEqual(evidence.has_access("read"), line.has_access("read"))
                self.assertEqual(
                    bool(evidence.search([("hour_id", "=", line.id)])),
                    line.has_access("read"),
                )
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "volunteer.hour.evidence"),
                ("res_field", "=", "file"),
                ("res_id", "in", self.line.evidence_ids.ids),
            ]
        )
        self.assertEqual(len(files), 2)
        self.assertTrue(files.with_user(self.leader_user).has_access("read"))
        self.assertFalse(files.with_user(self.member_user).has_access("read"))

    def test_nobody_writes_it(self):
        """Nor exchanges the file below it."""
        evidence = self.line.evidence_ids[:1]
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", evidence._name),
                ("res_field", "=", "file"),
                ("res_id", "=", evidence.id),
            ]
        )
        for user in (self.portal_user, self.officer):
            with self.assertRaises(AccessError):
                evidence.with_user(user).write({"file": PDF})
            with self.assertRaises(AccessError):
                evidence.with_user(user).unlink()
            with self.assertRaises(AccessError):
                file.with_user(user).write({"datas": PDF})
            with self.assertRaises(AccessError):
                self.env[evidence._name].with_user(user).create(
                    {"hour_id": self.line.id, "file": PDF}
                )

    def test_until_when(self):
        own = self.line.with_user(self.portal_user)
        photo, paper = self.line.evidence_ids
        with self.assertRaises(AccessError):
            self.line.with_user(self.member_user).action_add_evidence([("b.pdf", PDF)])
        own.action_remove_evidence(paper.ids)
        self.assertEqual(self.line.evidence_ids, photo)
        own.action_submit()
        own.action_add_evidence([("b.pdf", PDF)])
        with self.assertRaisesRegex(UserError, "Withdraw"):
            own.action_remove_evidence(photo.ids)
        own.with_user(self.leader_user).action_approve()
        own.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(UserError, "before hours are approved"):
            own.action_add_evidence([("c.pdf", PDF)])

    def test_files_of_other_lines_stay(self):
        other = self.claim(self.member)
        other._add_evidence_sudo([("other.pdf", PDF)])
        self.line.with_user(self.portal_user).action_remove_evidence(
            other.evidence_ids.ids
        )
        self.assertTrue(other.evidence_ids.exists())

    def test_a_deleted_draft_takes_its_files_along(self):
        evidence = self.line.evidence_ids
        with self.assertRaises(AccessError):
            self.line.with_user(self.portal_user).unlink()
        self.assertTrue(evidence.exists())
        self.line.with_user(self.officer).unlink()
        self.assertFalse(evidence.exists())

    def test_locked_once_recorded(self):
        self.record(self.line)
        evidence = self.line.evidence_ids
        with self.assertRaisesRegex(UserError, "kept with them"):
            evidence.unlink()
        for statement in (
            "UPDATE volunteer_hour_evidence SET digest = 'x' WHERE hour_id = %s",
            "DELETE FROM volunteer_hour_evidence WHERE hour_id = %s",
            "INSERT INTO volunteer_hour_evidence (hour_id, uploaded_by) VALUES (%s, 1)",
        ):
            with (
                self.subTest(statement[:6]),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement, [self.line.id])

    def test_erasure_drops_files_of_recorded_hours_too(self):
        self.record(self.line)
        evidence = self.line.evidence_ids
        self.citizen._erase_sudo()
        self.assertEqual(evidence.exists(), evidence)
        self.assertFalse(any(evidence.mapped("name")) or any(evidence.mapped("file")))
        self.assertTrue(all(evidence.mapped("digest")))

    def test_own_copy(self):
        own = self.citizen.with_user(self.portal_user).get_own_data()
        self.assertIn("paper.pdf", str(own))

    def test_added_in_the_backend(self):
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create(
                {
                    "name": "scan.pdf",
                    "datas": PDF,
                    "res_model": "volunteer.evidence.wizard",
                }
            )
        )
        foreign = self.env["ir.attachment"].create(
            {"name": "secret.pdf", "datas": PDF, "res_model": "res.partner"}
        )
        Wizard = self.env["volunteer.evidence.wizard"].with_user(self.officer)
        Wizard = Wizard.with_context(
            active_model="volunteer.hour", active_ids=self.line.ids
        )
        with self.assertRaises(AccessError):
            Wizard.create({"attachment_ids": [(6, 0, foreign.ids)]}).action_add()
        Wizard.create({"attachment_ids": [(6, 0, attachment.ids)]}).action_add()
        self.assertEqual(self.line.evidence_ids[-1:].name, "scan.pdf")
        self.assertFalse(attachment.exists())
