import base64
import re

from odoo.tests import HttpCase, tagged

from .test_commendation import CommendationCase
from .test_evidence import PDF


@tagged("post_install", "-at_install")
class TestPortalHonours(CommendationCase, HttpCase):
    """Hand in, apply, nominate and compete on the phone."""

    def setUp(self):
        super().setUp()
        self.commendation.write({"criteria": "Fifty hours", "quota": 3})
        self.commendation.action_open()
        self.contest = (
            self.env["volunteer.contest"]
            .with_user(self.officer)
            .create({"name": "Contest", "company_id": self.company.id})
        )
        self.contest.action_open()

    def _open(self, path):
        self.env.flush_all()
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _post(self, page, path, files=None, **values):
        text = self._open(page)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)
        response = self.url_open(
            path, data={"csrf_token": token, **values}, files=files
        )
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        return response.text

    def test_handing_in(self):
        self.authenticate("test_portal", "test_portal")
        page = "/my/volunteer/honours"
        values = {"name": "City Volunteer", "granted_by": "City", "date": "2026-01-05"}
        text = self._post(page, page, **values)
        self.assertIn("Add one photo or PDF", text)
        # What was typed stays.
        self.assertIn("City Volunteer", text)
        scan = {"files": ("scan.pdf", base64.b64decode(PDF), "application/pdf")}
        text = self._post(page, page, files=scan, **values)
        award = self.env["volunteer.award"].search([("handed_in", "=", True)])
        self.assertEqual(award.volunteer_id, self.citizen)
        self.assertIn("Waits for the volunteer office", text)
        self._post(page, f"{page}/{award.id}/take-back")
        self.assertFalse(award.exists())

    def test_applying(self):
        self.authenticate("test_portal", "test_portal")
        page = "/my/volunteer/commendations"
        text = self._open(page)
        self.assertIn("Fifty hours", text)
        self.assertNotIn("Who deserves it", text)
        path = f"{page}/{self.commendation.id}"
        self.assertIn(
            "Please give a reason", self._post(page, f"{path}/apply", reason=" ")
        )
        text = self._post(page, f"{path}/apply", reason="Guided patients")
        nominee = self.commendation.nominee_ids
        self.assertEqual(nominee.volunteer_id, self.citizen)
        self.assertIn("What I handed in", text)
        refused = self._post(
            page, f"{path}/nominate", holder_id=str(self.member.id), reason="Good"
        )
        self.assertIn("You can nominate members", refused)
        self._post(page, f"/my/volunteer/nominations/{nominee.id}/withdraw")
        self.assertEqual(nominee.state, "withdrawn")

    def test_nominating_and_competing(self):
        self.authenticate("test_leader", "test_leader")
        page = "/my/volunteer/commendations"
        self.assertIn("Who deserves it", self._open(page))
        self._post(
            page,
            f"{page}/{self.commendation.id}/nominate",
            holder_id=str(self.member.id),
            reason="Good",
        )
        self.assertEqual(self.commendation.nominee_ids.source, "leader")
        contests = "/my/volunteer/contests"
        self._post(
            contests,
            f"{contests}/{self.contest.id}/apply",
            project_id=str(self.project.id),
            name="Shorter ways",
            application="Signs on the floor",
        )
        entry = self.contest.entry_ids
        self.assertEqual(entry.applied_by, self.leader_user)
        self.assertIn("Shorter ways", self._open(contests))
        self._post(contests, f"/my/volunteer/entries/{entry.id}/withdraw")
        self.assertEqual(entry.state, "withdrawn")

    def test_whose_matter_it_is(self):
        nominee = self.nominate(self.member)
        self.authenticate("test_portal", "test_portal")
        page = "/my/volunteer/commendations"
        text = self._post(page, f"/my/volunteer/nominations/{nominee.id}/withdraw")
        self.assertIn("not among your nominations", text)
        self.assertEqual(nominee.state, "nominated")

    def test_certificate_of_ones_own(self):
        award = self.env["volunteer.award"].create(
            {
                "name": "Volunteer of the Year",
                "volunteer_id": self.citizen.id,
                "company_id": self.company.id,
                "granted_by": "Test Hospital",
                "date": "2026-03-05",
            }
        )
        path = f"/my/volunteer/honours/{award.id}/certificate"
        self.authenticate("test_portal", "test_portal")
        self.assertIn(path, self._open("/my/volunteer/honours"))
        response = self.url_open(path)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.authenticate("test_leader", "test_leader")
        self.assertIn("not among your honours", self._open(path))
