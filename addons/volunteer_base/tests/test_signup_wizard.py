from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestSignupWizard(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.leader_volunteer | cls.staff_volunteer
        cls.busy = cls._new_volunteer("Busy", kind="staff")
        cls.env["volunteer.team.member"].create(
            {
                "team_id": cls.team.id,
                "volunteer_id": cls.busy.id,
                "date_from": "2020-01-01",
            }
        )
        clash = cls._new_activity(hours=72)
        clash.slot_ids.action_sign_up_volunteers(cls.busy.ids)
        cls.activity = cls._new_activity(hours=72, seats=1)
        cls.slot = cls.activity.slot_ids

    def _open(self):
        Wizard = self.env["volunteer.signup.wizard"].with_user(self.leader)
        return Form(Wizard.with_context(default_slot_id=self.slot.id))

    def test_a_whole_team(self):
        form = self._open()
        form.team_id = self.team
        self.assertEqual(set(form.volunteer_ids.ids), set(self.members.ids))
        self.assertIn("Busy has signed up for", form.barred)
        self.assertEqual(form.too_many, 1)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "is full"), self.env.cr.savepoint():
            wizard.action_confirm()
        wizard.waitlist = True
        wizard.action_confirm()
        states = sorted(self.activity.signup_ids.mapped("state"))
        self.assertEqual(states, ["confirmed", "waiting"])
        self.assertEqual((self.slot.taken, self.slot.waiting), (1, 1))

    def test_leaving_out_who_cannot(self):
        self.slot.seats = 3
        form = self._open()
        form.volunteer_ids.set(self.staff_volunteer | self.busy)
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "at the same time"):
            wizard.action_confirm()
        wizard.action_drop_barred()
        self.assertEqual(wizard.volunteer_ids, self.staff_volunteer)
        self.assertFalse(wizard.barred)
        wizard.action_confirm()
        self.assertEqual(self.activity.signup_ids.volunteer_id, self.staff_volunteer)

    def test_nobody(self):
        with self.assertRaisesRegex(UserError, "Choose whom"):
            self._open().save().action_confirm()
