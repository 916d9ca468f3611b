import io
import re

from PIL import Image

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_needs import NeedsCommon


@tagged("post_install", "-at_install")
class TestPortalNeeds(NeedsCommon, HttpCase):
    """Departments ask and rate on a phone; volunteers take wishes off the board."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([("login", "=like", "test\\_%")]).lang = "en_US"
        cls.recipient = cls.env["volunteer.recipient"].create(
            {
                "name": "Lemuel Nightingale",
                "company_id": cls.company.id,
                "address": "Nightingale Court 9",
                "mobile": "13900001111",
            }
        )
        cls.env.flush_all()

    def _open(self, path, user):
        self.authenticate(user.login, user.login)
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        return response.text

    def _post(self, path, user, files=None, **values):
        page = self._open("/my/volunteer/requests", user)
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        response = self.url_open(
            path, data={"csrf_token": token, **values}, files=files
        )
        self.assertEqual(response.status_code, 200)
        return response.text

    def _form(self, **values):
        return {
            "name": "Guides",
            "reason": "The queue is long.",
            "heads": "2",
            "post_id": str(self.post.id),
            "date_from": str(fields.Date.add(fields.Date.today(), days=7)),
            "date_to": "",
            "time_from": "08:00",
            "time_to": "11:30",
            "mon": "on",
            **values,
        }

    def _requests(self):
        return self.env["volunteer.request"].search(
            [("department_id", "=", self.department.id)]
        )

    def test_department_asks_and_rates(self):
        page = self._open("/my/volunteer/requests", self.nurse)
        self.assertIn("Nothing has been asked for yet", page)
        self.assertIn("Laboratory", page)
        page = self._post("/my/volunteer/requests/new", self.nurse, **self._form())
        self.assertIn("Sent.", page)
        asked = self._requests()
        self.assertEqual(
            (asked.heads, asked.time_to, asked.mon, asked.tue, asked.post_id),
            (2, 11.5, True, False, self.post),
        )
        self.assertEqual(asked.user_id, self.nurse)
        office = asked.with_user(self.officer)
        office.action_assess("A good idea")
        office.action_plan(team_id=self.team.id)
        path = f"/my/volunteer/requests/{asked.id}"
        page = self._open(path, self.head)
        for text in ("A good idea", "Planned as", "How did the volunteers serve"):
            self.assertIn(text, page)
        page = self._post(f"{path}/rate", self.head, rating="5", comment="Kind")
        self.assertIn("Your rating", page)
        self.assertEqual(asked.rating, 5)

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        page = self._post(
            "/my/volunteer/requests/new",
            self.nurse,
            **self._form(heads="0", reason=" "),
        )
        self.assertIn("Please fill in:", page)
        self.assertIn("11:30", page)
        page = self._post(
            "/my/volunteer/requests/new", self.nurse, **self._form(time_to="07:00")
        )
        self.assertIn("must end later on the same day", page)
        self.assertFalse(self._requests())

    def test_for_nobody_elses_department(self):
        self._post(
            "/my/volunteer/requests/new",
            self.nurse,
            **self._form(department_id=str(self.foreign_department.id)),
        )
        self.assertEqual(len(self._requests()), 1, "one's own, whatever was sent")
        asked = self._requests()
        path = f"/my/volunteer/requests/{asked.id}"
        page = self._post(f"{path}/withdraw", self.foreign_nurse)
        self.assertIn("not among those of your department", page)
        self.assertEqual(asked.state, "open")
        for user in (self.staff, self.portal):
            page = self._open("/my/volunteer/requests", user)
            self.assertIn("does not belong to a department", page)
            self._post(f"{path}/withdraw", user)
            self.assertEqual(asked.state, "open")
        page = self._post(f"{path}/withdraw", self.head)
        self.assertIn("The request is withdrawn", page)

    def test_board_of_wishes(self):
        wish = self._new_wish(recipient_id=self.recipient.id)
        path = f"/my/volunteer/wishes/{wish.id}"
        page = self._open("/my/volunteer/wishes", self.portal)
        self.assertIn("A picture book", page)
        self.assertNotIn("Nightingale", page)
        self.assertIn("/my/volunteer/wishes", self._open("/my/volunteer", self.portal))
        for _twice in range(2):
            page = self._post(f"{path}/claim", self.portal)
            self.assertIn("yours to fulfil", page)
            self.assertIn("Nightingale Court 9", page)
        page = self._post(f"{path}/claim", self.staff)
        self.assertIn("Somebody else has taken", page)
        self.assertNotIn("Nightingale", page)
        picture = io.BytesIO()
        Image.new("RGB", (40, 30)).save(picture, "JPEG")
        self._post(f"{path}/done", self.staff, note="Not mine")
        self.assertEqual(wish.state, "claimed")
        page = self._post(
            f"{path}/done",
            self.portal,
            files={"photo": ("a.jpg", picture.getvalue(), "image/jpeg")},
            note="He laughed",
        )
        self.assertIn("Fulfilled by you", page)
        self.assertNotIn("Nightingale", page)
        self.assertEqual((wish.state, wish.proof_note), ("done", "He laughed"))
        image = f"/web/image/volunteer.wish/{wish.id}/proof"
        self.assertEqual(
            self.url_open(image).headers["Content-Type"], "image/jpeg", "one's own"
        )
        self.authenticate(self.staff.login, self.staff.login)
        self.assertNotEqual(
            self.url_open(image).headers["Content-Type"], "image/jpeg", "a stranger"
        )

    def test_wish_given_back(self):
        wish = self._new_wish()
        wish.with_user(self.portal).action_claim()
        path = f"/my/volunteer/wishes/{wish.id}/release"
        self._post(path, self.staff)
        self.assertEqual(wish.state, "claimed")
        self._post(path, self.portal)
        self.assertEqual(wish.state, "open")

    def test_whom_one_visits(self):
        pairing = self.env["volunteer.pairing"].create(
            {
                "recipient_id": self.recipient.id,
                "company_id": self.company.id,
                "volunteer_ids": (self.portal_volunteer | self.staff_volunteer).ids,
            }
        )
        pairing.action_start()
        self.assertIn(
            "/my/volunteer/pairings", self._open("/my/volunteer", self.portal)
        )
        page = self._open("/my/volunteer/pairings", self.portal)
        for text in (
            "Nightingale Court 9",
            "tel:13900001111",
            "Together with",
            "Staff",
        ):
            self.assertIn(text, page)
        # An officer reads everything in the backend, and visits nobody here.
        self._new_volunteer("Officer", self.officer)
        for user in (self.officer, self.leader):
            page = self._open("/my/volunteer/pairings", user)
            self.assertIn("You visit nobody at home", page)
            self.assertNotIn("Nightingale", page)
        visit = pairing.visit_ids
        visit.date = self.company._get_volunteer_today()
        path = f"/my/volunteer/visits/{visit.id}/held"
        page = self._post(path, self.leader, log="Mine")
        self.assertIn("not among yours", page)
        page = self._post(
            path, self.portal, log="Alone", went=[str(self.portal_volunteer.id)]
        )
        self.assertIn("Two volunteers or more", page)
        self.assertEqual(visit.state, "planned")
        page = self._post(
            path,
            self.portal,
            log="Read the paper",
            went=[str(person.id) for person in pairing.volunteer_ids],
        )
        self.assertIn("Visits so far", page)
        self.assertIn("Read the paper", page)
        day = fields.Date.add(fields.Date.today(), days=50)
        self._post(
            f"/my/volunteer/pairings/{pairing.id}/plan", self.portal, date=str(day)
        )
        self.assertIn(day, pairing.visit_ids.mapped("date"))
        coming = pairing.visit_ids.filtered(lambda visit: visit.date == day)
        self._post(f"/my/volunteer/visits/{coming.id}/cancel", self.portal)
        self.assertEqual(coming.state, "cancelled")

    def test_community_projects(self):
        self.project.write({"kind": "community", "claim_for": "all"})
        self.project.action_start()
        page = self._open("/my/volunteer/claims", self.portal)
        self.assertIn("I take it on", page)
        path = f"/my/volunteer/projects/{self.project.id}/claim"
        for _twice in range(2):
            page = self._post(path, self.portal)
            self.assertIn("You have claimed", page)
        page = self._post(path, self.staff)
        self.assertIn("Others have claimed", page)
        claim = self.project.claim_ids
        self.assertEqual(claim.volunteer_id, self.portal_volunteer)
        page = self._post(
            f"/my/volunteer/claims/{claim.id}/done", self.staff, note="Mine"
        )
        self.assertIn("not among yours", page)
        self._post(f"/my/volunteer/claims/{claim.id}/done", self.portal, note="Done it")
        self.assertEqual((claim.state, claim.note), ("done", "Done it"))

    def test_nobody_without_login_gets_in(self):
        self.authenticate(None, None)
        for page in ("requests", "wishes", "pairings", "claims"):
            response = self.url_open(f"/my/volunteer/{page}")
            self.assertIn("/web/login", response.url, page)
