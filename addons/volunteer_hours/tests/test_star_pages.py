from datetime import date

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .test_stars import StarsCase


@tagged("post_install", "-at_install")
class TestStarPages(StarsCase, HttpCase):
    def open(self, path, status=200):
        self.env.flush_all()
        response = self.url_open(path)
        self.assertEqual(response.status_code, status, path)
        return response

    def show(self):
        """Show the citizen's star and an honour of the team to the public."""
        self.company.volunteer_award_days = 5
        self.citizen.name = "Müller Quentin"
        self.serve(2, volunteer=self.citizen)
        honour = self.env["volunteer.award"].create(
            {
                "name": "Team of the Year",
                "team_id": self.team.id,
                "company_id": self.company.id,
                "granted_by": "Test Hospital",
                "propose_first": True,
            }
        )
        star = self.Award.search([("volunteer_id", "=", self.citizen.id)])
        awards = (honour | star).with_user(self.officer)
        awards.action_review()
        awards.action_publish()
        return awards

    def test_public_page_masks_people(self):
        notice = self.show().notice_id
        response = self.open(f"/volunteer/honours/{notice.token}")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        page = response.text
        self.assertEqual(page.count("o_honour_row"), 2)
        for text in ("M*", "Star 1", "Guides", "Team of the Year"):
            self.assertIn(text, page)
        for text in ("Müller", "Quentin", self.citizen.code):
            self.assertNotIn(text, page)
        self.citizen.kind = "minor"
        page = self.open(f"/volunteer/honours/{notice.token}").text
        self.assertNotIn("M*", page)
        self.assertIn("A minor", page)

    def test_closed_page_names_nobody(self):
        awards = self.show()
        notice = awards.notice_id
        self.assertEqual(len(notice.with_user(self.officer)._get_poster()[0]), 2)
        awards.action_withdraw("A mistake")
        page = self.open(f"/volunteer/honours/{notice.token}").text
        self.assertNotIn("M*", page)
        self.assertIn("honours_closed", page)
        with self.assertRaises(UserError):
            notice.with_user(self.officer)._get_poster()

    def test_unknown_address(self):
        self.show()
        self.open("/volunteer/honours/nothing", 404)
        self.open(f"/volunteer/honours/{'x' * 24}", 404)

    def test_own_page_shows_granted_and_reached_apart(self):
        self.serve(2, 5, volunteer=self.citizen)
        first = self.Award.search([("star_level", "=", 1)])
        self.grant(first)
        self.authenticate("test_portal", "test_portal")
        page = self.open("/my/volunteer/stars").text
        self.assertIn("volunteer_medal", page)
        states = [step["state"] for step in self.citizen._get_star_steps_sudo()]
        self.assertEqual(states, ["granted", "proposed", "open"])
        for state in states:
            self.assertIn(f'data-state="{state}"', page)
        self.assertEqual(page.count("/certificate"), 1)
        self.assertIn(f"/my/volunteer/honours/{first.id}/certificate", page)
        home = self.open("/my/volunteer").text
        self.assertIn("volunteer_star_title", home)
        self.assertIn("★", home)

    def test_own_page_of_who_has_none(self):
        self.authenticate("test_portal", "test_portal")
        page = self.open("/my/volunteer/stars").text
        self.assertNotIn("volunteer_medal", page)
        self.assertEqual(page.count('data-state="open"'), 3)
        self.assertNotIn("volunteer_star_title", self.open("/my/volunteer").text)

    def test_medal_is_that_of_what_was_granted(self):
        """Hours alone make no medal."""
        self.claim(self.citizen, date=date(2026, 3, 2))
        self.serve(2, volunteer=self.citizen)
        self.assertEqual(self.citizen.star_level, 1)
        self.assertFalse(self.citizen.star_medal)
        self.grant(self.Award.search([("volunteer_id", "=", self.citizen.id)]))
        self.assertTrue(self.citizen.star_medal)
        self.assertEqual(self.citizen.star_title, "Star 1")
