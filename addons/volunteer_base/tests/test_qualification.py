from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_training import TrainingCommon


@tagged("post_install", "-at_install")
class TestGate(TrainingCommon):
    def _missing(self, activity, volunteer=None):
        """Return the sentence that the volunteer reads, or None."""
        volunteer = volunteer or self.staff_volunteer
        return activity.slot_ids._get_signup_obstacles(volunteer).get(volunteer)

    def test_counts_on_the_day_of_the_activity(self):
        activity = self._new_activity(hours=24 * 10)
        self._grant(self.staff_volunteer, date_to=activity.date - timedelta(days=1))
        self.assertIn("only", self._missing(activity))
        self._grant(self.staff_volunteer, date_to=activity.date)
        self.assertIsNone(self._missing(activity))

    def test_coming_one_counts_once_it_has_begun(self):
        activity = self._new_activity(hours=24 * 10)
        item = self._grant(
            self.staff_volunteer, date_from=activity.date + timedelta(days=1)
        )
        self.assertIn("Hygiene", self._missing(activity))
        item.date_from = activity.date
        self.assertIsNone(self._missing(activity))

    def test_post_asks_for_course_licence_and_insurance(self):
        licence = self.env["volunteer.licence"].create({"name": "Nursing licence"})
        insurance = self.env["volunteer.licence"].create(
            {"name": "Accident cover", "kind": "insurance"}
        )
        course = self.course.create({"name": "Manners", "company_id": self.company.id})
        self.post.write(
            {
                "course_ids": course.ids,
                "licence_ids": licence.ids,
                "insurance_required": True,
            }
        )
        activity = self._new_activity()
        sentence = self._missing(activity)
        for name in ("Hygiene", "Manners", "Nursing licence", "accident insurance"):
            self.assertIn(name, sentence)
        self._grant(self.staff_volunteer)
        self._grant(self.staff_volunteer, course_id=course.id)
        for record in licence | insurance:
            self._grant(
                self.staff_volunteer,
                course_id=False,
                kind=record.kind,
                licence_id=record.id,
            )
        self.assertIsNone(self._missing(activity))

    def test_course_for_some_kinds_only(self):
        self.course.for_staff = False
        activity = self._new_activity()
        self.assertIsNone(self._missing(activity))
        self.assertIn("Hygiene", self._missing(activity, self.portal_volunteer))

    def test_age_decides_who_is_a_minor(self):
        """A student of 16 is asked as a minor; a “minor” of 18 as anybody else."""
        young, grown = (
            self._new_volunteer(name, kind=kind)
            for name, kind in (("Young", "student"), ("Grown", "minor"))
        )
        for person, years in ((young, 16), (grown, 18)):
            self.env["volunteer.identity"].create(
                {
                    "volunteer_id": person.id,
                    "birth_date": self.today - relativedelta(years=years),
                }
            )
        unknown = self._new_volunteer("Unknown", kind="minor")
        self.course.write({"for_student": False, "for_community": False})
        Volunteer = self.env["volunteer.volunteer"].with_user(self.officer)
        for for_minor, lacking in ((True, young | unknown), (False, Volunteer)):
            self.course.for_minor = for_minor
            people = (young | grown | unknown).with_user(self.officer)
            people.invalidate_recordset(["lacks_training"])
            self.assertEqual(people.filtered("lacks_training").ids, lacking.ids)
            found = Volunteer.search(
                [("id", "in", people.ids), ("lacks_training", "=", True)]
            )
            self.assertEqual(set(found.ids), set(lacking.ids))
            activity = self._new_activity(hours=24 * 9)
            for person in young | grown | unknown:
                missing = activity.slot_ids._get_missing_training_sudo(person)
                self.assertEqual(any(missing.values()), person in lacking, person.name)
        self.course.write({"for_community": True})
        grown.invalidate_recordset(["lacks_training"])
        self.assertTrue(grown.with_user(self.officer).lacks_training)

    def test_courses_of_other_units_bind_nobody_here(self):
        self.course.company_id = self.other_company
        self.assertIsNone(self._missing(self._new_activity()))
        self.course.company_id = False
        self.assertIn("Hygiene", self._missing(self._new_activity(hours=48)))

    def test_switched_off(self):
        self.company.volunteer_requirements = False
        self.post.insurance_required = True
        self.assertIsNone(self._missing(self._new_activity()))

    def test_office_reads_the_same_sentence(self):
        activity = self._new_activity()
        with self.assertRaisesRegex(UserError, "Staff first needs: “Hygiene”"):
            activity.slot_ids.with_user(self.officer).action_sign_up_volunteers(
                self.staff_volunteer.ids
            )

    def test_queries_do_not_grow(self):
        activities = self.env["volunteer.activity"]
        for number in range(6):
            activities |= self._new_activity(hours=24 * (number + 1))
        people = self.leader_volunteer | self.portal_volunteer | self.staff_volunteer
        self._grant(self.staff_volunteer)
        # The first one alone meets every branch: what was held has run out.
        self._grant(self.leader_volunteer, date_to=self.today)
        counts = []
        for ids, volunteers in (
            (activities[:1].slot_ids.ids, people[:1]),
            (activities.slot_ids.ids, people),
        ):
            self.env.flush_all()
            self.env.invalidate_all()
            slots = self.env["volunteer.activity.slot"].browse(ids)
            before = self.env.cr.sql_log_count
            slots._get_missing_training_sudo(volunteers)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_filter_of_those_who_lack_a_course(self):
        Volunteer = self.env["volunteer.volunteer"].with_user(self.officer)
        own = [("company_id", "=", self.company.id), ("state", "=", "registered")]
        self._grant(self.staff_volunteer)
        lacking = Volunteer.search([*own, ("lacks_training", "=", True)])
        self.assertEqual(
            lacking,
            (self.leader_volunteer | self.portal_volunteer).with_env(lacking.env),
        )
        self.assertEqual(set(lacking.mapped("lacks_training")), {True})
        having = Volunteer.search([*own, ("lacks_training", "=", False)])
        self.assertEqual(having.ids, self.staff_volunteer.ids)


@tagged("post_install", "-at_install")
class TestQualification(TrainingCommon):
    def test_who_sees_them(self):
        own = self._grant(self.staff_volunteer)
        other = self._grant(self.portal_volunteer)
        both = own | other
        Qualification = self.env["volunteer.qualification"]
        for user, expected in (
            (self.staff, own),
            (self.portal, other),
            (self.leader, own),
            (self.officer, both),
            (self._new_user("q_user", "base.group_user"), Qualification),
            (
                self._new_user(
                    "q_other", "volunteer_base.group_officer", self.other_company
                ),
                Qualification,
            ),
        ):
            found = Qualification.with_user(user).search([("id", "in", both.ids)])
            self.assertEqual(found.ids, expected.sorted().ids, user.login)
        with self.assertRaises(AccessError):
            own.with_user(self.leader).write({"date_to": False})

    def test_numbers_are_for_the_office(self):
        """A leader sees that somebody is licensed, not the number or the scan."""
        own = self._grant(self.staff_volunteer, number="110105")
        self.assertTrue(own.with_user(self.leader).status)
        for user in (self.leader, self.staff):
            for name in ("number", "document"):
                with self.assertRaises(AccessError):
                    own.with_user(user).read([name])
            with self.assertRaises(AccessError):
                own.with_user(user).search([("number", "=", "110105")])
        self.assertEqual(own.with_user(self.officer).number, "110105")

    def test_status(self):
        for days_from, days_to, status in (
            (-10, -1, "expired"),
            (-10, 0, "expiring"),
            (-10, 30, "expiring"),
            (-10, 31, "valid"),
            (-10, None, "valid"),
            (1, 400, "coming"),
        ):
            item = self._grant(
                self.staff_volunteer,
                date_from=self.today + timedelta(days=days_from),
                date_to=days_to is not None and self.today + timedelta(days=days_to),
            )
            self.assertEqual(item.status, status)

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be(self):
        insurance = self.env["volunteer.licence"].create(
            {"name": "Cover", "kind": "insurance"}
        )
        for vals, error in (
            ({"date_to": date(2000, 1, 1)}, IntegrityError),
            ({"course_id": False}, IntegrityError),
            ({"kind": "licence"}, IntegrityError),
            (
                {"kind": "licence", "course_id": False, "licence_id": insurance.id},
                ValidationError,
            ),
            ({"source": "exam"}, AccessError),
            ({"warned_on": "2026-01-01"}, AccessError),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                self._grant(self.staff_volunteer, **vals)

    def test_form_proposes_the_last_day(self):
        form = Form(self.env["volunteer.qualification"].with_user(self.officer))
        form.volunteer_id = self.staff_volunteer
        form.course_id = self.course
        form.date_from = date(2026, 3, 1)
        self.assertEqual(form.date_to, date(2027, 2, 28))

    def _wizard(self, records, user=None, **vals):
        return (
            self.env["volunteer.qualification.wizard"]
            .with_user(user or self.officer)
            .with_context(active_model=records._name, active_ids=records.ids)
            .create(vals)
        )

    def test_renewal_in_a_batch(self):
        """A year follows a year; what has run out begins today."""
        cover = self.env["volunteer.licence"].create(
            {"name": "Cover", "kind": "insurance"}
        )
        end = self.today + timedelta(days=10)
        running = self._grant(
            self.staff_volunteer,
            course_id=False,
            kind="insurance",
            licence_id=cover.id,
            number="P-1",
            date_from=date(end.year - 1, 3, 1),
            date_to=date(end.year, 3, 1) - timedelta(days=1),
        )
        course = self._grant(
            self.portal_volunteer, date_to=self.today - timedelta(days=5)
        )
        domain = self._wizard(running | course).action_confirm()["domain"]
        renewed = self.env["volunteer.qualification"].search(domain)
        self.assertEqual(set(renewed.mapped("source")), {"renewal"})
        insurance = renewed.filtered("licence_id")
        self.assertEqual(insurance.number, "P-1")
        self.assertEqual(insurance.date_from, max(self.today, date(end.year, 3, 1)))
        other = renewed - insurance
        self.assertEqual(other.date_from, self.today)
        self.assertEqual(other.status, "valid")

    def test_renewed_once(self):
        """Pressed twice, or with the old row chosen again: no second successor."""
        item = self._grant(self.portal_volunteer, date_to=self.today)
        other = self._grant(self.staff_volunteer, date_to=self.today)
        self._wizard(item).action_confirm()
        with self.assertRaisesRegex(UserError, "renewed already"):
            self._wizard(item).action_confirm()
        result = self._wizard(item | other).action_confirm()
        self.assertEqual(result["tag"], "display_notification")
        self.assertEqual(len(self.portal_volunteer.qualification_ids), 2)
        self.assertEqual(len(self.staff_volunteer.qualification_ids), 2)

    def test_what_was_earned_stays(self):
        training = self._new_training(self.staff_volunteer)
        training.action_tick_all()
        training.action_confirm()
        item = self.staff_volunteer.qualification_ids.with_user(self.officer)
        for vals in (
            {"volunteer_id": self.portal_volunteer.id},
            {"course_id": self.course.copy().id},
            {"date_to": False},
            {"date_from": "2020-01-01"},
        ):
            with self.assertRaisesRegex(UserError, "earned"):
                item.write(vals)
        for vals in ({"active": False}, {"withdrawn_on": self.today}):
            with self.assertRaises(AccessError):
                item.write(vals)
        with self.assertRaisesRegex(UserError, "earned"):
            item.unlink()
        item.number = "A-1"

    def test_dates_of_the_office_are_changed_on_record(self):
        item = self._grant(self.staff_volunteer, date_to=self.today)
        item.date_to = self.today + timedelta(days=5)
        self.assertIn(
            str(self.today + timedelta(days=5)),
            self.staff_volunteer.message_ids[0].body,
        )

    def test_another_last_day_is_told_anew(self):
        item = self._grant(self.staff_volunteer, date_to=self.today)
        item.sudo().warned_on = self.today
        item.number = "1"
        self.assertTrue(item.warned_on)
        item.date_to = self.today + timedelta(days=300)
        self.assertFalse(item.warned_on)

    def test_successor_after_a_gap_is_no_cover(self):
        end = self.today + timedelta(days=10)
        item = self._grant(self.staff_volunteer, date_to=end)
        after = self._grant(self.staff_volunteer, date_from=end + timedelta(days=2))
        self.assertEqual(item._filtered_uncovered(), item)
        after.date_from = end + timedelta(days=1)
        self.assertFalse(item._filtered_uncovered())

    def test_notice_days_of_the_unit_of_the_volunteer(self):
        self.company.volunteer_expiry_notice_days = 5
        item = self._grant(
            self.staff_volunteer, date_to=self.today + timedelta(days=20)
        )
        other = self.env["res.company"].create({"name": "Where one looks from"})
        self.assertEqual(item.sudo().with_company(other).status, "valid")
        domain = item._domain_ending(self.company)
        self.assertNotIn(item, item.search(domain))
        self.company.volunteer_expiry_notice_days = 20
        self.assertIn(item, item.search(domain | item._domain_ending(self.company)))

    def test_granting_in_a_batch(self):
        cover = self.env["volunteer.licence"].create(
            {"name": "Cover", "kind": "insurance"}
        )
        people = self.staff_volunteer | self.portal_volunteer
        wizard = self._wizard(
            people,
            licence_id=cover.id,
            number="Group policy",
            date_from=self.today,
            date_to=self.today + timedelta(days=364),
        )
        wizard.action_confirm()
        self.assertEqual(people.qualification_ids.licence_id, cover)
        self.assertEqual(len(people.qualification_ids), 2)
        with self.assertRaises(UserError):
            self._wizard(people).action_confirm()
        with self.assertRaises(AccessError):
            self._wizard(people, user=self.leader)

    def test_renewing_many_costs_the_queries_of_few(self):
        people = self.env["volunteer.volunteer"]
        for number in range(20):
            people |= self._new_volunteer(f"Many {number}")
        items = self.env["volunteer.qualification"]
        for person in people:
            items |= self._grant(person, date_to=self.today)
        counts = []
        for batch in (items[:2], items[2:]):
            wizard = self._wizard(batch)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_confirm()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_warned_once(self):
        """One e-mail a person, one to-do for the office, and never again."""
        self.portal.email = "warned@example.com"
        licence = self.env["volunteer.licence"].create({"name": "First aid"})
        soon = self.today + timedelta(days=20)
        items = self._grant(self.portal_volunteer, date_to=soon) | self._grant(
            self.portal_volunteer,
            course_id=False,
            kind="licence",
            licence_id=licence.id,
            date_to=soon,
        )
        covered = self._grant(self.staff_volunteer, date_to=soon)
        self._grant(self.staff_volunteer, date_to=soon + timedelta(days=300))
        later = self._grant(
            self.leader_volunteer, date_to=self.today + timedelta(days=60)
        )
        for _run in range(2):
            with self.enter_registry_test_mode():
                self.env.ref(
                    "volunteer_base.volunteer_qualification_cron_warn"
                ).method_direct_trigger()
            self.env.invalidate_all()
            mail = self.env["mail.mail"].search(
                [("email_to", "=", "warned@example.com")]
            )
            self.assertEqual(len(mail), 1)
        self.assertIn("First aid", mail.body_html)
        self.assertIn("Hygiene", mail.body_html)
        self.assertEqual(len(self.portal_volunteer.activity_ids), 1)
        self.assertEqual(self.portal_volunteer.activity_ids.user_id, self.officer)
        self.assertTrue(all(item.warned_on for item in items | covered))
        self.assertFalse(self.staff_volunteer.activity_ids)
        self.assertFalse(later.warned_on)
