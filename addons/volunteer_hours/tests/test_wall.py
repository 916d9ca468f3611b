import re
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import HoursCase

NOW = "2026-11-20 04:00:00"


class WallCase(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wall = cls.env["volunteer.wall"].create(
            {"name": "Lobby", "company_id": cls.company.id}
        )
        cls.publicity = cls.env.ref("volunteer_base.volunteer_document_publicity")

    @classmethod
    def grant(cls, holder=None, **vals):
        return cls.env["volunteer.award"].create(
            {
                "name": "Volunteer of the Year",
                "company_id": cls.company.id,
                "granted_by": "Test Hospital",
                "date": "2026-11-02",
                "state": "granted",
                **({"volunteer_id": holder.id} if holder else {}),
                **vals,
            }
        )

    @classmethod
    def grant_star(cls, volunteer, level):
        return cls.grant(
            volunteer, kind="star", star_level=level, reached_on="2026-10-01"
        )

    @classmethod
    def agree(cls, volunteer):
        cls.env["volunteer.acceptance"].sudo().create(
            {
                "volunteer_id": volunteer.id,
                "document_id": cls.publicity.id,
                "date": "2026-01-01",
                "method": "tap",
            }
        )

    def get_names(self):
        with freeze_time(NOW):
            return [
                row["name"]
                for slide in self.wall._get_slides_sudo()
                for row in slide["rows"]
            ]


@tagged("post_install", "-at_install")
class TestWallNames(WallCase):
    def test_masked_unless_said_otherwise(self):
        self.grant(self.member)
        self.assertEqual(self.get_names(), [self.member.name_masked])
        self.assertNotEqual(self.member.name_masked, "Member")

    def test_the_full_name_needs_consent_to_publicity(self):
        self.grant(self.member)
        own = self.member.with_user(self.member_user)
        with (
            self.assertRaisesRegex(UserError, "consent to publicity"),
            self.cr.savepoint(),
        ):
            own.action_set_wall_name("full")
        self.agree(self.member)
        self.assertEqual(self.get_names(), [self.member.name_masked])
        own.action_set_wall_name("full")
        self.assertEqual(self.get_names(), ["Member"])
        # Taken back there, it is taken back here.
        self.env["volunteer.acceptance"].sudo().search(
            [("volunteer_id", "=", self.member.id), ("kind", "=", "publicity")]
        ).write({"withdrawn_date": "2026-11-01"})
        self.assertEqual(self.get_names(), [self.member.name_masked])

    def test_not_at_all(self):
        self.grant(self.member)
        self.member.with_user(self.member_user).action_set_wall_name("none")
        self.assertEqual(self.get_names(), [])

    def test_minors_only_with_their_guardians_tick(self):
        child = self.make_volunteer("Little One", kind="minor")
        self.grant(child)
        self.assertEqual(self.get_names(), [])
        self.agree(child)
        self.assertEqual(self.get_names(), [child.name_masked])
        child.wall_name = "full"
        self.assertEqual(self.get_names(), ["Little One"])

    def test_who_left_is_not_shown(self):
        self.grant(self.member)
        self.member.action_leave("Moved away")
        self.assertEqual(self.get_names(), [])

    def test_others_may_not_say_it(self):
        for user in (self.leader_user, self.portal_user, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.member.with_user(user).action_set_wall_name("none")
        office = self.member.with_user(self.officer)
        office.action_set_wall_name("none")
        self.assertEqual(self.member.wall_name, "none")
        self.agree(self.member)
        with self.assertRaises(AccessError):
            office.action_set_wall_name("full")
        with self.assertRaises(AccessError):
            office.write({"wall_name": "full"})
        with self.assertRaises(UserError):
            self.member.with_user(self.member_user).action_set_wall_name("loud")

    def test_of_two_records_the_careful_wish_holds(self):
        double = self.make_volunteer("Member", kind="staff")
        double.sudo().wall_name = "none"
        self.agree(self.member)
        self.member.with_user(self.member_user).action_set_wall_name("full")
        double._merge_into_sudo(self.member)
        self.assertEqual(self.member.wall_name, "none")

    def test_honours_of_a_merged_record_are_the_kept_ones(self):
        double = self.make_volunteer("Double", kind="staff")
        self.grant(double)
        double._merge_into_sudo(self.member)
        self.assertEqual(self.get_names(), [self.member.name_masked])


@tagged("post_install", "-at_install")
class TestWallSlides(WallCase):
    def get_slides(self, kind):
        with freeze_time(NOW):
            return [s for s in self.wall._get_slides_sudo() if s["kind"] == kind]

    def test_only_what_is_granted_here(self):
        self.grant(self.member, state="published")
        self.grant(self.citizen, date="2025-11-20")
        other = self.env["res.company"].create({"name": "Other Hospital"})
        stranger = self.make_volunteer("Someone", company_id=other.id)
        self.grant(stranger, company_id=other.id)
        self.assertEqual(self.get_names(), [])

    def test_the_highest_star_once(self):
        for level in (1, 2):
            self.grant_star(self.member, level)
        self.grant_star(self.citizen, 1)
        slides = self.get_slides("stars")
        self.assertEqual([slide["stars"] for slide in slides], [2, 1])
        self.assertEqual([len(slide["rows"]) for slide in slides], [1, 1])
        self.wall.stars_from = 2
        self.assertEqual(len(self.get_slides("stars")), 1)

    def test_teams_and_projects(self):
        self.grant(team_id=self.team.id)
        self.grant(project_id=self.project.id)
        (slide,) = self.get_slides("units")
        names = {row["name"] for row in slide["rows"]}
        self.assertEqual(names, {"Guides", "Guiding Patients"})

    def test_hours_of_the_month_proven_and_claimed_apart(self):
        self.record(
            self.claim(date="2026-11-03") | self.claim(self.citizen, date="2026-11-03")
        )
        # Not recorded, or of another month.
        self.claim(date="2026-11-04")
        (slide,) = self.get_slides("month")
        values = [figure["value"] for figure in slide["figures"]]
        self.assertEqual([float(value) for value in values], [0, 4, 2])
        self.assertFalse(self.get_slides("top"))

    def test_last_month_until_there_is_something(self):
        self.record(self.claim(date="2026-10-30"))
        with freeze_time(NOW):
            found = self.wall._find_month_sudo()
        self.assertEqual(found["first"], date(2026, 10, 1))
        self.record(self.claim(date="2026-11-03"))
        with freeze_time(NOW):
            found = self.wall._find_month_sudo()
        self.assertEqual(found["first"], date(2026, 11, 1))
        self.assertEqual(found["claimed"], 120)

    def test_most_hours_on_the_spot(self):
        with freeze_time("2026-11-10 04:00:00"):
            lines = self.claim(date="2026-11-03", minutes=60) | self.claim(
                self.citizen, date="2026-11-03"
            )
            lines.sudo().write({"proven": True})
            self.record(lines)
        (slide,) = self.get_slides("top")
        self.assertEqual(
            [row["name"] for row in slide["rows"]],
            [self.citizen.name_masked, self.member.name_masked],
        )

    def test_switched_off(self):
        self.grant(self.member)
        self.grant_star(self.member, 1)
        self.record(self.claim(date="2026-11-03"))
        self.wall.write(
            {
                "show_stars": False,
                "show_honours": False,
                "show_month": False,
                "show_top": False,
            }
        )
        with freeze_time(NOW):
            self.assertEqual(self.wall._get_slides_sudo(), [])

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(NOW):
                self.wall._get_slides_sudo()
            return self.cr.sql_log_count - before

        self.grant(self.member)
        self.grant_star(self.member, 1)
        self.record(self.claim(date="2026-11-03"))
        count()
        one = count()
        people = self.env["volunteer.volunteer"].create(
            [{"name": f"P{i}", "company_id": self.company.id} for i in range(20)]
        )
        people.action_register()
        for number, person in enumerate(people):
            self.grant(person)
            self.grant_star(person, 1 + number % 5)
        self.record(
            self.env["volunteer.hour"].union(
                *(self.claim(person, date="2026-11-03") for person in people)
            )
        )
        self.assertLessEqual(count(), one)


@tagged("post_install", "-at_install")
class TestWallPages(WallCase, HttpCase):
    def make_link(self):
        return (
            self.wall.with_user(self.officer)
            .action_new_link()["context"]["default_url"]
            .rsplit("/", 1)[-1]
        )

    def test_the_link_is_the_key(self):
        self.grant(self.member, date=fields.Date.today())
        token = self.make_link()
        page = self.url_open(f"/volunteer/wall/{token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.member.name_masked, page.text)
        self.assertNotIn(">Member<", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        newer = self.make_link()
        self.assertEqual(self.url_open(f"/volunteer/wall/{token}").status_code, 404)
        self.wall.with_user(self.officer).action_revoke()
        self.assertEqual(self.url_open(f"/volunteer/wall/{newer}").status_code, 404)
        for nonsense in ("x", "%00" * 24, "a" * 24):
            page = self.url_open(f"/volunteer/wall/{nonsense}")
            self.assertEqual(page.status_code, 404)

    def test_an_archived_wall_shows_nothing(self):
        token = self.make_link()
        self.wall.active = False
        self.assertEqual(self.url_open(f"/volunteer/wall/{token}").status_code, 404)

    def test_who_previews(self):
        path = f"/volunteer/wall/preview/{self.wall.id}"
        for login, status in (
            ("test_officer", 200),
            ("test_member", 404),
            ("test_portal", 404),
        ):
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, status, login)

    def test_only_the_office_makes_links(self):
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.wall.with_user(user).action_new_link()

    def test_said_on_the_phone(self):
        self.authenticate("test_portal", "test_portal")
        page = self.url_open("/my/volunteer/privacy")
        self.assertIn("volunteer_wall_name", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        data = {"csrf_token": token, "choice": "none"}
        self.url_open("/my/volunteer/privacy/wall", data=data)
        self.assertEqual(self.citizen.wall_name, "none")
        answer = self.url_open(
            "/my/volunteer/privacy/wall", data={**data, "choice": "full"}
        )
        self.assertIn("consent to publicity", answer.text)
        self.assertEqual(self.citizen.wall_name, "none")
