from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import HoursCase

HOME = "/my/volunteer"
ACTIVITIES = "/my/volunteer/activities"
#: Of one visit, after a first one: Odoo itself asks four times.
MOST_QUERIES = {HOME: 50, ACTIVITIES: 25}


@tagged("post_install", "-at_install")
class TestHomeQueries(HoursCase, HttpCase):
    """The page that everybody opens first stays cheap, whatever there is to show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_post = cls.env["volunteer.post"].create(
            {"name": "Escort", "company_id": cls.company.id}
        )
        cls.others = cls.env["volunteer.volunteer"].union(
            *(cls.make_volunteer(f"Other {number}") for number in range(3))
        )
        # Grown-ups: in the evening nobody else may come.
        cls.env["volunteer.identity"].create(
            [
                {"volunteer_id": person.id, "birth_date": "1990-01-01"}
                for person in cls.others | cls.citizen | cls.member
            ]
        )
        cls.days = 2

    @classmethod
    def _open_activity(cls, people=None, seats=1, **vals):
        """Make an activity a day after the last one, for which these people come."""
        cls.days += 1
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        start += timedelta(days=cls.days)
        activity = cls.env["volunteer.activity"].create(
            {
                "project_id": cls.project.id,
                "company_id": cls.company.id,
                "start": start,
                "stop": start + timedelta(hours=2),
                "slot_ids": [
                    Command.create({"post_id": post.id, "seats": seats})
                    for post in cls.post | cls.second_post
                ],
                **vals,
            }
        )
        activity.action_publish()
        slot = activity.slot_ids[0]
        for person in people or ():
            slot.sudo()._sign_up_or_wait_sudo(person.sudo())
        return activity

    def _fill(self, rounds):
        """Let everything happen once or more that shows on the home page."""
        self.company.volunteer_requirements = False
        for _round in range(rounds):
            self._open_activity(self.citizen)
            self._open_activity(self.others[0] | self.citizen)
            offered = self._open_activity(self.others[0] | self.citizen)
            offered.signup_ids.filtered(
                lambda signup: signup.state == "confirmed"
            ).action_cancel()
            running = self._open_activity(
                self.citizen, venue="online", online_url="https://example.com"
            )
            now = fields.Datetime.now()
            if not self.citizen._get_running_signups_sudo():
                running.write(
                    {"start": now, "stop": now + timedelta(hours=1)},
                )
            mine = self._open_activity(self.citizen)
            signup = mine.signup_ids.with_user(self.portal_user)
            signup.action_ask_substitute(self.member.code)
            theirs = self._open_activity(self.member)
            theirs.signup_ids.with_user(self.member_user).action_ask_substitute(
                self.citizen.code
            )
            self._open_activity(self.others[0])
            self._open_activity(
                own_team_until=now + timedelta(hours=1), leader_id=self.citizen.id
            )
            self._open_activity(self.others[0] | self.others[1])
            self.citizen._notify_sudo("signup", lambda _person: ("Title", "Body"))
            self.claim(self.citizen)
        # Who has not learned yet sees what is missing, at each need.
        self.company.volunteer_requirements = True
        self.env.flush_all()

    def _open(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _count(self, path):
        self._open(path)
        self.env.cr.flush()
        before = self.env.cr.sql_log_count
        self._open(path)
        return self.env.cr.sql_log_count - before

    def test_few_queries_and_no_more_for_more_records(self):
        self.authenticate("test_portal", "test_portal")
        self._fill(1)
        few = {path: self._count(path) for path in MOST_QUERIES}
        self.assertIn("o_volunteer_swap", self._open(HOME))
        self._fill(3)
        for _number in range(25):
            self._open_activity()
        self.env.flush_all()
        for path, most in MOST_QUERIES.items():
            with self.subTest(path=path):
                many = self._count(path)
                self.assertLessEqual(few[path], most)
                self.assertLessEqual(many, most)
                self.assertLessEqual(many, few[path] + 1)
