import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import ExamCommon


@tagged("post_install", "-at_install")
class TestExamPage(ExamCommon, HttpCase):
    def _link(self, volunteer=None):
        volunteer = volunteer or self.guest
        url = self.course._get_exam_links_sudo(volunteer)[volunteer]
        return "/volunteer/exam/" + url.rsplit("/", 1)[1]

    def _begin(self, link):
        page = self.url_open(link).text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        return self.url_open(f"{link}/begin", data={"csrf_token": token})

    def test_link_opens_the_exam_of_one_person(self):
        page = self.url_open(self._link())
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.guest.code, page.text)
        self.assertNotIn(self.guest.name, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.survey.user_input_ids, "looking draws no questions")
        exam = self._begin(self._link())
        self.assertIn(f"/survey/{self.survey.access_token}/", exam.url)
        sheet = self.survey.user_input_ids
        self.assertEqual(sheet.volunteer_id, self.guest)
        self.assertFalse(sheet.partner_id)

    def test_second_attempt_belongs_to_the_same_person(self):
        sheet = self._sit(self.guest, right=False)
        self.url_open(f"/survey/retry/{self.survey.access_token}/{sheet.access_token}")
        second = self.survey.user_input_ids - sheet
        self.assertEqual(second.volunteer_id, self.guest)
        self.assertEqual(second.volunteer_course_id, self.course)
        self.assertEqual(second.invite_token, sheet.invite_token)

    def test_no_retry_after_passing(self):
        sheet = self._sit(self.guest)
        page = self.url_open(
            f"/survey/retry/{self.survey.access_token}/{sheet.access_token}"
        )
        self.assertEqual(self.survey.user_input_ids, sheet)
        self.assertIn("alert-warning", page.text)

    def test_link_on_a_computer_where_somebody_else_is_signed_in(self):
        """Also of an employee whose volunteer has no login."""
        self.authenticate("test_staff", "test_staff")
        page = self._begin(self._link())
        self.assertIn(f"/survey/{self.survey.access_token}/", page.url)
        self.assertIn("Hygiene exam", page.text)
        sheet = self.survey.user_input_ids
        self.assertEqual(sheet.volunteer_id, self.guest)
        self.assertFalse(sheet.partner_id)
        sheet._mark_in_progress()
        page = self.url_open(f"/survey/{self.survey.access_token}/{sheet.access_token}")
        self.assertIn(sheet.predefined_question_ids[0].title, page.text)

    def test_self_test_with_a_login(self):
        practice = self._new_survey(
            access_mode="public", certification=False, is_attempts_limited=False
        )
        self.course.self_test_survey_id = practice
        self.authenticate("test_portal", "test_portal")
        page = self.url_open(f"/survey/start/{practice.access_token}")
        self.assertIn(practice.user_input_ids.access_token, page.url)
        self.assertEqual(page.status_code, 200)
        self.assertFalse(practice.user_input_ids.partner_id)

    def test_links_that_open_nothing(self):
        """Forged, garbled, too old, of somebody who left: the same answer."""
        good = self._link()
        gone = self._new_volunteer("Gone")
        gone_link = self._link(gone)
        gone.action_leave("Moved away")
        bad = [
            "/volunteer/exam/x",
            "/volunteer/exam/%E5%BF%97",
            "/volunteer/exam/AQ",
            good[:-2] + ("AA" if good[-2:] != "AA" else "BB"),
            gone_link,
        ]
        answers = set()
        for link in bad:
            page = self.url_open(link)
            self.assertEqual(page.status_code, 404, link)
            answers.add(re.search(r"<h1[^>]*>(.*?)</h1>", page.text).group(1))
        self.assertEqual(len(answers), 1)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.assertFalse(self.course._read_exam_link_sudo(good.rsplit("/", 1)[1]))

    def test_begin_needs_a_good_link(self):
        page = self.url_open(self._link()).text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        answer = self.url_open("/volunteer/exam/x/begin", data={"csrf_token": token})
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.survey.user_input_ids)

    def test_own_page(self):
        """With a login the exam begins on the training page."""
        self.authenticate("test_portal", "test_portal")
        page = self.url_open("/my/volunteer/training").text
        self.assertIn("Hygiene", page)
        address = f"/my/volunteer/training/{self.course.id}/exam"
        self.assertIn(address, page)
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        answer = self.url_open(address, data={"csrf_token": token})
        self.assertIn(f"/survey/{self.survey.access_token}/", answer.url)
        self.assertEqual(self.survey.user_input_ids.volunteer_id, self.portal_volunteer)
