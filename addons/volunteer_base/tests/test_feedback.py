from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..models.results.volunteer_feedback import QUESTIONS
from .test_closing import ClosingCommon

GOOD = dict.fromkeys(QUESTIONS, 5)
BAD = dict.fromkeys(QUESTIONS, 2)


@tagged("post_install", "-at_install")
class TestFeedback(ClosingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = cls.activity.action_get_feedback_code()
        cls.Feedback = cls.env["volunteer.feedback"]

    def test_one_code_an_activity(self):
        self.assertEqual(self.activity.action_get_feedback_code(), self.code)
        self.assertEqual(self.code.project_id, self.project)
        self.assertEqual(self.code.name, self.activity.name)
        with self.assertRaises(AccessError):
            self.activity.with_user(self.portal).action_get_feedback_code()
        with self.assertRaises(UserError):
            self._new_activity(publish=False).action_get_feedback_code()

    def test_results(self):
        for answers in (GOOD, GOOD, GOOD, BAD):
            self.Feedback._receive_sudo(self.code, answers)
        for record in (self.activity, self.project, self.code):
            seen = record.with_user(self.leader)
            self.assertEqual(seen.feedback_count, 4, record)
            self.assertEqual(seen.satisfaction, 75, record)

    def test_results_of_many_take_as_few_queries(self):
        projects = self.project | self.project.copy() | self.project.copy()
        self.Feedback._receive_sudo(self.code, GOOD)
        for records in (self.project, projects):
            self.env.invalidate_all()
            records.mapped("team_id")
            with self.assertQueryCount(1):
                records.mapped("satisfaction")

    def test_nothing_tells_who(self):
        fields_ = set(self.Feedback._fields)
        self.assertFalse(fields_ & {"create_uid", "create_date", "write_date"})
        self.assertEqual(self.Feedback._fields["date"].type, "date")

    def test_comments_are_read_by_the_office_first(self):
        feedback = self.Feedback._receive_sudo(self.code, BAD)
        feedback._comment_sudo(" Waited long ")
        feedback._comment_sudo("A second one")
        leader = feedback.with_user(self.leader)
        self.assertFalse(leader.shown_comment)
        with self.assertRaises(AccessError):
            leader.read(["comment"])
        with self.assertRaises(AccessError):
            leader.action_show_comment()
        feedback.with_user(self.officer).action_show_comment()
        self.assertEqual(leader.shown_comment, "Waited long")
        feedback.with_user(self.officer).action_hide_comment()
        self.assertFalse(leader.shown_comment)

    def test_leaders_see_their_own(self):
        self.Feedback._receive_sudo(self.code, GOOD)
        other = self._new_user("feedback_leader", "volunteer_base.group_leader")
        self.assertFalse(self.Feedback.with_user(other).search([]))
        self.assertTrue(self.Feedback.with_user(self.leader).search([]))
        with self.assertRaises(AccessError):
            self.Feedback.with_user(self.staff).search([])

    def test_the_poster(self):
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.leader)
            ._render_qweb_html("volunteer_base.feedback_poster", self.code.ids)
        )
        self.assertIn(self.code.name, html.decode())
        self.assertIn("data:image/png;base64", html.decode())


@tagged("post_install", "-at_install")
class TestFeedbackPage(HttpCase, ClosingCommon):
    def setUp(self):
        super().setUp()
        self.code = self.activity.action_get_feedback_code()
        self.url = f"/volunteer/feedback/{self.code.token}"

    def _tap(self, **answers):
        return self.url_open(
            self.url,
            data={"csrf_token": http.Request.csrf_token(self), **answers},
        )

    def _visit(self):
        """Open the page on another device."""
        self.authenticate(None, None)
        return self.url_open(self.url)

    def test_three_taps(self):
        page = self._visit()
        self.assertIn('name="rating"', page.text)
        page = self.url_open(f"{self.url}?rating=5")
        self.assertIn('name="attitude"', page.text)
        page = self.url_open(f"{self.url}?rating=5&attitude=4")
        self.assertIn('method="post"', page.text)
        thanks = self._tap(rating="5", attitude="4", help="3")
        self.assertIn("/thanks?key=", thanks.url)
        feedback = self.code.feedback_ids
        self.assertEqual(
            [feedback[name] for name in QUESTIONS] + [feedback.satisfied],
            [5, 4, 3, 100],
        )
        key = thanks.url.split("key=")[1]
        self.url_open(
            f"{self.url}/thanks",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "key": key,
                "comment": "Kind people",
            },
        )
        self.assertEqual(feedback.comment, "Kind people")
        self.assertEqual(feedback.comment_state, "pending")

    def test_one_a_device(self):
        self._visit()
        self._tap(**{name: "5" for name in QUESTIONS})
        self._tap(**{name: "1" for name in QUESTIONS})
        self.assertEqual(len(self.code.feedback_ids), 1)
        self._visit()
        self._tap(**{name: "1" for name in QUESTIONS})
        self.assertEqual(len(self.code.feedback_ids), 2)

    def test_what_is_no_answer(self):
        self._visit()
        for wrong in ("0", "6", "-1", "five", ""):
            self._tap(rating=wrong, attitude="5", help="5")
        self.assertFalse(self.code.feedback_ids)
        page = self.url_open(f"{self.url}/thanks?key=forged")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn('name="comment"', page.text)
        self.assertEqual(self.url_open("/volunteer/feedback/x").status_code, 404)

    def test_floods_end(self):
        self.env["ir.config_parameter"].set_param(
            "volunteer_base.feedback_hourly_limit", "1"
        )
        for expected in (200, 429):
            self._visit()
            answer = self._tap(**{name: "5" for name in QUESTIONS})
            self.assertEqual(answer.status_code, expected)
        self.assertEqual(len(self.code.feedback_ids), 1)

    def test_it_closes_after_a_while(self):
        activity = self.activity.sudo()
        self.assertFalse(self.code._get_closed_reason())
        for days in (-15, 1):
            start = fields.Datetime.now() + timedelta(days=days)
            activity.write({"start": start, "stop": start + timedelta(hours=2)})
            self.assertTrue(self.code._get_closed_reason(), days)
        self._visit()
        self._tap(**{name: "5" for name in QUESTIONS})
        self.assertFalse(self.code.feedback_ids)

    def test_the_leader_shows_it(self):
        self.code.unlink()
        self.authenticate(self.leader.login, self.leader.login)
        lead = f"/my/volunteer/lead/{self.activity.id}"
        self.assertNotIn("data:image/png", self.url_open(f"{lead}/closing").text)
        page = self.url_open(
            f"{lead}/feedback", data={"csrf_token": http.Request.csrf_token(self)}
        )
        self.assertIn("data:image/png", page.text)
