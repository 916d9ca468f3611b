import re
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .common import VolunteerCommon

#: A Wednesday, 09:00 in Shanghai.
NOW = datetime(2026, 11, 25, 1, 0)


@tagged("post_install", "-at_install")
class TestActivityFinding(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.other_team = cls.env["volunteer.team"].create(
            {"name": "Second team", "company_id": cls.company.id}
        )
        cls.today = cls._at(25, 14, place="Hall A")
        cls.tomorrow = cls._at(26, 8, place="Hall B", venue="outside")
        cls.saturday = cls._at(28, 8, team_id=cls.other_team.id, leader_id=False)
        cls.next_week = cls._at(30, 8, post=cls.second_post)
        cls.far = cls._at(40, 8)
        cls.all = cls.today | cls.tomorrow | cls.saturday | cls.next_week | cls.far

    @classmethod
    def _at(cls, day, hour, post=None, seats=1, **vals):
        """Create an activity of two hours, local time, on a day of November."""
        start = datetime(2026, 11, 1) + timedelta(days=day - 1, hours=hour - 8)
        return cls._new_activity(
            start=start,
            stop=start + timedelta(hours=2),
            slot_ids=[(0, 0, {"post_id": (post or cls.post).id, "seats": seats})],
            **vals,
        )

    def _find(self, volunteer=None, **query):
        Activity = self.env["volunteer.activity"].with_user(self.staff)
        volunteer = volunteer or self.staff_volunteer.sudo()
        found = Activity._clean_find_query(query)
        return Activity.search(Activity._domain_found(volunteer, found)).sudo()

    def test_days(self):
        for when, expected in {
            "soon": self.today | self.tomorrow,
            "today": self.today,
            "tomorrow": self.tomorrow,
            "week": self.today | self.tomorrow | self.saturday,
            "weekend": self.saturday,
            "month": self.all - self.far,
            "": self.all,
            "some day": self.all,
        }.items():
            self.assertEqual(set(self._find(when=when)), set(expected), when)

    def test_today_is_the_units(self):
        """Half past seven in the morning of the 26th is still the 25th in UTC."""
        with freeze_time(datetime(2026, 11, 25, 23, 30)):
            self.assertEqual(self._find(when="today"), self.tomorrow)

    def test_what_is_over(self):
        with freeze_time(datetime(2026, 11, 26, 12, 0)):
            self.assertEqual(
                set(self._find()), set(self.all - self.today - self.tomorrow)
            )

    def test_place_post_and_team(self):
        for query, expected in (
            ({"place": "Hall A"}, self.today),
            ({"venue": "outside"}, self.tomorrow),
            ({"team": str(self.other_team.id)}, self.saturday),
            ({"post": str(self.second_post.id)}, self.next_week),
            ({"place": "Hall A", "when": "tomorrow"}, self.env["volunteer.activity"]),
        ):
            self.assertEqual(self._find(**query), expected, query)

    def test_nonsense(self):
        """A URL may hold anything."""
        for query in (
            {"team": "²", "post": "-1", "venue": "moon", "when": "x"},
            {"team": "9" * 30, "place": "  "},
        ):
            self.assertEqual(set(self._find(**query)), set(self.all))

    def test_fits_around_my_services(self):
        self.tomorrow.slot_ids.action_sign_up_volunteers(self.staff_volunteer.ids)
        clash, after = self._at(26, 9), self._at(26, 10)
        found = self._find(fits="1")
        self.assertNotIn(clash, found)
        self.assertNotIn(self.tomorrow, found)
        self.assertIn(after, found)

    def test_open_to_me(self):
        self.post.minimum_age = 99
        self.saturday.slot_ids.action_sign_up_volunteers([])
        self.next_week.slot_ids.action_sign_up_volunteers(self.leader_volunteer.ids)
        self.assertFalse(self.all._filter_open_to(self.staff_volunteer.sudo()))
        self.post.minimum_age = 0
        self.assertEqual(
            set(self.all._filter_open_to(self.staff_volunteer.sudo())),
            set(self.all - self.next_week),
        )

    def test_options(self):
        options = self.env["volunteer.activity"]._get_find_options(
            self.staff_volunteer.sudo()
        )
        self.assertEqual(options["places"], ["Hall A", "Hall B"])
        self.assertEqual([name for _id, name in options["posts"]], ["Escort", "Guide"])
        self.assertEqual(
            [name for _id, name in options["teams"]], ["Second team", "Team"]
        )

    def test_other_units_are_not_found(self):
        stranger = self._new_volunteer("Stranger", company_id=self.other_company.id)
        self.assertFalse(self._find(stranger.sudo()))


@tagged("post_install", "-at_install")
class TestActivityFindingPage(HttpCase, VolunteerCommon):
    def _open(self, query=""):
        page = self.url_open(f"/my/volunteer/activities{query}")
        self.assertEqual(page.status_code, 200)
        return page.text

    def _shown(self, page):
        return {int(found) for found in re.findall(r'data-activity="(\d+)"', page)}

    def test_filters_and_pages(self):
        activities = [
            self._new_activity(hours=24 * (3 + number), place=f"Hall {number % 2}")
            for number in range(24)
        ]
        self.authenticate("test_portal", "test_portal")
        self.assertEqual(len(self._shown(self._open())), 20)
        page = self._open("?place=Hall 1")
        expected = {one.id for one in activities if one.place == "Hall 1"}
        self.assertEqual(self._shown(page), expected)
        second = self._open("/page/2?open=1")
        self.assertEqual(self._shown(second), {one.id for one in activities[20:]})
        self.assertIn("open=1", second, "the pages keep the filter")
        self.assertFalse(self._shown(self._open("?place=Nowhere")))

    def test_queries_of_the_page(self):
        """Hardly more with 2,000 open activities than with one, at most 25."""

        def count(query):
            self._open(query)
            before = self.cr.sql_log_count
            self._open(query)
            return self.cr.sql_log_count - before

        self._new_activity(hours=72)
        self.authenticate("test_portal", "test_portal")
        # Looking for what is open asks the gates twice: of all, which Odoo reads in
        # blocks of a thousand, and of those shown.
        limits = {"": 25, "?when=month&fits=1": 25, "?open=1": 32}
        few = {query: count(query) for query in limits}
        start = (
            self.env["volunteer.activity"].search([], limit=1, order="id desc").start
        )
        many = self.env["volunteer.activity"].create(
            [
                {
                    "project_id": self.project.id,
                    "company_id": self.company.id,
                    "start": start + timedelta(hours=number),
                    "stop": start + timedelta(hours=number + 1),
                    "slot_ids": [
                        (0, 0, {"post_id": post.id, "seats": 2})
                        for post in self.post | self.second_post
                    ],
                }
                for number in range(1, 2000)
            ]
        )
        many.action_publish()
        self.env.flush_all()
        for query, limit in limits.items():
            self.assertLessEqual(count(query), min(limit, few[query] + 6), query)
