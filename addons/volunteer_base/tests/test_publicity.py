from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestPublicity(VolunteerCommon):
    def _vals(self, **vals):
        return {
            "name": "Warm hands",
            "media": "City Daily",
            "level": "city",
            "company_id": self.company.id,
            **vals,
        }

    def test_it_follows_the_activity(self):
        activity = self._new_activity()
        publicity = (
            self.env["volunteer.publicity"]
            .with_user(self.leader)
            .create(self._vals(activity_id=activity.id))
        )
        self.assertEqual(publicity.project_id, self.project)
        self.assertEqual(publicity.team_id, self.team)
        self.assertEqual(self.project.with_user(self.officer).publicity_count, 1)

    def test_leaders_note_their_own(self):
        Publicity = self.env["volunteer.publicity"].with_user(self.leader)
        with self.assertRaises(AccessError):
            Publicity.create(self._vals())
        other = self.env["volunteer.publicity"].create(self._vals())
        self.assertEqual(other.with_user(self.staff).name, "Warm hands")
        with self.assertRaises(AccessError):
            other.with_user(self.leader).write({"name": "Mine"})
