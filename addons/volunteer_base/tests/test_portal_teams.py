import base64
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon

PDF = b"%PDF-1.4 receipt"


@tagged("post_install", "-at_install")
class TestPortalTeams(VolunteerCommon, HttpCase):
    """What volunteers find and do on the pages of their teams and branches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([("login", "=like", "test\\_%")]).lang = "en_US"
        cls.member = cls.env["volunteer.team.member"].create(
            {
                "team_id": cls.team.id,
                "volunteer_id": cls.portal_volunteer.id,
                "date_from": "2020-01-01",
                "office": "secretary_general",
                "is_backbone": True,
                "part": "Trains newcomers",
            }
        )
        cls.meeting = cls.env["volunteer.meeting"].create(
            {
                "name": "Annual meeting",
                "team_id": cls.team.id,
                "date": fields.Datetime.now() - timedelta(hours=3),
                "attendee_ids": cls.portal_volunteer.ids,
                "decision_ids": [
                    (0, 0, {"name": "Buy vests", "owner_id": owner.id})
                    for owner in (cls.portal_volunteer, cls.staff_volunteer)
                ],
            }
        )
        cls.decision, cls.foreign = cls.meeting.decision_ids
        cls.meeting.action_hold()
        cls.branch = cls.env["volunteer.branch"].create(
            {"name": "Ward branch", "company_id": cls.company.id}
        )
        cls.portal_volunteer.branch_id = cls.branch
        cls.env.flush_all()

    def _open(self, path, user=None):
        self.authenticate(*[(user or self.portal).login] * 2)
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _post(self, path, user=None, files=None, **values):
        page = self._open("/my/volunteer/teams", user)
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        return self.url_open(path, data={"csrf_token": token, **values}, files=files)

    def test_page(self):
        page = self._open("/my/volunteer/teams")
        for text in ("Trains newcomers", "Secretary general", "Leader", "Buy vests"):
            self.assertIn(text, page)
        self.assertIn("You have not reported to your community yet", page)
        self.assertIn("/my/volunteer/teams", self._open("/my/volunteer"))
        # Whoever belongs to nothing finds a page that says so.
        lonely = self._new_user("test_lonely", "base.group_portal")
        lonely.lang = "en_US"
        self._new_volunteer("Lonely", lonely)
        page = self._open("/my/volunteer/teams", lonely)
        self.assertIn("do not belong to a team", page)
        self.assertNotIn("Party and League", page)

    def test_standby(self):
        path = f"/my/volunteer/teams/{self.member.id}/standby"
        self._post(path, standby="1")
        self.assertTrue(self.member.standby)
        self._post(path)
        self.assertFalse(self.member.standby)

    def test_standby_of_somebody_else(self):
        """Nor of one's own people: this page is for oneself."""
        path = f"/my/volunteer/teams/{self.member.id}/standby"
        for user in (self.staff, self.officer, self.leader):
            user.lang = "en_US"
            if not user.volunteer_ids:
                self._new_volunteer("Own", user)
            self._post(path, user, standby="1")
            self.assertFalse(self.member.standby, user.login)

    def test_decision(self):
        self._post(f"/my/volunteer/decisions/{self.decision.id}/done", result="Bought")
        self.assertEqual(self.decision.result, "Bought")
        response = self._post(f"/my/volunteer/decisions/{self.foreign.id}/done")
        self.assertIn("not among yours", response.text)
        self.assertFalse(self.foreign.date_done)

    def test_community(self):
        response = self._post(
            "/my/volunteer/community",
            community=" Lakeside ",
            date=str(fields.Date.today()),
            files={"receipt": ("../receipt.exe", PDF, "image/png")},
        )
        self.assertIn("Your report is noted", response.text)
        report = self.portal_volunteer.community_report_ids
        self.assertEqual(report.community, "Lakeside")
        # Named by what it holds, not by what was sent along.
        self.assertEqual(report.receipt_name, "receipt.pdf")
        self.assertEqual(base64.b64decode(report.receipt), PDF)
        # A page sent again is no second report.
        self._post(
            "/my/volunteer/community",
            community="Lakeside",
            date=str(fields.Date.today()),
        )
        self.assertEqual(len(self.portal_volunteer.community_report_ids), 1)

    def test_community_refuses(self):
        for values, files in (
            ({"community": " "}, None),
            ({"community": "x" * 101}, None),
            ({"community": "Lakeside", "date": "yesterday"}, None),
            (
                {
                    "community": "Lakeside",
                    "date": str(fields.Date.today() + timedelta(days=2)),
                },
                None,
            ),
            (
                {"community": "Lakeside"},
                {"receipt": ("a.pdf", b"<script>", "application/pdf")},
            ),
            (
                {"community": "Lakeside"},
                {
                    "receipt": (
                        "a.pdf",
                        b"%PDF-" + b"0" * 5 * 1024**2,
                        "application/pdf",
                    )
                },
            ),
        ):
            response = self._post("/my/volunteer/community", files=files, **values)
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
        self.assertFalse(self.portal_volunteer.community_report_ids)

    def test_branch_page(self):
        page = self._open("/my/volunteer/branch")
        self.assertNotIn("Ward branch", page)
        self.branch.secretary_id = self.staff_volunteer
        self.env.flush_all()
        page = self._open("/my/volunteer/branch?missing=1", self.staff)
        self.assertIn(self.portal_volunteer.code, page)
        self.assertIn("Not reported to a community", page)
        self.portal_volunteer.with_user(self.portal).action_report_community("Lakeside")
        self.env.flush_all()
        page = self._open("/my/volunteer/branch?missing=1", self.staff)
        self.assertNotIn(self.portal_volunteer.code, page)

    def test_queries_do_not_grow(self):
        def count():
            self._open("/my/volunteer/teams")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open("/my/volunteer/teams")
            return self.env.cr.sql_log_count - before

        few = count()
        teams = self.env["volunteer.team"].create(
            [
                {
                    "name": f"Team {number}",
                    "company_id": self.company.id,
                    "leader_id": self.leader_volunteer.id,
                }
                for number in range(10)
            ]
        )
        self.env["volunteer.team.member"].create(
            [
                {
                    "team_id": team.id,
                    "volunteer_id": self.portal_volunteer.id,
                    "date_from": "2020-01-01",
                }
                for team in teams
            ]
        )
        self.env.flush_all()
        self.assertLessEqual(count(), few + 1)
