import base64
import doctest
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ..tools import roster_taps, sheet_code
from ..tools.sheet_code import read_code, write_code
from .common import HoursCase

SCAN = base64.b64encode(b"%PDF-1.7 signed")


@tagged("post_install", "-at_install")
class TestToolsSheetCode(BaseCase):
    def test_examples(self):
        for module in (sheet_code, roster_taps):
            tried = doctest.testmod(module)
            self.assertTrue(tried.attempted)
            self.assertEqual(tried.failed, 0)

    def test_every_single_mistake_is_noticed(self):
        code = write_code(90210).replace("-", "")
        self.assertEqual(read_code(code), 90210)
        for place, digit in enumerate(code):
            for other in set("0123456789") - {digit}:
                wrong = f"{code[:place]}{other}{code[place + 1 :]}"
                self.assertIsNone(read_code(wrong), wrong)
        for place in range(len(code) - 1):
            first, second = code[place : place + 2]
            swapped = f"{code[:place]}{second}{first}{code[place + 2 :]}"
            if first != second:
                self.assertIsNone(read_code(swapped), swapped)

    def test_what_is_no_code(self):
        for wrong in (None, 42, "", "a", "1", "9" * 40, "-", "00000000", "٠٠٠٠٤٢٦٩x"):
            self.assertIsNone(read_code(wrong), wrong)


@tagged("post_install", "-at_install")
class TestSignSheet(HoursCase):
    def wizard(self, user=None, activity=None):
        return (
            self.env["volunteer.sheet.wizard"]
            .with_user(user or self.leader_user)
            .with_context(
                active_model="volunteer.activity",
                active_id=(activity or self.activity).id,
            )
        )

    def test_sheet_lists_who_signed_up_and_free_rows(self):
        report = self.env["ir.actions.report"].with_user(self.leader_user)
        html, _kind = report._render_qweb_html(
            "volunteer_hours.volunteer_sign_sheet_document", self.activity.ids
        )
        text = html.decode()
        for part in (
            "Full Name",
            "Member",
            "Citizen",
            self.member.code,
            write_code(self.activity.id),
        ):
            self.assertIn(part, text)
        pages = self.activity._get_sheet_pages()
        self.assertEqual([len(page) for page in pages], [15])
        self.assertEqual(sum(bool(row[1]) for row in pages[0]), 2)
        with self.assertRaises(AccessError):
            self.activity.with_user(self.member_user)._get_sheet_pages()

    def test_the_code_opens_the_sheet(self):
        form = Form(self.env["volunteer.sheet.wizard"].with_user(self.leader_user))
        form.code = write_code(self.activity.id)
        self.assertEqual(form.activity_id, self.activity)
        self.assertEqual(len(form.line_ids), 2)
        with form.line_ids.new() as row:
            row.volunteer_id = self.member
            self.assertEqual((row.time_in, row.time_out), (8.0, 11.5))

    def test_a_code_of_others_shows_nothing(self):
        other = self.make_user("test_other_leader", "volunteer_base.group_leader")
        form = Form(self.env["volunteer.sheet.wizard"].with_user(other))
        with self.assertRaises(AccessError):
            form.code = write_code(self.activity.id)

    def test_typed_in(self):
        wizard = self.wizard().create({"scan": SCAN, "filename": "../sheet.exe"})
        first, second = wizard.line_ids
        first.time_out = 10.5
        second.status = "absent"
        wizard.action_apply()
        self.env.invalidate_all()
        line = self.activity.hour_ids
        self.assertEqual(line.volunteer_id, first.sudo().volunteer_id)
        self.assertEqual((line.method, line.proven, line.hours), ("paper", True, 2.5))
        self.assertEqual((line.check_in, line.state), (self.start, "draft"))
        sheet = self.activity.sign_sheet_ids
        self.assertEqual((sheet.filename, sheet.person_count), ("sheet.pdf", 2))
        self.assertEqual(sheet.signup_ids, self.activity.signup_ids)
        self.assertEqual(
            set(self.activity.signup_ids.mapped("state")), {"attended", "absent"}
        )
        # Typed in again, there is nobody left on it.
        self.assertFalse(
            self.wizard()
            .create({"scan": SCAN})
            .line_ids.filtered(lambda line: line.status == "present")
        )

    def test_somebody_without_a_sign_up(self):
        self.env["volunteer.team.member"].create(
            {
                "team_id": self.team.id,
                "volunteer_id": self.make_volunteer("Late").id,
                "date_from": "2020-01-01",
            }
        )
        late = self.team.member_ids.volunteer_id.filtered(
            lambda volunteer: volunteer.name == "Late"
        )
        wizard = self.wizard().create({"scan": SCAN})
        wizard.line_ids.status = "open"
        wizard.line_ids = [
            (0, 0, {"volunteer_id": late.id, "time_in": 8.0, "time_out": 11.5})
        ]
        wizard.action_apply()
        self.assertEqual(self.activity.hour_ids.volunteer_id, late)
        self.assertEqual(self.activity.hour_ids.hours, 3.5)

    def test_without_proof_nothing_is_noted(self):
        for scan in (False, base64.b64encode(b"MZ program"), b"?"):
            wizard = self.wizard().create({"scan": scan})
            with self.subTest(scan=scan), self.assertRaises(UserError):
                wizard.action_apply()
        self.assertFalse(self.activity.hour_ids)

    def test_whose_sheet_is_typed_in(self):
        other_start = self.start + timedelta(days=1)
        other = self.make_activity(
            other_start, other_start + timedelta(hours=2), self.member
        )
        wizard = self.wizard().create({"scan": SCAN})
        wizard.line_ids[0].signup_id = other.signup_ids
        with self.assertRaisesRegex(UserError, "another activity"):
            wizard.action_apply()
        with self.assertRaises(AccessError):
            self.wizard(
                self.make_user("test_l2", "volunteer_base.group_leader")
            ).create({"scan": SCAN})
