from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.training import last_valid_day
from .common import VolunteerCommon


class TrainingCommon(VolunteerCommon):
    """A unit that asks for one course before the first service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.volunteer_requirements = True
        # What is shipped is required of everybody; here only what the test adds.
        cls.env["volunteer.course"].search([]).required = False
        cls.env["volunteer.document"].search([]).required = False
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

    def test_validity_of_the_course(self):
        training = self._new_training(self.staff_volunteer)
        training.action_tick_all()
        training.action_confirm()
        item = self.staff_volunteer.qualification_ids
        self.assertEqual(item.date_to, last_valid_day(training.date, 12))
        self.assertEqual(item.attendance_ids, training.attendance_ids)

    def test_programme_of_several_steps(self):
        """One talk, then two sessions with an expert."""
        self.course.step_ids = [
            Command.create({"name": "Talk", "kind": "collective", "sequence": 1}),
            Command.create(
                {"name": "Expert", "kind": "expert", "count": 2, "sequence": 2}
            ),
        ]
        talk, expert = self.course.step_ids
        for step, hours in ((talk, -72), (expert, -48), (expert, -24)):
            self.assertFalse(self.staff_volunteer.qualification_ids)
            training = self._new_training(
                self.staff_volunteer, hours=hours, step_id=step.id
            )
            training.action_tick_all()
            training.action_confirm()
        item = self.staff_volunteer.qualification_ids
        self.assertEqual(item.date_from, training.date)
        self.assertEqual(len(item.attendance_ids), 3)
        # A new round starts from nothing.
        again = self._new_training(self.staff_volunteer, hours=-12, step_id=talk.id)
        again.action_tick_all()
        again.action_confirm()
        self.assertEqual(self.staff_volunteer.qualification_ids, item)

    def test_reopening_withdraws_what_was_granted(self):
        training = self._new_training(self.staff_volunteer)
        training.action_tick_all()
        training.action_confirm()
        with self.assertRaises(UserError):
            training.attendance_ids.write({"passed": False})
        with self.assertRaises(UserError):
            training.write({"hours": 8})
        with self.assertRaises(UserError):
            training.unlink()
        training.action_reopen()
        self.assertFalse(self.staff_volunteer.qualification_ids)
        training.attendance_ids.passed = False
        training.action_confirm()
        self.assertFalse(self.staff_volunteer.qualification_ids)

    def test_reopening_keeps_what_others_complete(self):
        """Two sessions, one of which is enough: the qualification runs from the other.

        What is withdrawn is kept as such.
        """
        self.course.step_ids = [
            Command.create({"name": "Talk", "sequence": 1}),
            Command.create({"name": "Expert", "kind": "expert", "sequence": 2}),
        ]
        talk, expert = self.course.step_ids
        sessions = []
        for step, hours in ((talk, -96), (talk, -72), (expert, -48)):
            training = self._new_training(
                self.staff_volunteer, hours=hours, step_id=step.id
            )
            training.action_tick_all()
            training.action_confirm()
            sessions.append(training)
        item = self.staff_volunteer.qualification_ids
        sessions[0].action_reopen()
        self.assertEqual(self.staff_volunteer.qualification_ids, item)
        self.assertEqual(len(item.attendance_ids), 2)
        sessions[1].action_reopen()
        self.assertFalse(self.staff_volunteer.qualification_ids)
        self.assertEqual(
            (item.active, item.withdrawn_on, item.status),
            (False, self.today, "withdrawn"),
        )
        self.assertFalse(item._is_valid_on(self.today))
        sessions[1].action_confirm()
        self.assertEqual(len(self.staff_volunteer.qualification_ids.attendance_ids), 2)

    def test_valid_from_the_last_record(self):
        """Sessions are confirmed in whatever order; the last one held completes."""
        self.course.step_ids = [
            Command.create({"name": "Talk", "sequence": 1}),
            Command.create({"name": "Expert", "kind": "expert", "sequence": 2}),
        ]
        talk, expert = self.course.step_ids
        late = self._new_training(self.staff_volunteer, hours=-48, step_id=expert.id)
        early = self._new_training(self.staff_volunteer, hours=-240, step_id=talk.id)
        for training in (late, early):
            training.action_tick_all()
            training.action_confirm()
        item = self.staff_volunteer.qualification_ids
        self.assertEqual(item.date_from, late.date)
        self.assertEqual(item.date_to, last_valid_day(late.date, 12))

    def test_records_stay_with_person_and_session(self):
        training = self._new_training(self.staff_volunteer)
        other = self._new_training(self.portal_volunteer, hours=-48)
        line = training.attendance_ids
        for vals in (
            {"volunteer_id": self.leader_volunteer.id},
            {"training_id": other.id},
        ):
            with self.assertRaisesRegex(UserError, "stays with"):
                line.write(vals)
        line.write({"training_id": training.id, "attended": True})
        self.assertTrue(line.attended)

    def test_what_was_taught_is_frozen(self):
        self.course.content = "Washing hands"
        training = self._new_training(self.staff_volunteer)
        training.action_tick_all()
        training.action_confirm()
        self.course.content = "Something else"
        self.assertEqual(training.attendance_ids.content, "Washing hands")
        with self.assertRaises(UserError):
            training.attendance_ids.write({"content": "Anything"})
        copy = self.staff_volunteer.sudo()._get_own_data_sudo()
        self.assertIn("Washing hands", str(copy["training"]))

    def test_once_confirmed_is_never_deleted(self):
        training = self._new_training(self.staff_volunteer)
        training.action_tick_all()
        training.action_confirm()
        training.action_reopen()
        with self.assertRaisesRegex(UserError, "was confirmed"):
            training.unlink()
        with self.assertRaises(AccessError):
            training.write({"was_confirmed": False})
        training.action_cancel()
        self.assertEqual(training.state, "cancelled")

    def test_enrolling_is_for_the_audience(self):
        training = self._new_training(self.env["volunteer.volunteer"], hours=24)
        own = training.with_user(self.portal)
        audience = self.portal_volunteer._get_audiences_sudo()[self.portal_volunteer]
        for vals in ({f"for_{audience}": False}, {"active": False}):
            self.course.write(vals)
            with self.assertRaisesRegex(UserError, "no longer open"):
                own.action_enrol()
            self.course.write({f"for_{audience}": True, "active": True})
        self.assertTrue(own.action_enrol())

    def test_what_confirming_asks_for(self):
        training = self._new_training(self.staff_volunteer)
        with self.assertRaisesRegex(UserError, "tick"):
            training.action_confirm()
        coming = self._new_training(self.staff_volunteer, hours=24)
        coming.action_tick_all()
        with self.assertRaisesRegex(UserError, "begun"):
            coming.action_confirm()
        training.action_cancel()
        with self.assertRaises(UserError):
            training.action_confirm()

    def test_only_the_office_runs_sessions(self):
        training = self._new_training(self.staff_volunteer)
        for user in (self.staff, self.portal, self.leader):
            for method in (
                "action_announce",
                "action_confirm",
                "action_reopen",
                "action_cancel",
                "action_tick_all",
            ):
                with self.assertRaises(AccessError):
                    getattr(training.with_user(user), method)()
            with self.assertRaises(AccessError):
                training.attendance_ids.with_user(user).write({"attended": True})
        other = self._new_user(
            "training_other", "volunteer_base.group_officer", self.other_company
        )
        with self.assertRaises(AccessError):
            training.with_user(other).action_confirm()

    def test_adding_a_team(self):
        """Who holds the course already is left out, who is on the list stays once."""
        self._grant(self.leader_volunteer)
        training = self._new_training(self.portal_volunteer)
        vals = {"training_id": training.id, "team_ids": self.team.ids}
        Wizard = self.env["volunteer.training.wizard"].with_user(self.officer)
        both = self.portal_volunteer | self.staff_volunteer
        for _time in range(2):
            Wizard.create(vals).action_confirm()
            self.assertEqual(training.sudo().attendance_ids.volunteer_id, both)
            self.assertEqual(len(training.attendance_ids), 2)
        Wizard.create({**vals, "only_lacking": False}).action_confirm()
        self.assertEqual(len(training.attendance_ids), 3)
        with self.assertRaises(AccessError):
            training.with_user(self.leader).action_add_volunteers(
                self.staff_volunteer.ids
            )

    def test_state_is_set_by_buttons_only(self):
        training = self._new_training(self.staff_volunteer)
        with self.assertRaises(AccessError):
            training.write({"state": "confirmed"})
        for vals in ({"counted": True}, {"hours": 100}, {"source": "exam"}):
            with self.assertRaises(AccessError):
                training.attendance_ids.write(vals)

    def test_enrolling(self):
        training = self._new_training(self.env["volunteer.volunteer"], hours=24)
        own = training.with_user(self.portal)
        first = own.action_enrol()
        self.assertEqual(own.action_enrol(), first)
        self.assertEqual(training.attendance_ids.volunteer_id, self.portal_volunteer)
        own.action_withdraw()
        self.assertFalse(training.attendance_ids)
        nobody = self._new_user("training_nobody", "base.group_portal")
        with self.assertRaises(AccessError):
            training.with_user(nobody).action_enrol()
        training.action_cancel()
        elsewhere = self._new_training(
            self.env["volunteer.volunteer"],
            hours=24,
            company_id=self.other_company.id,
            course_id=self.course.create({"name": "Theirs", "company_id": False}).id,
        )
        nowhere = training.browse(elsewhere.id + 1000)
        sentences = set()
        for closed in (training, elsewhere, nowhere):
            with self.assertRaises(UserError) as refused:
                closed.with_user(self.portal).action_enrol()
            sentences.add(str(refused.exception))
        self.assertEqual(len(sentences), 1)

    @mute_logger("odoo.sql_db")
    def test_who_can_be_on_the_list(self):
        training = self._new_training(self.staff_volunteer)
        foreign = self._new_volunteer("Foreign", company_id=self.other_company.id)
        for volunteer, error in (
            (self.staff_volunteer, IntegrityError),
            (foreign, ValidationError),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                training.sudo().attendance_ids.create(
                    {"training_id": training.id, "volunteer_id": volunteer.id}
                )
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            training.attendance_ids.write({"passed": True})
            self.env.flush_all()

    def test_records_keep_their_session(self):
        """Moving a session moves its records; who taught what stays on file."""
        training = self._new_training(self.staff_volunteer)
        training.write({"organiser": "City Red Cross", "hours": 3})
        record = training.attendance_ids
        self.assertEqual((record.organiser, record.hours), ("City Red Cross", 3))
        training.start -= timedelta(days=2)
        self.assertEqual(record.date, training.date)

    def test_course_of_all_units_is_changed_by_administrators(self):
        self.course.company_id = False
        with self.assertRaises(AccessError):
            self.course.with_user(self.officer).write({"required": False})
        self.course.with_user(self.manager).write({"required": False})
        self.assertEqual(self.course.with_user(self.portal).name, "Hygiene")

    def test_confirming_many_costs_the_queries_of_few(self):
        people = self.env["volunteer.volunteer"]
        for number in range(22):
            people |= self._new_volunteer(f"Many {number}")
        counts = []
        for batch in (people[:2], people[2:]):
            training = self._new_training(batch)
            training.action_tick_all()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            training.action_confirm()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
