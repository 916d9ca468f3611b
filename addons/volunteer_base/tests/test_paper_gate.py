from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import VolunteerCommon


class GateCommon(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 10:00 to 12:00 in Shanghai, some days ahead.
        day = fields.Datetime.now().replace(hour=2, minute=0, second=0, microsecond=0)
        cls.start = day + timedelta(days=5)
        cls.activity = cls._at(0)
        cls.slot = cls.activity.slot_ids

    @classmethod
    def _at(cls, hours, length=2, days=0, **vals):
        start = cls.start + timedelta(days=days, hours=hours)
        return cls._new_activity(
            seats=vals.pop("seats", 30),
            start=start,
            stop=start + timedelta(hours=length),
            **vals,
        )

    @classmethod
    def _person(cls, age, consent=True, **vals):
        """Return a volunteer who is ``age`` years old on the day of the activity."""
        volunteer = cls._new_volunteer(f"Aged {age}", **vals)
        birth = age is not None and cls.activity.date.replace(
            year=cls.activity.date.year - age, day=1
        )
        cls.env["volunteer.identity"].create(
            {
                "volunteer_id": volunteer.id,
                "birth_date": birth,
                "guardian_name": "Mother",
                "guardian_consent_date": "2020-01-01" if consent else False,
            }
        )
        return volunteer

    def _obstacle(self, volunteer, slot=None, **context):
        slot = (slot or self.slot).with_context(**context)
        return slot._get_signup_obstacles(volunteer).get(volunteer)


@tagged("post_install", "-at_install")
class TestPaperGate(GateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.env["volunteer.document"].create(
            {
                "name": "House Rules",
                "kind": "agreement",
                "body": "<p>Be kind.</p>",
                "company_id": cls.company.id,
            }
        )
        cls.paper.action_publish()

    def test_off_asks_nothing(self):
        self.assertFalse(self._obstacle(self.staff_volunteer))

    def test_names_what_is_missing(self):
        self.company.volunteer_requirements = True
        missing = self._obstacle(self.staff_volunteer)
        self.assertIn("House Rules", missing)
        self.assertIn("Health Declaration", missing)
        self.assertNotIn("Shown in Public", missing)
        with self.assertRaisesRegex(UserError, "House Rules"):
            self.slot.with_user(self.staff).action_sign_up()
        self.staff_volunteer._accept_documents_sudo()
        papers = self.slot._get_unmet_requirements_sudo(self.staff_volunteer)
        self.assertNotIn("House Rules", papers[self.slot, self.staff_volunteer])

    def test_a_new_version_closes_the_gate(self):
        self.company.volunteer_requirements = True
        self.staff_volunteer._accept_documents_sudo()
        before = self.slot._get_unmet_requirements_sudo(self.staff_volunteer)
        new = self.paper.browse(self.paper.action_new_version()["res_id"])
        new.action_publish()
        after = self.slot._get_unmet_requirements_sudo(self.staff_volunteer)
        key = self.slot, self.staff_volunteer
        self.assertEqual(set(after[key]) - set(before[key]), {"House Rules"})

    def test_accepting_for_oneself(self):
        accept = self.paper.with_user(self.staff).action_accept
        self.assertEqual(len(accept()), 1)
        self.assertEqual(accept(), [], "twice is no mistake")
        stranger = self._new_user("no_volunteer", "base.group_user")
        with self.assertRaises(AccessError):
            self.paper.with_user(stranger).action_accept()

    def test_what_is_not_meant_for_oneself(self):
        guardian = self.env["volunteer.document"].search(
            [("kind", "=", "guardian"), ("company_id", "=", False)], limit=1
        )
        with self.assertRaises(UserError):
            guardian.with_user(self.staff).action_accept("Mother", "mother")
        draft = self.paper.copy()
        with self.assertRaises(AccessError):
            draft.with_user(self.staff).action_accept()

    def test_a_minors_guardian_gives_a_name(self):
        self.env["volunteer.identity"].create(
            {
                "volunteer_id": self.portal_volunteer.id,
                "birth_date": fields.Date.subtract(self.activity.date, years=15),
                "guardian_name": "On file",
            }
        )
        paper = self.paper.with_user(self.portal)
        with self.assertRaises(UserError):
            paper.action_accept()
        paper.action_accept("Father", "father")
        self.assertEqual(self.portal_volunteer.acceptance_ids.accepted_by, "Father")

    def test_queries_do_not_grow(self):
        self.company.volunteer_requirements = True
        people = self.env["volunteer.volunteer"].create(
            [{"name": str(i), "company_id": self.company.id} for i in range(22)]
        )
        people.action_register()

        def count(volunteers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.slot._get_signup_obstacles(volunteers)
            return self.env.cr.sql_log_count - before

        count(people[:1])  # what is asked once a process is asked here
        self.assertEqual(count(people[2:]), count(people[1:2]))


@tagged("post_install", "-at_install")
class TestMinorGate(GateCommon):
    def test_grown_ups_are_free(self):
        self.assertFalse(self._obstacle(self._person(18, consent=False)))
        self.assertFalse(self._obstacle(self.staff_volunteer))

    def test_guardians_consent(self):
        self.assertFalse(self._obstacle(self._person(17)))
        self.assertIn("consent", self._obstacle(self._person(17, consent=False)))
        unknown = self._person(None, kind="minor")
        self.assertIn("date of birth", self._obstacle(unknown))

    def test_age_of_the_day_of_service(self):
        """Who comes of age before the activity serves there as an adult."""
        person = self._person(18, consent=False)
        birthday = fields.Date.subtract(self.activity.date, years=18)
        person.identity_ids.birth_date = birthday
        self.assertFalse(self._obstacle(person))
        # Two days, since on 29 February people come of age the day before.
        earlier = self._at(0, days=-2)
        self.assertIn("consent", self._obstacle(person, earlier.slot_ids))

    def test_minimum_age(self):
        self.post.minimum_age = 16
        self.assertIn("16", self._obstacle(self._person(15)))
        self.assertFalse(self._obstacle(self._person(16)))
        self.assertIn("not on file", self._obstacle(self.staff_volunteer))

    def test_posts_for_adults(self):
        self.post.adults_only = True
        self.assertIn("adults", self._obstacle(self._person(17)))
        self.assertFalse(self._obstacle(self._person(18)))

    def test_times_of_day(self):
        person = self._person(17)
        for hours, length, allowed in (
            (-3, 2, True),  # 07:00
            (-3.5, 2, False),  # 06:30
            (8, 2, True),  # until 20:00
            (8.5, 2, False),  # until 20:30
            (12, 11, False),  # over midnight
        ):
            slot = self._at(hours, length, days=1).slot_ids
            self.assertEqual(not self._obstacle(person, slot), allowed, hours)
        self.company.volunteer_minor_until = 21
        self.assertFalse(self._obstacle(person, self._at(8.5, 2, days=2).slot_ids))

    def test_hours_a_day(self):
        person = self._person(17)
        self.assertIn("4 hours", self._obstacle(person, self._at(0, 5).slot_ids))
        self.slot.action_sign_up_volunteers(person.ids)
        self.assertFalse(self._obstacle(person, self._at(3, 2).slot_ids))
        self.assertIn("4 hours", self._obstacle(person, self._at(3, 2.5).slot_ids))
        self.assertFalse(self._obstacle(person, self._at(0, 4, days=1).slot_ids))

    def test_a_child_needs_guardian_or_leader(self):
        child = self._person(13)
        self.assertTrue(self.activity.leader_id)
        self.assertFalse(self._obstacle(child))
        self.activity.leader_id = False
        self.assertIn("guardian", self._obstacle(child))
        self.assertFalse(self._obstacle(child, volunteer_guardian_present=True))
        self.assertFalse(self._obstacle(self._person(14)))

    def test_the_office_ticks_the_guardian(self):
        child = self._person(10)
        self.activity.leader_id = False
        wizard = self.env["volunteer.signup.wizard"].with_user(self.officer)
        vals = {"slot_id": self.slot.id, "volunteer_ids": [(6, 0, child.ids)]}
        with self.assertRaisesRegex(UserError, "guardian"):
            wizard.create(vals).action_confirm()
        wizard.create({**vals, "guardian_present": True}).action_confirm()
        self.assertTrue(self.activity.signup_ids.guardian_present)

    def test_one_leader_looks_after_so_many(self):
        self.company.volunteer_minor_group_size = 2
        children = self.env["volunteer.volunteer"].union(
            *(self._person(12) for _i in range(4))
        )
        self.slot.action_sign_up_volunteers(children[:2].ids)
        self.assertEqual(self.activity.children_count, 2)
        with self.assertRaisesRegex(UserError, "2 children"), self.env.cr.savepoint():
            self.slot.action_sign_up_volunteers(children[2].ids)
        self.slot.with_context(
            volunteer_guardian_present=True
        ).action_sign_up_volunteers(children[2].ids)
        signup = self.activity.signup_ids.filtered("guardian_present")
        self.assertEqual(signup.volunteer_id, children[2])
        first = self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == children[0]
        )
        first.with_user(self.officer).action_cancel()
        self.assertEqual(self.activity.children_count, 1)
        self.slot.action_sign_up_volunteers(children[3].ids)

    def test_presence_of_guardians_is_no_field_to_write(self):
        self.slot.action_sign_up_volunteers(self._person(12).ids)
        with self.assertRaises(AccessError):
            self.activity.with_user(self.leader).write({"children_count": 0})
        with self.assertRaises(AccessError):
            self.activity.signup_ids.with_user(self.officer).write(
                {"guardian_present": True}
            )

    def test_moving_an_activity_asks_again(self):
        minor = self._person(17)
        self.slot.action_sign_up_volunteers(minor.ids)
        later = fields.Datetime.add(self.activity.start, hours=10)
        vals = {"start": later, "stop": fields.Datetime.add(later, hours=1)}
        with self.assertRaisesRegex(UserError, minor.name), self.env.cr.savepoint():
            self.activity.with_user(self.leader).write(vals)
        self.env.invalidate_all()
        self.activity.signup_ids.with_user(self.leader).action_cancel()
        self.activity.with_user(self.leader).write(vals)
        self.assertEqual(self.activity.start, later)

    def test_training_is_asked_again_for_the_new_day(self):
        course = self.env["volunteer.course"].create(
            {"name": "Hygiene", "company_id": self.company.id}
        )
        self.post.course_ids = course
        self.env["volunteer.qualification"].create(
            {
                "volunteer_id": self.staff_volunteer.id,
                "course_id": course.id,
                "date_from": "2020-01-01",
                "date_to": self.activity.date,
            }
        )
        self.company.volunteer_requirements = True
        self.env["volunteer.course"].search([("id", "!=", course.id)]).required = False
        self.staff_volunteer._accept_documents_sudo()
        self.slot.action_sign_up_volunteers(self.staff_volunteer.ids)
        with self.assertRaisesRegex(UserError, "Hygiene"):
            self.activity.write(
                {
                    "start": fields.Datetime.add(self.activity.start, days=1),
                    "stop": fields.Datetime.add(self.activity.stop, days=1),
                }
            )

    def test_the_leader_of_children_is_an_adult(self):
        child, leader = self._person(12), self._person(17)
        self.activity.leader_id = leader
        self.assertIn("adult", self._obstacle(child))
        self.activity.leader_id = self.leader_volunteer
        self.slot.action_sign_up_volunteers(child.ids)
        for other in (leader, leader.browse()):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.activity.leader_id = other
            self.env.invalidate_all()

    def test_unknown_age(self):
        student = self._new_volunteer("Student", kind="student")
        night = self._at(9).slot_ids
        self.assertFalse(self._obstacle(student))
        self.assertIn("date of birth", self._obstacle(student, night))
        self.assertFalse(self._obstacle(self.staff_volunteer, night))
        self.post.adults_only = True
        self.assertIn("date of birth", self._obstacle(student))
        self.assertFalse(self._obstacle(self.staff_volunteer))

    def test_cancelling_is_never_refused(self):
        children = self._person(12) | self._person(12) | self._person(12)
        self.slot.action_sign_up_volunteers(children.ids)
        self.company.volunteer_minor_group_size = 1
        self.activity.signup_ids[:1].with_user(self.officer).action_cancel()
        self.assertEqual(self.activity.children_count, 2)
