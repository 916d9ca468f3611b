from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestGuards(VolunteerCommon):
    """What only methods may set is refused over every path a user has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity = cls._new_activity(seats=2)
        cls.slot = cls.activity.slot_ids
        cls.slot.action_sign_up_volunteers(cls.staff_volunteer.ids)
        cls.signup = cls.activity.signup_ids
        cls.plan = cls.env["volunteer.plan"].create(
            {"name": "Plan", "company_id": cls.company.id}
        )

    def test_write(self):
        for record, vals in (
            (self.staff_volunteer, {"state": "suspended"}),
            (self.staff_volunteer, {"code": "00001x"}),
            (self.staff_volunteer, {"id_number_masked": "x"}),
            (self.staff_volunteer, {"merged_into_id": self.portal_volunteer.id}),
            (self.plan, {"state": "approved"}),
            (self.project, {"state": "closed"}),
            (self.activity, {"state": "done"}),
            (self.activity, {"date": "2020-01-01"}),
            (self.slot, {"taken": 0}),
            (self.slot, {"waiting": 3}),
            (self.signup, {"state": "attended"}),
            (self.signup, {"start": "2020-01-01 00:00:00"}),
        ):
            for user in (self.officer, self.manager):
                with (
                    self.subTest(record=record, vals=vals, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).write(vals)

    def test_create(self):
        for model, vals in (
            ("volunteer.volunteer", {"name": "X", "state": "registered"}),
            ("volunteer.volunteer", {"name": "X", "code": "42"}),
            ("volunteer.plan", {"name": "X", "state": "approved"}),
            ("volunteer.project", {"name": "X", "state": "running"}),
            (
                "volunteer.activity.slot",
                {
                    "activity_id": self.activity.id,
                    "post_id": self.second_post.id,
                    "seats": 3,
                    "taken": 1,
                },
            ),
            (
                "volunteer.signup",
                {"slot_id": self.slot.id, "volunteer_id": self.portal_volunteer.id},
            ),
        ):
            with (
                self.subTest(model=model, vals=vals),
                self.assertRaises(AccessError),
            ):
                self.env[model].with_user(self.manager).create(vals)

    def test_nested(self):
        """One2many commands of a parent are no way round."""
        activity = self.activity.with_user(self.officer)
        for vals in (
            {"slot_ids": [(1, self.slot.id, {"taken": 0})]},
            {"signup_ids": [(1, self.signup.id, {"state": "attended"})]},
            {"signup_ids": [(2, self.signup.id)]},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                activity.write(vals)

    def test_state_as_default_is_let_through(self):
        """A form sends the default state along; that is no attempt to set it."""
        volunteer = (
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .create({"name": "New", "state": "applied"})
        )
        self.assertEqual(volunteer.state, "applied")

    def test_default_from_context(self):
        """``default_state`` in a context must not open the guard."""
        Volunteer = (
            self.env["volunteer.volunteer"]
            .with_user(self.officer)
            .with_context(default_state="registered")
        )
        self.assertEqual(Volunteer.create({"name": "Shortcut"}).state, "applied")
        with self.assertRaises(AccessError):
            Volunteer.create({"name": "Shortcut", "state": "registered"})
        slot = (
            self.env["volunteer.activity.slot"]
            .with_user(self.leader)
            .with_context(default_taken=5)
            .create(
                {
                    "activity_id": self.activity.id,
                    "post_id": self.second_post.id,
                    "seats": 9,
                }
            )
        )
        self.assertEqual(slot.taken, 0)

    def test_default_of_a_user(self):
        """Nor must a default that a user has saved."""
        self.env["ir.default"].set(
            "volunteer.plan", "state", "approved", user_id=self.officer.id
        )
        plan = (
            self.env["volunteer.plan"]
            .with_user(self.officer)
            .create({"name": "Shortcut", "company_id": self.company.id})
        )
        self.assertEqual(plan.state, "draft")

    def test_copy(self):
        self.assertEqual(self.activity.copy().state, "draft")
        self.assertEqual(self.activity.copy().slot_ids.taken, 0)
        self.assertNotEqual(self.staff_volunteer.copy().code, self.staff_volunteer.code)
