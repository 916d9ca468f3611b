from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import VolunteerCommon


class TrainingCommon(VolunteerCommon):
    """A unit that asks for one course before the first service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_requirements = True
        # What is shipped is required of everybody; here only what the test adds.
        cls.env["volunteer.course"].search([]).required = False
        cls.today = fields.Date.context_today(cls.officer)
        cls.course = cls.env["volunteer.course"].create(
            {
                "name": "Hygiene",
                "company_id": cls.company.id,
                "required": True,
                "validity_months": 12,
            }
        )

    @classmethod
    def _new_training(cls, volunteers, hours=-24, announce=True, **vals):
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(hours=hours)
        training = cls.env["volunteer.training"].create(
            {
                "course_id": cls.course.id,
                "company_id": cls.company.id,
                "start": start,
                "stop": start + timedelta(hours=2),
                "attendance_ids": [
                    (0, 0, {"volunteer_id": volunteer.id}) for volunteer in volunteers
                ],
                **vals,
            }
        )
        if announce:
            training.action_announce()
        return training.with_user(cls.officer)

    def _grant(self, volunteer, **vals):
        return (
            self.env["volunteer.qualification"]
            .with_user(self.officer)
            .create(
                {
                    "volunteer_id": volunteer.id,
                    "course_id": self.course.id,
                    "date_from": self.today - timedelta(days=400),
                    **vals,
                }
            )
        )

    def _sign_up(self, activity, user=None):
        return activity.slot_ids.with_user(user or self.staff).action_sign_up()


@tagged("post_install", "-at_install")
class TestTraining(TrainingCommon):
    def test_confirmed_session_grants_and_opens_the_gate(self):
        activity = self._new_activity()
        with self.assertRaisesRegex(UserError, "Hygiene"):
            self._sign_up(activity)
        training = self._new_training(self.staff_volunteer | self.portal_volunteer)
        line = training.attendance_ids.filtered(
            lambda line: line.volunteer_id == self.staff_volunteer
        )
        line.write({"attended": True, "passed": True})
        training.action_confirm()
        qualification = self.staff_volunteer.qualification_ids
        self.assertEqual(qualification.date_from, training.date)
        self.assertEqual(qualification.source, "training")
        self.assertFalse(self.portal_volunteer.qualification_ids)
        self.assertTrue(self._sign_up(activity))
        with self.assertRaisesRegex(UserError, "Hygiene"):
            self._sign_up(self._new_activity(hours=48, seats=2), self.portal)
