import base64
import re

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.volunteer_base.tools.recurrence import local_period

from .test_evidence import PDF, picture

PHOTO = base64.b64decode(picture())


@tagged("post_install", "-at_install")
class TestPortalClaims(HttpCase):
    """The phone pages of claims: make, correct, take back, prove."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.company
        company.volunteer_requirements = False
        cls.user, cls.other_user, cls.leader_user = (
            new_test_user(cls.env, f"claims_{name}", groups="base.group_portal")
            for name in ("own", "other", "leader")
        )
        cls.officer = new_test_user(
            cls.env, "claims_office", groups="volunteer_base.group_officer"
        )
        people = cls.env["volunteer.volunteer"].create(
            [
                {"name": "甲", "user_id": cls.user.id},
                {"name": "乙", "user_id": cls.other_user.id},
                {"name": "队长", "user_id": cls.leader_user.id},
            ]
        )
        people.action_register()
        cls.own, cls.other, cls.leader = people
        team = cls.env["volunteer.team"].create(
            {
                "name": "T",
                "leader_id": cls.leader.id,
                "member_ids": [
                    (0, 0, {"volunteer_id": person.id, "date_from": "2020-01-01"})
                    for person in people
                ],
            }
        )
        cls.project = cls.env["volunteer.project"].create(
            {"name": "Portal project", "team_id": team.id}
        )
        cls.project.action_start()
        yesterday = fields.Date.subtract(company._get_volunteer_today(), days=1)
        # By day: what goes past midnight is claimed up to midnight.
        start, stop = local_period(yesterday, 9, 11, company.volunteer_tz)
        cls.activity = cls.env["volunteer.activity"].create(
            {
                "name": "Yesterday's service",
                "project_id": cls.project.id,
                "start": start,
                "stop": stop,
                "slot_ids": [
                    (
                        0,
                        0,
                        {
                            "post_id": cls.env["volunteer.post"]
                            .create({"name": "Guide"})
                            .id,
                            "seats": 5,
                        },
                    )
                ],
            }
        )
        cls.activity.action_publish()
        cls.day = fields.Date.to_string(yesterday)

    def _post(self, path, files=None, login="claims_own", **values):
        self.authenticate(login, login)
        page = self.url_open("/my/volunteer/claim").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        return self.url_open(path, data={"csrf_token": token, **values}, files=files)

    def _claim(self, files=None, **values):
        return self._post(
            "/my/volunteer/claim",
            files=files,
            **{
                "date": self.day,
                "hours": "2",
                "start": "",
                "project_id": str(self.project.id),
                "description": "Read to children",
                **values,
            },
        )

    def _line(self, person=None):
        return self.env["volunteer.hour"].search(
            [("volunteer_id", "=", (person or self.own).id)]
        )

    def test_claim_with_photo_and_paper(self):
        response = self._claim(
            start="08:00",
            files=[
                ("photo", ("a.png", PHOTO, "image/png")),
                ("files", ("b.pdf", base64.b64decode(PDF), "application/pdf")),
            ],
        )
        self.assertIn("alert-success", response.text)
        line = self._line()
        self.assertEqual(line.period, "08:00–10:00")
        self.assertEqual(line.evidence_ids.mapped("name"), ["a.jpg", "b.pdf"])
        page = self.url_open(f"/my/volunteer/hours/{line.id}").text
        path = f"/web/content/volunteer.hour.evidence/{line.evidence_ids[0].id}/file"
        self.assertIn(path, page)
        self.assertEqual(self.url_open(path).headers["Content-Type"], "image/jpeg")
        # Whoever does not see the line does not see its evidence.
        self.authenticate("claims_other", "claims_other")
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_bad_file_leaves_nothing(self):
        response = self._claim(files=[("files", ("a.exe", b"MZ", "application/pdf"))])
        self.assertIn("alert-danger", response.text)
        self.assertIn("Read to children", response.text)
        self.assertFalse(self._line())

    def test_claimed_twice(self):
        self._claim()
        response = self._claim()
        self.assertIn("alert-danger", response.text)
        self.assertEqual(len(self._line()), 1)

    def test_for_an_activity(self):
        self.authenticate("claims_own", "claims_own")
        form = self.url_open(f"/my/volunteer/claim?activity_id={self.activity.id}").text
        self.assertRegex(form, rf'value="{self.activity.id}"\s+selected="True"')
        self.assertRegex(form, r'name="hours"[^>]*value="2"')
        self._claim(
            activity_id=str(self.activity.id),
            date=fields.Date.to_string(self.activity.date),
        )
        self.assertEqual(self._line().activity_id, self.activity)
        # The last project stands in the next form; that activity is gone from it.
        form = self.url_open("/my/volunteer/claim").text
        self.assertNotIn("Yesterday's service", form)
        self._claim(description="Something else", hours="1")
        form = self.url_open("/my/volunteer/claim").text
        self.assertRegex(form, rf'value="{self.project.id}"\s+selected="True"')

    def test_correct_and_submit_again(self):
        self._claim()
        line = self._line()
        line.with_user(self.officer).action_refuse("Which ward?")
        page = self.url_open(f"/my/volunteer/hours/{line.id}").text
        self.assertIn("Which ward?", page)
        form = self.url_open(f"/my/volunteer/hours/{line.id}/correct").text
        self.assertIn("Read to children", form)
        correct = f"/my/volunteer/hours/{line.id}/correct"
        values = {
            "date": self.day,
            "hours": "1.5",
            "start": "09:00",
            "project_id": str(self.project.id),
        }
        response = self._post(correct, **values, description=" ")
        self.assertIn("alert-danger", response.text)
        self.assertEqual(line.state, "refused")
        response = self._post(correct, **values, description="Ward 3")
        self.assertIn("alert-success", response.text)
        self.assertEqual((line.state, line.hours), ("submitted", 1.5))
        self.assertEqual((line.description, line.period), ("Ward 3", "09:00–10:30"))

    def test_withdraw_and_submit(self):
        self._claim()
        line = self._line()
        for _press in range(2):
            self._post(f"/my/volunteer/hours/{line.id}/withdraw")
            self.assertEqual(line.state, "draft")
        for _press in range(2):
            response = self._post(f"/my/volunteer/hours/{line.id}/submit")
            self.assertIn("alert-success", response.text)
            self.assertEqual(line.state, "submitted")

    def test_evidence_later(self):
        self._claim()
        line = self._line()
        path = f"/my/volunteer/hours/{line.id}/evidence"
        self.assertIn("alert-danger", self._post(path).text)
        self._post(path, files=[("photo", ("a.png", PHOTO, "image/png"))])
        evidence = line.evidence_ids
        self.assertEqual(len(evidence), 1)
        remove = f"{path}/{evidence.id}/remove"
        self.assertIn("alert-danger", self._post(remove).text)
        self._post(f"/my/volunteer/hours/{line.id}/withdraw")
        self._post(remove)
        self.assertFalse(line.evidence_ids)

    def test_hours_of_somebody_else(self):
        self._claim()
        line = self._line()
        self.authenticate("claims_other", "claims_other")
        for path in ("", "/correct"):
            page = self.url_open(f"/my/volunteer/hours/{line.id}{path}").text
            self.assertNotIn("Read to children", page)
        for path in ("correct", "submit", "withdraw", "evidence"):
            response = self._post(
                f"/my/volunteer/hours/{line.id}/{path}", login="claims_other"
            )
            self.assertIn("alert-danger", response.text)
        self.assertEqual(line.state, "submitted")

    def test_a_leader_claims_for_the_team(self):
        self.authenticate("claims_leader", "claims_leader")
        path = f"/my/volunteer/lead/{self.activity.id}/claim"
        self.assertIn(path, self.url_open(path.removesuffix("/claim")).text)
        self.assertIn("甲", self.url_open(path).text)
        values = {
            "start": "09:00",
            "hours": "2",
            "person": [str(self.own.id), str(self.other.id)],
            f"hours_{self.other.id}": "1",
        }
        response = self._post(path, login="claims_leader", **values, description=" ")
        self.assertIn("alert-danger", response.text)
        response = self._post(
            path, login="claims_leader", **values, description="Guided"
        )
        self.assertIn("alert-success", response.text)
        lines = self._line() | self._line(self.other)
        self.assertEqual(
            {(line.volunteer_id, line.hours, line.state) for line in lines},
            {(self.own, 2.0, "submitted"), (self.other, 1.0, "submitted")},
        )
        # Others lead nothing here.
        self.assertNotIn(
            "alert-success",
            self._post(path, login="claims_own", **values, description="X").text,
        )
