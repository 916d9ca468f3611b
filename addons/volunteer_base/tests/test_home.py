from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestHome(VolunteerCommon):
    def _tiles(self, user):
        tiles = self.env["volunteer.home"].with_user(user).get_tiles()
        return {tile["key"]: tile for tile in tiles}

    def _apply(self, count):
        return self.env["volunteer.volunteer"].create(
            [
                {"name": f"Applicant {number}", "company_id": self.company.id}
                for number in range(count)
            ]
        )

    def test_a_tile_counts_what_its_list_shows(self):
        before = self._tiles(self.officer)["to_review"]["count"]
        applicants = self._apply(3)
        tile = self._tiles(self.officer)["to_review"]
        self.assertEqual(tile["count"], before + 3)
        action = tile["action"]
        shown = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .search(action["domain"])
        )
        self.assertEqual(len(shown), tile["count"])
        self.assertLessEqual(set(applicants.ids), set(shown.ids))

    def test_every_tile_opens(self):
        for key, tile in self._tiles(self.officer).items():
            action = tile["action"]
            records = self.env[action["res_model"]].with_user(self.officer)
            # From December on, next year's table is still to be filled.
            shown = 0 if key.startswith("working_days_") else tile["count"]
            self.assertEqual(records.search_count(action["domain"]), shown, key)

    def test_other_units_are_not_counted(self):
        before = self._tiles(self.officer)["to_review"]["count"]
        self.env["volunteer.volunteer"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        self.assertEqual(self._tiles(self.officer)["to_review"]["count"], before)

    def test_staff_see_nothing_of_the_office(self):
        office = {"to_review", "to_confirm", "unregistered", "erasure_requested"}
        self.assertLessEqual(office, set(self._tiles(self.officer)))
        for user in (self.leader, self.staff):
            self.assertFalse(office & set(self._tiles(user)), user.login)

    def test_queries_do_not_grow(self):
        self._tiles(self.officer)
        self._apply(1)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        self._tiles(self.officer)
        few = self.env.cr.sql_log_count - start
        self._apply(30)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(few):
            self._tiles(self.officer)
