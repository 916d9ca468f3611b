from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestRoutePreview(HoursCase):
    def preview(self, user=None, line=None, **vals):
        context = {}
        if line:
            context = {"active_model": "volunteer.hour", "active_id": line.id}
        Preview = self.env["volunteer.route.preview"]
        form = Form(Preview.with_user(user or self.officer).with_context(**context))
        for name, value in vals.items():
            form[name] = value
        return form.answer or ""

    def test_of_anybody(self):
        self.assertFalse(self.preview())
        answer = self.preview(volunteer_id=self.member, project_id=self.project)
        self.assertIn("Leader, then volunteer office", answer)
        self.assertLess(answer.index("test_leader"), answer.index("Volunteer Office"))
        self.assertFalse(
            self.Hour.search_count([("volunteer_id", "=", self.member.id)])
        )

    def test_of_a_line(self):
        line = self.claim(self.leader)
        self.assertIn("own hours", self.preview(line=line))

    def test_why_and_who_stands_in(self):
        today = self.company._get_volunteer_today()
        self.env["volunteer.delegation"].create(
            {
                "user_id": self.leader_user.id,
                "delegate_id": self.stranger.id,
                "company_id": self.company.id,
                "date_from": today,
                "date_to": today + timedelta(days=1),
            }
        )
        answer = self.preview(volunteer_id=self.member, project_id=self.project)
        self.assertIn("test_stranger", answer)
        self.team.leader_id = False
        answer = self.preview(volunteer_id=self.member, project_id=self.project)
        self.assertIn("activity or team: Nobody is in charge", answer)

    def test_at_once(self):
        self.sample_routes.active = True
        answer = self.preview(
            volunteer_id=self.member, project_id=self.project, source="checkin"
        )
        self.assertIn("Approved at once", answer)
        self.assertIn("Up to 8 hours", answer)

    def test_the_office_without_an_executive(self):
        volunteer = self.make_volunteer("Officer", self.officer)
        self.assertIn("executive in charge", self.preview(volunteer_id=volunteer))

    def test_for_the_office_only(self):
        for user in (self.leader_user, self.member_user):
            with self.assertRaises(AccessError):
                self.env["volunteer.route.preview"].with_user(user).create({})
