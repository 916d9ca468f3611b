import math
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase

YEAR = 2023
#: Everything is recorded after the year, so that all of its days have passed.
NOW = datetime(2024, 3, 1, 4, 0)


@tagged("post_install", "-at_install")
class TestDashboard(ReportsCase):
    """The figures of a year that is over, against the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.Dashboard = cls.env["volunteer.dashboard"]
        cls.category = cls.env["volunteer.category"].create({"name": "Guiding"})
        cls.project.category_id = cls.category
        cls.other_project = cls.env["volunteer.project"].create(
            {
                "name": "Blood Donation",
                "company_id": cls.company.id,
                "team_id": cls.team.id,
            }
        )

    def look(self, user=None, year=YEAR, **filters):
        board = self.Dashboard.with_user(user or self.officer)
        return board.get_figures(year, **filters)

    def serve(self, volunteer, day, hours=2, **vals):
        """Return a recorded claim."""
        return self.claim_recorded(
            volunteer, dates=[day], minutes=round(hours * 60), **vals
        )

    def count_ledger(self):
        lines = self.Hour.search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "recorded"),
                ("date", ">=", date(YEAR, 1, 1)),
                ("date", "<=", date(YEAR, 12, 31)),
            ]
        )
        return round(sum(lines.mapped("minutes")) / 60, 2)

    # ------------------------------------------------------------------

    def test_hours_are_the_ledgers(self):
        self.serve(self.member, date(YEAR, 3, 1), 3)
        self.serve(self.citizen, date(YEAR, 3, 31), 1.5)
        self.serve(self.citizen, date(YEAR, 12, 31), 2)
        self.serve(self.citizen, date(YEAR - 1, 12, 31), 4)
        self.serve(self.citizen, date(YEAR + 1, 1, 1), 5)
        found = self.look()
        self.assertEqual(found["hours"]["total"], 6.5)
        self.assertEqual(found["hours"]["total"], self.count_ledger())
        self.assertEqual(found["hours"]["before"], 4)
        self.assertEqual(found["hours"]["change"], 62.5)
        months = [month["proven"] + month["claimed"] for month in found["months"]]
        self.assertEqual(months, [0, 0, 4.5] + [0] * 8 + [2])
        self.assertEqual(found["months"][11]["before"], 4)
        self.assertFalse(found["empty"])

    def test_proven_and_claimed_apart(self):
        self.serve(self.member, date(YEAR, 3, 1), 3)
        proven = self.serve(self.citizen, date(YEAR, 3, 2), 1)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE volunteer_hour SET proven = TRUE WHERE id = %s", [proven.id]
        )
        self.env.invalidate_all()
        hours = self.look()["hours"]
        self.assertEqual((hours["proven"], hours["claimed"]), (1, 3))
        self.assertEqual(self.look()["months"][2]["share"], 25)

    def test_only_recorded_lines(self):
        self.claim(self.member, date=date(YEAR, 3, 1))
        found = self.look()
        self.assertTrue(found["empty"])
        self.assertEqual(found["hours"]["total"], 0)
        self.assertEqual(found["people"]["total"], 0)

    def test_reversal_takes_hours_and_person_away(self):
        line = self.serve(self.member, date(YEAR, 3, 1), 3)
        self.serve(self.citizen, date(YEAR, 3, 1), 1)
        self.reverse(line)
        found = self.look()
        self.assertEqual(found["hours"]["total"], 1)
        self.assertEqual(found["hours"]["services"], 1)
        self.assertEqual(found["people"]["total"], 1)

    def test_opening_balance_belongs_to_no_year(self):
        line = self.serve(self.member, date(YEAR, 3, 1), 3)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE volunteer_hour SET is_opening = TRUE WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.assertTrue(self.look()["empty"])

    def test_hours_with_other_bodies(self):
        self.serve(self.member, date(YEAR, 3, 1), 3, organiser="Red Cross")
        self.serve(self.member, date(YEAR, 3, 2), 2)
        self.assertEqual(self.look()["hours"]["outside"], 3)
        self.assertEqual(self.look()["hours"]["total"], 5)
        self.company.volunteer_count_outside = False
        self.assertEqual(self.look()["hours"]["total"], 2)

    def test_people_once(self):
        """Twice a month, in two fields, and under two records: one person."""
        twin = self.make_volunteer("Member again")
        for day, person, project in (
            (1, self.member, self.project),
            (2, self.member, self.other_project),
            (3, twin, self.project),
        ):
            self.serve(person, date(YEAR, 3, day), 1, project_id=project.id)
        self.assertEqual(self.look()["people"]["total"], 2)
        twin.write({"active": False})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_volunteer SET merged_into_id = %s WHERE id = %s",
            [self.member.id, twin.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.look()["people"]["total"], 1)
        self.assertEqual(self.look()["hours"]["total"], 3)

    def test_people_served_once_an_activity(self):
        start = datetime(YEAR, 5, 3, 0, 0)
        activity = self.make_activity(start, start + timedelta(hours=2))
        activity.people_served = 40
        for person in self.member | self.citizen:
            self.serve(person, date(YEAR, 5, 3), 2, activity_id=activity.id)
        self.assertEqual(self.look()["served"]["total"], 0, "not held yet")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_activity SET state = 'done' WHERE id = %s", [activity.id]
        )
        self.env.invalidate_all()
        served = self.look()["served"]
        self.assertEqual((served["total"], served["activities"]), (40, 1))

    # ------------------------------------------------------------------

    def test_fields_add_up(self):
        self.serve(self.member, date(YEAR, 3, 1), 3)
        self.serve(self.member, date(YEAR, 3, 2), 1, project_id=self.other_project.id)
        self.other_project.category_id = False
        found = self.look()
        rows = {row["id"]: row for row in found["categories"]}
        self.assertEqual(rows[self.category.id]["hours"], 3)
        self.assertEqual(rows[False]["hours"], 1)
        self.assertEqual(rows[self.category.id]["share"], 75)
        one = self.look(category_id=self.category.id)
        self.assertEqual(one["hours"]["total"], 3)
        self.assertIsNone(one["aim"])

    def test_every_picture_opens_its_lines(self):
        self.serve(self.member, date(YEAR, 3, 1), 3)
        self.serve(self.citizen, date(YEAR, 4, 1), 2, project_id=self.other_project.id)
        self.serve(self.citizen, date(YEAR - 1, 4, 1), 2)
        found = self.look()
        lines = self.Hour.with_user(self.officer).search(found["lines"])
        self.assertEqual(sum(lines.mapped("hours")), found["hours"]["total"])
        for name in ("activities", "needs"):
            self.env["volunteer.activity"].with_user(self.officer).search(found[name])
        both = self.make_user(
            "test_board_both", "volunteer_hours.group_hr,volunteer_base.group_officer"
        )
        for user in (self.officer, both):
            People = self.env["volunteer.volunteer"].with_user(user)
            for star in self.look(user, 2024)["stars"]:
                people = People.search(star["domain"])
                self.assertEqual(len(people), star["count"])

    def test_hr_sees_what_the_office_sees(self):
        hr = self.make_user("test_board_hr", "volunteer_hours.group_hr")
        counts = [
            [(star["level"], star["count"]) for star in self.look(user, 2024)["stars"]]
            for user in (hr, self.officer)
        ]
        self.assertEqual(*counts)
        self.assertEqual(counts[0], [(0, 3)])
        # HR reads no volunteers: a list of them would stand empty beside the count.
        stars = self.look(hr, 2024)["stars"]
        self.assertEqual([star["domain"] for star in stars], [None])
        options = self.Dashboard.with_user(hr).get_options()
        self.assertIn(self.team.id, [team for team, _name in options["teams"]])

    def test_team_with_those_below(self):
        below = self.env["volunteer.team"].create(
            {
                "name": "Guides at Night",
                "company_id": self.company.id,
                "parent_id": self.team.id,
            }
        )
        line = self.serve(self.member, date(YEAR, 3, 1), 3)
        self.assertEqual(line.team_id, self.team)
        self.assertEqual(self.look(team_id=self.team.id)["hours"]["total"], 3)
        self.assertEqual(self.look(team_id=below.id)["hours"]["total"], 0)
        self.assertFalse(self.look(team_id=self.team.id)["departments"]["a_head"])

    # ------------------------------------------------------------------

    def test_departments_hours_a_head(self):
        """Most first; who is behind has a sign; who did nothing stands there, too."""
        busy, idle = self.env["hr.department"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Emergency", "Laboratory")
            ]
        )
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": f"Employee {number}",
                    "company_id": self.company.id,
                    "department_id": department.id,
                    "date_version": date(YEAR - 2, 1, 1),
                    "contract_date_start": date(YEAR - 2, 1, 1),
                }
                for number, department in enumerate((busy, busy, idle))
            ]
        )
        self.member.employee_ids = employees[0]
        self.serve(self.member, date(YEAR, 3, 1), 8)
        self.env["volunteer.target"].create(
            {
                "company_id": self.company.id,
                "year": YEAR,
                "metric": "hours_per_head",
                "value": 3,
            }
        )
        found = self.look()["departments"]
        self.assertTrue(found["a_head"])
        rows = {row["id"]: row for row in found["rows"]}
        self.assertEqual([row["id"] for row in found["rows"]][:2], [busy.id, idle.id])
        self.assertEqual(rows[busy.id]["heads"], 2)
        self.assertEqual(rows[busy.id]["a_head"], 4)
        self.assertFalse(rows[busy.id]["laggard"])
        self.assertEqual(rows[idle.id]["a_head"], 0)
        self.assertTrue(rows[idle.id]["laggard"])

    def test_aim_of_the_year(self):
        self.assertIsNone(self.look()["aim"])
        self.env["volunteer.target"].create(
            [
                {
                    "company_id": self.company.id,
                    "year": year,
                    "metric": "person_hours",
                    "value": value,
                }
                for year, value in ((YEAR, 40), (YEAR - 1, 10))
            ]
        )
        self.serve(self.member, date(YEAR, 3, 1), 10)
        self.serve(self.member, date(YEAR - 1, 3, 1), 2)
        found = self.look()
        self.assertEqual(found["aim"]["attainment"], 25)
        self.assertEqual(found["aim"]["before"], 20)
        self.assertEqual(found["aim"]["status"], "missed")
        self.assertEqual(found["month_aim"], 3.33)
        # Leaders see how far the unit is, and their own months without its measure.
        theirs = self.look(self.leader_user)
        self.assertEqual(theirs["aim"]["attainment"], 25)
        self.assertIsNone(theirs["month_aim"])

    # ------------------------------------------------------------------

    def test_week_in_local_time(self):
        """8:30 to 10:00 of a Wednesday in Shanghai, half past midnight in UTC."""
        self.serve(
            self.member,
            date(YEAR, 3, 1),
            1.5,
            start=datetime(YEAR, 3, 1, 0, 30),
            stop=datetime(YEAR, 3, 1, 2, 0),
        )
        self.serve(self.citizen, date(YEAR, 3, 1), 2)
        found = self.look()
        self.assertEqual(found["week"]["hours"][2][7:11], [0, 0.5, 1, 0])
        self.assertEqual(found["week"]["timeless"], 2)
        self.assertAlmostEqual(
            math.fsum(map(math.fsum, found["week"]["hours"]))
            + found["week"]["timeless"],
            found["hours"]["total"],
        )
        wednesday_at_nine = [
            ("start.day_of_week", "=", 3),
            ("start.hour_number", "<=", 9),
            ("stop.hour_number", ">", 9),
        ]
        lines = (
            self.Hour.with_user(self.officer)
            .with_context(tz="Asia/Shanghai")
            .search([*found["lines"], *wednesday_at_nine])
        )
        self.assertEqual(lines.volunteer_id, self.member)

    def test_week_of_units_in_two_time_zones(self):
        west = self.env["res.company"].create(
            {"name": "Hospital in the West", "volunteer_tz": "Asia/Urumqi"}
        )
        self.officer.company_ids = [Command.link(west.id)]
        self.serve(
            self.member,
            date(YEAR, 3, 1),
            1,
            start=datetime(YEAR, 3, 1, 2, 0),
            stop=datetime(YEAR, 3, 1, 3, 0),
        )
        board = self.Dashboard.with_user(self.officer).with_context(
            allowed_company_ids=[self.company.id, west.id]
        )
        self.assertEqual(board.get_figures(YEAR)["week"]["hours"][2][10], 1)

    def test_week_in_summer_time(self):
        """The same clock time in winter and summer is the same hour."""
        self.company.volunteer_tz = "Europe/Berlin"
        for month, hour in ((1, 8), (7, 7)):
            self.serve(
                self.member,
                date(YEAR, month, 4),
                1,
                start=datetime(YEAR, month, 4, hour, 0),
                stop=datetime(YEAR, month, 4, hour + 1, 0),
            )
        week = self.look()["week"]["hours"]
        self.assertEqual((week[2][9], week[1][9]), (1, 1))

    def test_week_without_what_was_reversed(self):
        line = self.serve(
            self.member,
            date(YEAR, 3, 1),
            2,
            start=datetime(YEAR, 3, 1, 0, 0),
            stop=datetime(YEAR, 3, 1, 2, 0),
        )
        self.reverse(line)
        week = self.look()["week"]
        self.assertEqual(sum(map(sum, week["hours"])), 0)
        self.assertEqual(week["timeless"], 0)

    def test_open_needs(self):
        # Monday, 4 March 2024, 8:00 to 10:00 in Shanghai: eight of ten seats are free.
        self.make_activity(datetime(2024, 3, 4, 0, 0), datetime(2024, 3, 4, 2, 0))
        week = self.look()["week"]
        self.assertEqual(week["open"][0][7:11], [0, 8, 8, 0])
        needed = self.env["volunteer.activity"].search(self.look()["needs"])
        self.assertEqual(needed.mapped("date"), [date(2024, 3, 4)])

    def test_stars(self):
        self.env["volunteer.award"].create(
            [
                {
                    "name": f"Star {level}",
                    "kind": "star",
                    "star_level": level,
                    "reached_on": date(YEAR, 5, 1),
                    "state": "granted",
                    "volunteer_id": person.id,
                    "company_id": self.company.id,
                    "granted_by": "Test Hospital",
                    "date": date(YEAR, 6, 1),
                }
                for person, level in (
                    (self.member, 1),
                    (self.member, 2),
                    (self.citizen, 1),
                )
            ]
        )
        found = {star["level"]: star["count"] for star in self.look()["stars"]}
        self.assertEqual(found, {2: 1, 1: 1})
        now = self.look(year=2024)["stars"]
        self.assertEqual([star["level"] for star in now], [2, 1, 0])
        for star in now:
            people = self.env["volunteer.volunteer"].search(star["domain"])
            self.assertEqual(len(people), star["count"])

    # ------------------------------------------------------------------

    def test_who_may_look(self):
        for user in (self.member_user, self.portal_user, self.stranger):
            board = self.Dashboard.with_user(user)
            with self.assertRaises(AccessError):
                board.get_figures(YEAR)
            with self.assertRaises(AccessError):
                board.get_options()

    def test_leader_sees_own_teams_only(self):
        other_team = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        stranger = self.make_volunteer("Stranger")
        other_team.member_ids = [
            Command.create({"volunteer_id": stranger.id, "date_from": "2020-01-01"})
        ]
        project = self.env["volunteer.project"].create(
            {
                "name": "Others' Project",
                "company_id": self.company.id,
                "team_id": other_team.id,
            }
        )
        self.serve(self.member, date(YEAR, 3, 1), 3)
        theirs = self.claim(stranger, date=date(YEAR, 3, 1), project_id=project.id)
        theirs.action_submit()
        while theirs.state == "submitted":
            user = theirs.approver_id or self.officer
            theirs.with_user(user).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()
        self.assertEqual(theirs.state, "recorded")
        self.assertEqual(self.look()["people"]["total"], 2)
        found = self.look(self.leader_user)
        self.assertFalse(found["office"])
        self.assertEqual(found["hours"]["total"], 3)
        self.assertEqual(found["people"]["total"], 1)
        self.assertFalse(found["departments"]["a_head"])
        teams = [
            team[0]
            for team in self.Dashboard.with_user(self.leader_user).get_options()[
                "teams"
            ]
        ]
        self.assertEqual(teams, self.team.ids)

    def test_own_units_only(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        officer = self.make_user("elsewhere", "volunteer_base.group_officer")
        officer.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.serve(self.member, date(YEAR, 3, 1), 3)
        board = self.Dashboard.with_user(officer).with_context(
            allowed_company_ids=other.ids
        )
        self.assertTrue(board.get_figures(YEAR)["empty"])
        with self.assertRaises(AccessError):
            board.get_figures(YEAR, company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.look(company_id=other.id)

    def test_hr_sees_the_unit(self):
        hr = self.make_user("dash_hr", "volunteer_hours.group_hr")
        self.serve(self.member, date(YEAR, 3, 1), 3)
        found = self.look(hr)
        self.assertTrue(found["office"])
        self.assertEqual(found["hours"]["total"], 3)

    def test_filters_that_are_none(self):
        for year in ("2023", 12, 99999, [2023], True):
            with self.subTest(year=year), self.assertRaises(UserError):
                self.look(year=year)
        with self.assertRaises(UserError):
            self.look(team_id="1")
        self.assertTrue(self.look(team_id=10**9)["empty"])

    def test_options(self):
        self.serve(self.member, date(YEAR, 3, 1), 3)
        found = self.Dashboard.with_user(self.officer).get_options()
        self.assertEqual(found["year"], 2024)
        self.assertEqual(found["years"], [2024, 2023])
        self.assertIn([self.category.id, "Guiding"], found["categories"])

    # ------------------------------------------------------------------

    def make_departments(self, count):
        """Make departments with an employee each."""
        departments = self.env["hr.department"].create(
            [
                {"name": f"Department {number}", "company_id": self.company.id}
                for number in range(count)
            ]
        )
        self.env["hr.employee"].create(
            [
                {
                    "name": department.name,
                    "company_id": self.company.id,
                    "department_id": department.id,
                    "date_version": date(YEAR - 2, 1, 1),
                    "contract_date_start": date(YEAR - 2, 1, 1),
                }
                for department in departments
            ]
        )

    def count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        board = self.Dashboard.with_user(self.officer)
        before = self.env.cr.sql_log_count
        board.get_figures(YEAR)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        self.env["volunteer.target"].create(
            {
                "company_id": self.company.id,
                "year": YEAR,
                "metric": "person_hours",
                "value": 40,
            }
        )
        self.serve(self.member, date(YEAR, 3, 1), 3)
        self.make_departments(1)
        self.look()
        one = self.count_queries()
        self.assertLessEqual(one, 30)
        self.claim_recorded(
            self.citizen, dates=[date(YEAR, 3, day) for day in range(1, 21)]
        )
        self.make_departments(20)
        self.look()
        self.assertEqual(self.count_queries(), one)
