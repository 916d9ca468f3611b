from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon


# Run apart from the others, on a database made ready for a browser.
@tagged("-standard", "-at_install", "post_install", "volunteer_tour")
class TestTours(VolunteerCommon, HttpCase):
    def test_officer(self):
        before = self.env["volunteer.volunteer"].search([])
        self.start_tour("/odoo", "volunteer_officer_tour", login=self.officer.login)
        made = self.env["volunteer.volunteer"].search([]) - before
        self.assertEqual(made.mapped("state"), ["registered"])
        self.assertTrue(made.code)

    def test_leader(self):
        """A leader gets to the own team and to the activities."""
        self.start_tour("/odoo", "volunteer_leader_tour", login=self.leader.login)
