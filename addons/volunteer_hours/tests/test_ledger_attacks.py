import base64
import io

from PIL import Image
from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_inspection import InspectionCase

#: Columns of a recorded line that may change: what erasure empties, the mark of a
#: reversal, the turn that a constraint keeps empty, and Odoo's own.
FREE = {
    "id",
    "create_uid",
    "create_date",
    "write_uid",
    "write_date",
    "approver_id",
    "approver_group_id",
    "description",
    "text_salt",
    "late_reason",
    "override_reason",
    "reversed",
}


@tagged("post_install", "-at_install")
class TestLedgerAttacks(InspectionCase):
    """Ways round the methods: SQL, commands, files, stored computed columns."""

    @staticmethod
    def photo(colour="red"):
        stream = io.BytesIO()
        Image.new("RGB", (8, 8), colour).save(stream, "PNG")
        return base64.b64encode(stream.getvalue())

    def files_of(self, record, field):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "in", record.ids),
                ("res_field", "=", field),
            ]
        )

    def found(self, **vals):
        """Return a sample under way, of which the first line is not correct."""
        inspection = self.inspect(**vals)
        inspection.action_draw()
        for line in inspection.line_ids[1:]:
            self.note(line, "ok")
        inspection.line_ids[0].with_user(self.inspector).write(
            {
                "result": "wrong",
                "finding": "Was not there",
                "evidence": self.photo(),
                "evidence_name": "gate.png",
            }
        )
        return inspection

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_every_column_is_locked(self):
        """Whatever a module adds to a line is thought of here."""
        line = self.lines[0]
        for name, field in self.Hour._fields.items():
            if not (field.store and field.column_type) or name in FREE:
                continue
            with (
                self.subTest(column=name),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    f'UPDATE volunteer_hour SET "{name}" = "{name}" WHERE id = %s',
                    [line.id],
                )

    def test_commands_of_the_notice(self):
        line = self.lines[0]
        notice = line.notice_id
        for command in (
            Command.delete(line.id),
            Command.unlink(line.id),
            Command.clear(),
            Command.set([]),
            Command.update(line.id, {"minutes": 60}),
        ):
            for user in (self.officer, self.env.user):
                with self.subTest(command=command), self.assertRaises(UserError):
                    notice.with_user(user).write({"hour_ids": [command]})
        with self.assertRaises(AccessError):
            notice.with_user(self.officer).write(
                {
                    "hour_ids": [
                        Command.create({"volunteer_id": self.member.id, "minutes": 60})
                    ]
                }
            )

    @mute_logger("odoo.sql_db")
    def test_what_is_reversed_stays_so(self):
        line = self.lines[0]
        reversal = self.Hour.browse(
            line.with_user(self.officer).action_reverse("Twice")
        )
        # Whoever reverses does not decide alone.
        reversal.with_user(self.leader_user).action_approve()
        reversal.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertTrue(line.reversed)
        self.assertFalse(notice._find_ledger_break(self.company))
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.cr.execute(
                "UPDATE volunteer_hour SET reversed = false WHERE id = %s", [line.id]
            )

    def test_nobody_stops_what_takes_own_hours_back(self):
        """Not even who is of the volunteer office."""
        line = self.lines[1]
        self.assertEqual(line.volunteer_id, self.member)
        reversal = self.Hour.browse(
            line.with_user(self.officer).action_reverse("Was not there")
        )
        self.member_user.write(
            {"group_ids": [Command.link(self.ref("volunteer_base.group_officer"))]}
        )
        with self.assertRaises(AccessError):
            reversal.with_user(self.member_user).action_cancel()
        reversal.with_user(self.other_officer).action_cancel()
        self.assertEqual(reversal.state, "cancelled")

    def test_verification_names_a_line_that_only_counts_as_reversed(self):
        line = self.lines[0]
        self.cr.execute(
            "UPDATE volunteer_hour SET reversed = true WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        problem = self.env["volunteer.notice"]._find_ledger_difference(self.company)
        self.assertEqual(problem["line"], line)
        self.assertIn(line.display_name, problem["sentence"])
        # Without a notice chosen, one's own units are looked through.
        answer = self.env["volunteer.notice"].with_user(self.officer)
        answer = answer.action_verify_ledger()["params"]
        self.assertEqual(answer["type"], "danger")

    def test_publishing_costs_the_same_for_many_lines(self):
        counts = []
        for number in (1, 20):
            lines = self.Hour
            for day in range(1, number + 1):
                lines |= self.claim(date=f"2025-0{2 + (number > 1)}-{day:02d}")
            self.approve_all(lines)
            notice = self.env["volunteer.notice"].create(
                {"company_id": self.company.id}
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            notice.with_user(self.officer).action_publish()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(set(lines.mapped("state")), {"published"})
            self.assertEqual(lines.notice_id, notice)
            self.assertEqual(lines.write_uid, self.officer)
            self.assertEqual(notice.hour_count, number)
        self.assertEqual(*counts)

    # ------------------------------------------------------------------
    # Objections
    # ------------------------------------------------------------------

    def test_what_was_told_stays(self):
        objection = self.env["volunteer.objection"]._raise_sudo(
            self.lines[0], "Not there", contact="Room 3", photos=[b"photo"]
        )
        photo = objection.evidence_ids
        self.assertEqual(len(photo), 1)
        for vals in (
            {"text": "There"},
            {"contact": False},
            {"objector": "Somebody"},
            {"evidence_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                objection.with_user(self.officer).write(vals)
        photo.with_user(self.officer).read(["raw"])
        with self.assertRaisesRegex(AccessError, "stays as it was given"):
            photo.with_user(self.officer).unlink()
        with self.assertRaisesRegex(AccessError, "stays as it was given"):
            photo.with_user(self.officer).write({"raw": b"another"})
        Attachment = self.env["ir.attachment"].with_user(self.officer)
        forged = {
            "res_model": objection._name,
            "res_id": objection.id,
            "res_field": "evidence_ids",
        }
        with self.assertRaises(AccessError):
            Attachment.create({"name": "forged.jpg", "raw": b"x", **forged})
        own = Attachment.create({"name": "own.jpg", "raw": b"x"})
        with self.assertRaises(AccessError):
            own.write(forged)

    def test_files_of_notes_are_none_of_what_was_told(self):
        objection = self.env["volunteer.objection"]._raise_sudo(
            self.lines[0], "Not there"
        )
        note = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create(
                {
                    "name": "note.txt",
                    "raw": b"x",
                    "res_model": objection._name,
                    "res_id": objection.id,
                }
            )
        )
        self.assertFalse(objection.evidence_ids)
        note.unlink()

    def test_an_objection_is_about_some_hours(self):
        with self.assertRaises(UserError):
            self.env["volunteer.objection"].with_user(self.officer).create(
                {"text": "Something is wrong"}
            )

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    def test_evidence_of_findings_is_not_exchanged(self):
        line = self.found().line_ids[0]
        # Until it is decided, the inspector may give another one on the line itself.
        line.with_user(self.inspector).evidence = self.photo("blue")
        line.with_user(self.officer).action_uphold("Was not there")
        evidence = self.files_of(line, "evidence")
        self.assertEqual(len(evidence), 1)
        for user in (self.inspector, self.officer):
            with self.subTest(user=user.login):
                self.assertTrue(evidence.with_user(user).raw)
                with self.assertRaises(AccessError):
                    evidence.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    evidence.with_user(user).write({"raw": b"x"})

    def test_findings_are_not_hidden(self):
        """A finding without a unit, or of another one, would be seen by nobody."""
        line = self.found().line_ids[0].with_user(self.inspector)
        with self.assertRaises(AccessError):
            line.company_id = False
        self.assertTrue(line.with_user(self.officer).finding)

    def test_marks_are_sums_of_the_checklist(self):
        inspection = self.inspect(
            kind="checklist",
            subject_ids=[Command.create({"kind": "team", "team_id": self.team.id})],
        )
        inspection.action_start()
        subject = inspection.subject_ids.with_user(self.inspector)
        for vals in (
            {"percent": 100},
            {"unrated_count": 0},
            {"score": 100},
            {"company_id": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                subject.write(vals)
        for vals in ({"company_id": False}, {"inspection_id": False}):
            with self.subTest(score=vals), self.assertRaises(AccessError):
                subject.score_ids[0].write(vals)
        subject.note = "Seen at the desk"

    def test_published_findings_stay(self):
        inspection = self.inspect(
            kind="checklist",
            subject_ids=[Command.create({"kind": "team", "team_id": self.team.id})],
        )
        inspection.action_start()
        inspection.subject_ids.with_user(self.inspector).action_all_met()
        finding = (
            self.env["volunteer.rectification"]
            .with_user(self.officer)
            .create(
                {
                    "name": "No lists",
                    "owner_id": self.leader_user.id,
                    "subject_id": inspection.subject_ids.id,
                }
            )
        )
        finding.name = "No sign-in lists"
        inspection.action_publish()
        shown = inspection._get_figures_sudo()["subjects"][0]["findings"]
        self.assertEqual(shown, ["No sign-in lists"])
        with self.assertRaisesRegex(UserError, "is published"):
            finding.name = "All is well"
        with self.assertRaisesRegex(UserError, "is published"):
            finding.unlink()
        finding.date_due = "2030-01-01"

    def test_bars_are_lifted_with_a_reason_by_somebody_else(self):
        Bar = self.env["volunteer.claim.bar"].with_user(self.officer)
        bar = Bar.create(
            {
                "volunteer_id": self.member.id,
                "date_until": "2099-01-01",
                "company_id": self.company.id,
                "reason": "Found",
            }
        )
        for vals in ({"date_until": bar.date_from}, {"reason": "None"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "Lift it"):
                bar.write(vals)
        self.member_user.write(
            {"group_ids": [Command.link(self.ref("volunteer_base.group_officer"))]}
        )
        with self.assertRaisesRegex(AccessError, "your own bar"):
            bar.with_user(self.member_user).action_lift("I am sorry")
        bar.action_lift("Found in error")
        self.assertEqual(bar.state, "lifted")
