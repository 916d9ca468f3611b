from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_targets import NOON, TargetsCase


@tagged("post_install", "-at_install")
class TestTargetScreens(TargetsCase, HttpCase):
    def _tiles(self, user):
        return {
            tile["key"]: tile
            for tile in self.env["volunteer.home"].with_user(user).get_tiles()
        }

    def test_the_office_sees_how_far_the_unit_is(self):
        self.record_hours(self.citizen, 300)
        target = self.make_target(value=4000)
        late = self.make_target(
            scope="department", department_id=self.lab.id, metric="hours_per_head"
        )
        with freeze_time(NOON):
            tiles = self._tiles(self.officer)
            laggards = self.target.search(tiles["laggards"]["action"]["domain"])
        tile = tiles[f"target_{target.id}"]
        self.assertEqual(tile["count"], "5")
        self.assertIn("4,000", tile["title"])
        self.assertTrue(tile["urgent"])
        self.assertEqual(tiles["laggards"]["count"], 1)
        self.assertEqual(laggards, late)

    def test_a_tile_shows_the_figure_of_the_list(self):
        """An average is no number of minutes: 11.36 is not 11.37."""
        for value, text in (
            (11.36, "11.36"),
            (85.71, "85.71"),
            (87.9, "87.9"),
            (0, "0"),
            (4038.6, "4,039"),
        ):
            self.assertEqual(self.env["volunteer.target"]._format_figure(value), text)

    def test_a_head_sees_the_own_department(self):
        own, share, other = (
            self.make_target(scope="department", department_id=unit.id, metric=metric)
            for unit, metric in (
                (self.lab, "hours_per_head"),
                (self.lab, "registered"),
                (self.ward, "hours_per_head"),
            )
        )
        with freeze_time(NOON):
            tiles = self._tiles(self.head_user)
        self.assertEqual(tiles[f"target_{own.id}"]["count"], "0")
        self.assertEqual(tiles[f"target_{share.id}"]["count"], "0 %")
        self.assertNotIn(f"target_{other.id}", tiles)
        self.assertNotIn("laggards", tiles)

    def test_targets_come_by_themselves_once_a_year(self):
        def made():
            return self.target.search([("company_id", "=", self.company.id)])

        with freeze_time(NOON):
            self.target._cron_make_year()
            self.assertEqual(set(made().mapped("value")), {4000, 25, 100})
            made().unlink()
            self.target._cron_make_year()
            self.assertFalse(made(), "whoever deleted them wanted it so")
        with freeze_time("2026-01-02 04:00:00"):
            self.target._cron_make_year()
            self.assertEqual(len(made()), 3)

    def test_the_bar_on_the_phone(self):
        today = fields.Date.today()
        self.record_hours(self.member, 300, today.replace(month=1, day=1))
        self.authenticate("test_member", "test_member")
        page = self.url_open("/my/volunteer").text
        self.assertIn("volunteer_year_aim", page)
        self.assertIn("5 h / 25 h", page)
        self.assertIn("width: 20%", page)
        self.company.volunteer_personal_aim = 0
        self.assertNotIn("volunteer_year_aim", self.url_open("/my/volunteer").text)
