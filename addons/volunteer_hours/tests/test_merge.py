from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HoursCase


@tagged("post_install", "-at_install")
class TestMergedHours(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duplicate = cls.make_volunteer("Citizen")

    def _merge(self):
        self.env["volunteer.merge"].with_user(self.officer).create(
            {
                "volunteer_ids": (self.citizen | self.duplicate).ids,
                "keep_id": self.citizen.id,
            }
        ).action_merge()
        self.env.invalidate_all()

    def test_recorded_lines_stay_and_totals_follow(self):
        lines = self.claim(self.duplicate) | self.claim(
            self.citizen, date=self.start.date().replace(day=1)
        )
        self.record(lines)
        digests = lines.mapped("digest")
        self._merge()
        self.assertEqual(lines.volunteer_id, self.duplicate | self.citizen)
        self.assertEqual(lines.mapped("digest"), digests)
        self.assertEqual(self.citizen.hours_claimed, 4)
        self.assertEqual(self.citizen.star_level, 0)
        self.assertEqual(self.citizen.stars, "☆☆☆☆☆")
        # The law: people read every record about themselves.
        for user in (self.portal_user, self.member_user):
            seen = self.Hour.with_user(user).search([("id", "in", lines.ids)])
            self.assertEqual(bool(seen), user == self.portal_user)
        own = self.Hour.with_user(self.portal_user).search([("id", "in", lines.ids)])
        self.assertEqual(own, lines)

    def test_nobody_is_present_under_a_record_that_goes(self):
        activity = self.make_activity(self.start, self.stop, volunteers=self.duplicate)
        activity.signup_ids.with_user(self.officer).action_check_in(when=self.start)
        with self.assertRaisesRegex(UserError, "checked in and not out"):
            self._merge()
        self.assertTrue(self.duplicate.active)

    def test_honours_follow(self):
        award = self.env["volunteer.award"].create(
            {
                "name": "Five stars",
                "volunteer_id": self.duplicate.id,
                "company_id": self.duplicate.company_id.id,
                "granted_by": "City",
            }
        )
        self._merge()
        self.assertEqual(award.volunteer_id, self.citizen)
