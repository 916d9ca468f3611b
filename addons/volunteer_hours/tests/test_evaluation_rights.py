from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .evaluation_common import SheetsCase


@tagged("post_install", "-at_install")
class TestEvaluationRights(SheetsCase):
    def seen(self, user):
        return self.as_user(self.Sheet, user).search([]).with_env(self.env)

    def test_who_sees_what(self):
        far = self.make_sheet(None, self._employ("Far", None, self.other_ward))
        everything = self.sheet | self.unregistered_sheet | self.citizen_sheet | far
        other_hr, other_office = self.make_other_unit()
        for user, sheets in (
            (self.hr_user, everything),
            (self.officer, everything),
            # The head sees the own department only, a colleague only the own sheet.
            (self.head_user, self.sheet | self.unregistered_sheet),
            (self.colleague, self.unregistered_sheet),
            (self.member_user, self.sheet),
            (self.portal_user, self.citizen_sheet),
            (self.stranger, self.Sheet),
            (other_hr, self.Sheet),
            (other_office, self.Sheet),
        ):
            self.assertEqual(self.seen(user), sheets, user.login)

    def test_nobody_writes_by_hand(self):
        for user in (self.hr_user, self.officer, self.member_user, self.portal_user):
            sheet = (self.sheet | self.citizen_sheet).with_user(user)
            with self.assertRaises(AccessError):
                sheet.write({"score": 20})
            with self.assertRaises(AccessError):
                sheet.unlink()
        with self.assertRaises(AccessError):
            self.Sheet.with_user(self.hr_user).create(
                {"round_id": self.round.id, "volunteer_name": "X"}
            )

    def test_other_unit_gets_nowhere(self):
        self.take_to_hr()
        other_hr, other_office = self.make_other_unit()
        for user, deed in (
            (other_hr, lambda sheet: sheet.action_confirm()),
            (other_hr, lambda sheet: sheet.action_skip()),
            (other_office, lambda sheet: sheet.action_committee("Agreed.")),
            (other_office, lambda sheet: sheet.action_send_back("No.")),
        ):
            with self.assertRaises(AccessError):
                deed(self.as_user(self.sheet, user))
        with self.assertRaises(AccessError):
            self.as_user(self.round, other_hr).action_close()

    def test_what_waits_for_whom(self):
        self.send_out()
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        for user, sheets in (
            (self.head_user, self.sheet),
            (self.colleague, self.unregistered_sheet),
            (self.portal_user, self.citizen_sheet),
            (self.member_user, self.Sheet),
            (self.officer, self.Sheet),
        ):
            Sheet = self.Sheet.with_user(user)
            found = Sheet.search([("my_turn", "=", True)])
            self.assertEqual(found.ids, sheets.ids, user.login)
            self.assertEqual(
                Sheet.search([]).filtered("my_turn").ids, sheets.ids, user.login
            )
            rest = Sheet.search([("my_turn", "=", False)])
            self.assertFalse(rest & found)

    def test_tile_of_the_head(self):
        self.send_out()
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        tiles = {
            tile["key"]: tile
            for tile in self.env["volunteer.home"].with_user(self.head_user).get_tiles()
        }
        self.assertEqual(tiles["evaluations"]["count"], 1)

    def test_own_sheets_of_a_merged_duplicate(self):
        duplicate = self.make_volunteer("Twice")
        sheet = self.make_sheet(duplicate)
        self.confirm(sheet)
        duplicate.sudo().write({"merged_into_id": self.citizen.id, "active": False})
        self.assertEqual(self.seen(self.portal_user), sheet | self.citizen_sheet)

    def test_wizard_writes_on_all(self):
        self.send_out()
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        self.unregistered_sheet.with_user(self.colleague).action_remark("New here.")
        sheets = self.sheet | self.unregistered_sheet
        wizard = (
            self.env["volunteer.evaluation.wizard"]
            .with_user(self.head_user)
            .with_context(
                active_model="volunteer.evaluation",
                active_ids=sheets.ids,
                default_step="department",
            )
            .create({})
        )
        self.assertTrue(wizard.text)
        wizard.action_confirm()
        self.assertEqual(set(sheets.mapped("department_text")), {wizard.text})
        self.assertEqual(set(sheets.mapped("state")), {"committee"})
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_wizard_leaves_what_does_not_wait(self):
        """A whole list may be chosen: what waits for others stays as it is."""
        self.send_out()
        self.sheet.with_user(self.member_user).action_remark("Mine.")
        chosen = self.sheet | self.unregistered_sheet
        Wizard = (
            self.env["volunteer.evaluation.wizard"]
            .with_user(self.head_user)
            .with_context(
                active_model="volunteer.evaluation",
                active_ids=chosen.ids,
                default_step="department",
            )
        )
        form = Form(Wizard)
        self.assertEqual((form.sheet_count, form.left_count), (1, 1))
        wizard = form.save()
        self.assertEqual(wizard.sheet_ids, self.sheet)
        self.assertEqual((wizard.sheet_count, wizard.left_count), (1, 1))
        wizard.action_confirm()
        self.assertEqual(self.sheet.state, "committee")
        self.assertEqual(self.unregistered_sheet.state, "self")
        # Nothing of it waits: the sentence says for whom it does.
        again = Wizard.create({})
        with self.assertRaisesRegex(UserError, "waits for somebody else"):
            again.action_confirm()

    def test_own_copy_and_erasure(self):
        self.take_to_hr(self.citizen_sheet)
        self.citizen_sheet.with_user(self.hr_user).action_confirm("Thank you, Citizen.")
        data = self.citizen.with_user(self.portal_user).get_own_data()
        (section,) = [
            one for one in data["groups"]["evaluation"] if one["key"] == "sheets"
        ]
        self.assertEqual(section["rows"][0]["hr_text"], "Thank you, Citizen.")
        self.citizen.with_user(self.officer).action_erase("Asked for it.")
        self.env.invalidate_all()
        self.assertEqual(self.citizen_sheet.volunteer_name, "–")
        self.assertFalse(self.citizen_sheet.hr_text)
        self.assertFalse(self.citizen_sheet.self_text)
        self.assertEqual(self.citizen_sheet.state, "confirmed")
