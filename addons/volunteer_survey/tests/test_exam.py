from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ExamCommon


@tagged("post_install", "-at_install")
class TestExam(ExamCommon):
    def test_passing_grants_and_opens_the_gate(self):
        activity = self._new_activity()
        sign_up = activity.slot_ids.with_user(self.officer).action_sign_up_volunteers
        with self.assertRaisesRegex(UserError, "Hygiene"):
            sign_up(self.guest.ids)
        sheet = self._sit(self.guest)
        self.assertEqual(len(sheet.predefined_question_ids), 2)
        record = self.guest.training_attendance_ids
        self.assertEqual(
            (record.source, record.passed, record.counted, record.score),
            ("exam", True, True, 100),
        )
        self.assertEqual(self.guest.qualification_ids.source, "exam")
        self.assertEqual(self.guest.qualification_ids.course_id, self.course)
        self.assertTrue(sign_up(self.guest.ids))

    def test_failing_is_on_record_and_grants_nothing(self):
        self._sit(self.guest, right=False)
        record = self.guest.training_attendance_ids
        self.assertEqual(
            (record.passed, record.counted, record.score), (False, False, 0)
        )
        self.assertFalse(self.guest.qualification_ids)

    def test_attempts(self):
        """Two attempts, then none, until the office gives new ones."""
        self._sit(self.guest, right=False)
        self._sit(self.guest, right=False)
        with self.assertRaisesRegex(UserError, "no attempts left"):
            self.course._begin_exam_sudo(self.guest)
        self.assertEqual(self.guest.activity_ids.user_id, self.officer)
        with self.assertRaises(AccessError):
            self.guest.with_user(self.staff).action_give_exam_attempts(self.course.id)
        self.guest.with_user(self.officer).action_give_exam_attempts(self.course.id)
        self._sit(self.guest)
        self.assertTrue(self.guest.qualification_ids)

    def test_attempts_of_one_person_are_not_another_ones(self):
        """People without e-mail share the empty address, not the attempts."""
        other = self._new_volunteer("Another one without login")
        for _attempt in range(2):
            self._sit(self.guest, right=False)
        self._sit(other)
        self.assertTrue(other.qualification_ids)

    def test_unfinished_exam_is_continued(self):
        sheet = self.course._begin_exam_sudo(self.guest)
        self.assertEqual(self.course._begin_exam_sudo(self.guest), sheet)

    def test_who_holds_it_sits_no_exam(self):
        self._sit(self.guest)
        with self.assertRaisesRegex(UserError, "no exam"):
            self.course._begin_exam_sudo(self.guest)

    def test_steps(self):
        """A talk and two tests: the tests count only together with the talk."""
        self.course.step_ids = [
            Command.create({"name": "Talk", "kind": "collective", "sequence": 1}),
            Command.create(
                {"name": "Tests", "kind": "test", "count": 2, "sequence": 2}
            ),
        ]
        self._sit(self.guest)
        self._sit(self.guest)
        self.assertFalse(self.guest.qualification_ids)
        with self.assertRaisesRegex(UserError, "no exam"):
            self.course._begin_exam_sudo(self.guest)
        training = self._new_training(self.guest, step_id=self.course.step_ids[0].id)
        training.action_tick_all()
        training.action_confirm()
        self.assertEqual(len(self.guest.qualification_ids), 1)

    def test_time_that_ran_out_is_an_attempt(self):
        """Whoever looks at the questions and closes the page has used an attempt."""
        self.survey.write({"is_time_limited": True, "time_limit": 10})
        for left in (1, 0):
            sheet = self.course._begin_exam_sudo(self.guest)
            sheet._mark_in_progress()
            sheet.start_datetime -= timedelta(minutes=11)
            exam = self.course._get_exams_sudo(self.guest)[self.course]
            self.assertEqual(exam["attempts_left"], left)
            self.assertFalse(exam["started"])
        with self.assertRaisesRegex(UserError, "no attempts left"):
            self.course._begin_exam_sudo(self.guest)
        self.assertEqual(
            self.guest.training_attendance_ids.mapped("passed"), [False, False]
        )

    def test_sheets_do_not_name_the_volunteer(self):
        """Who runs surveys reads a code, even where the volunteer has a login."""
        self.portal.email = "portal@example.com"
        course = self.course.with_user(self.portal).sudo()
        sheet = course._begin_exam_sudo(self.portal_volunteer)
        self.assertFalse(sheet.partner_id)
        self.assertFalse(sheet.email)
        self.assertNotEqual(sheet.create_uid, self.portal)
        self.assertEqual(sheet.nickname, self.portal_volunteer.code)

    def test_second_pass_grants_nothing(self):
        """Two sheets of Odoo's own invitation, both passed."""
        for _time in range(2):
            self._fill_in(self.survey._create_answer(user=self.staff))
        self.assertEqual(len(self.staff_volunteer.qualification_ids), 1)
        records = self.staff_volunteer.training_attendance_ids
        self.assertEqual(sorted(records.mapped("counted")), [False, True])

    def test_learning_hours_are_no_longer_than_the_exam(self):
        """A page left open for three days is not three days of learning."""
        self.course.hours = 2
        for limit, hours in ((0, 2), (30, 0.5)):
            self.survey.write({"is_time_limited": bool(limit), "time_limit": limit})
            sheet = self.course._begin_exam_sudo(self.guest)
            sheet._mark_in_progress()
            sheet.start_datetime -= timedelta(days=3)
            sheet._mark_done()
            record = self.guest.training_attendance_ids.filtered(
                lambda record, sheet=sheet: record.user_input_id == sheet
            )
            self.assertEqual(record.hours, hours)

    def test_exam_by_an_invitation_of_odoo(self):
        """Whoever has a login is known by it."""
        sheet = self.survey._create_answer(user=self.staff)
        sheet._mark_in_progress()
        for question in sheet.predefined_question_ids:
            right = question.suggested_answer_ids.filtered("is_correct")
            sheet._save_lines(question, str(right.id))
        sheet._mark_done()
        self.assertEqual(self.staff_volunteer.qualification_ids.course_id, self.course)

    def test_merged_record_takes_its_exams_along(self):
        """Whoever began under the duplicate finishes for the record that is kept."""
        sheet = self.course._begin_exam_sudo(self.guest)
        kept = self._new_volunteer("Kept")
        self.guest._merge_into_sudo(kept)
        sheet._mark_in_progress()
        for question in sheet.predefined_question_ids:
            right = question.suggested_answer_ids.filtered("is_correct")
            sheet._save_lines(question, str(right.id))
        sheet._mark_done()
        self.assertEqual(kept.qualification_ids.course_id, self.course)

    def test_trying_the_survey_out_grants_nothing(self):
        author = self._new_user("exam_author", "survey.group_survey_user")
        author_volunteer = self._new_volunteer("Author", author)
        sheet = self.survey._create_answer(user=author, test_entry=True)
        sheet._mark_done()
        self.assertFalse(author_volunteer.training_attendance_ids)

    def test_records_of_exams_are_nobodys_to_write(self):
        self._sit(self.guest, right=False)
        record = self.guest.training_attendance_ids.with_user(self.officer)
        # An AccessError is a UserError too.
        for vals in ({"passed": True}, {"counted": True}, {"score": 100}):
            with self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            record.unlink()
        with self.assertRaises(AccessError):
            record.create(
                {
                    "volunteer_id": self.guest.id,
                    "course_id": self.course.id,
                    "date": self.today,
                    "source": "exam",
                    "counted": True,
                }
            )

    def test_what_an_exam_must_be(self):
        for vals in (
            {"access_mode": "public"},
            {"certification": False},
            {"users_login_required": True},
        ):
            survey = self._new_survey(**vals)
            with self.assertRaises(ValidationError):
                self.course.survey_id = survey
            with self.assertRaises(ValidationError):
                self.survey.write(vals)

    def test_self_test_is_open_and_leaves_no_mark(self):
        with self.assertRaises(ValidationError):
            self.course.self_test_survey_id = self.survey
        practice = self._new_survey(
            access_mode="public", certification=False, is_attempts_limited=False
        )
        self.course.self_test_survey_id = practice
        self.staff.email = "staff@example.com"
        sheet = practice.with_user(self.staff).sudo()._create_answer(user=self.staff)
        for _stage in ("begun", "handed in"):
            for name in ("partner_id", "email", "nickname"):
                self.assertFalse(sheet[name], name)
            self.assertNotEqual(sheet.create_uid, self.staff)
            self._fill_in(sheet)
        self.assertFalse(self.staff_volunteer.training_attendance_ids)

    def test_slips(self):
        """The printed slip carries the code of the link."""
        wizard = self.env["volunteer.exam.link"].create(
            {"course_id": self.course.id, "volunteer_ids": self.guest.ids}
        )
        wizard.action_make()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "volunteer_survey.exam_link_slips", wizard.line_ids.ids
        )
        page = html.decode()
        self.assertIn(self.guest.code, page)
        self.assertIn("data:image/png;base64,", page)

    def test_own_exam_only(self):
        with self.assertRaises(AccessError):
            self.guest.with_user(self.staff).action_begin_exam(self.course.id)
        url = self.staff_volunteer.with_user(self.staff).action_begin_exam(
            self.course.id
        )
        self.assertIn(self.survey.access_token, url)

    def test_many_exams_cost_the_queries_of_one(self):
        courses = self.course.create(
            [
                {"name": f"C{number}", "survey_id": self.survey.id}
                for number in range(20)
            ]
        )
        counts = []
        for batch in (courses[:1], courses):
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            batch._get_exams_sudo(self.guest)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_links(self):
        wizard = (
            self.env["volunteer.exam.link"]
            .with_user(self.officer)
            .create(
                {
                    "course_id": self.course.id,
                    "volunteer_ids": (self.guest | self.portal_volunteer).ids,
                }
            )
        )
        wizard.action_make()
        urls = wizard.line_ids.mapped("url")
        self.assertEqual(len(set(urls)), 2)
        self.assertTrue(all(wizard.line_ids.mapped("qr")))
        self.portal.email = "portal@example.com"
        wizard.action_send()
        mail = self.env["mail.mail"].search([("email_to", "=", "portal@example.com")])
        (line,) = wizard.line_ids.filtered(
            lambda line: line.volunteer_id == self.portal_volunteer
        )
        self.assertIn(line.url, mail.body_html)
        (other,) = wizard.line_ids - line
        self.assertNotIn(other.url, mail.body_html)
        foreign = self._new_volunteer("Foreign", company_id=self.other_company.id)
        with self.assertRaises(AccessError):
            wizard.volunteer_ids = foreign

    def test_erasure_finds_sheets_by_contact_and_address(self):
        """Sheets of Odoo's own invitations do not know the volunteer."""
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.portal_volunteer.id, "email": "Me@own.example"}
        )
        Sheet = self.env["survey.user_input"].sudo()
        survey = self.survey.copy()
        by_contact, by_address, foreign = Sheet.create(
            [
                {"survey_id": survey.id, "partner_id": self.portal.partner_id.id},
                {"survey_id": survey.id, "email": "me@OWN.example", "nickname": "Me"},
                {"survey_id": survey.id, "email": "some.me@own.example"},
            ]
        )
        self.portal_volunteer.with_user(self.officer).action_erase("Asked")
        self.env.invalidate_all()
        self.assertFalse(by_contact.partner_id)
        self.assertFalse(by_address.email)
        self.assertFalse(by_address.nickname)
        self.assertEqual(foreign.email, "some.me@own.example")
