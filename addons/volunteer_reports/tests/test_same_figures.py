"""The same quantity is the same number wherever it stands."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.volunteer_hours.tests.test_targets import TargetsCase

from .common import ReportsCase

YEAR, EMPTY = 2025, 2023
#: The year is over, and all is recorded.
NOW = "2026-03-10 04:00:00"
SPAN = date(YEAR, 1, 1), date(YEAR, 12, 31)


@tagged("post_install", "-at_install")
class TestSameFigures(TargetsCase, ReportsCase):
    """A year with all that makes figures differ, beside sums made by hand."""

    @classmethod
    def setUpClass(cls):
        with freeze_time(f"{YEAR}-01-01 00:30:00"):
            super().setUpClass()
            cls.head.volunteer_id = cls.make_volunteer(
                "Head", cls.head_user, kind="staff"
            )
            cls.unregistered = cls.make_employee("Worker", cls.clinic)
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.volunteer_rounding_unit = "15"
        cls.twin = cls.make_volunteer("Citizen Again")
        cls.other = cls.env["res.company"].create(
            {"name": "Second Hospital", "volunteer_notice_days": 0}
        )
        for metric, value in (("hours_per_head", 25), ("registered", 100)):
            cls.make_target(metric=metric, value=value)

    def hold(self, start, served, people):
        """Return an activity of three hours that was held and proven on the spot."""
        stop = start + timedelta(hours=3)
        with freeze_time(start - timedelta(days=2)):
            activity = self.make_activity(start, stop, people)
        with freeze_time(stop + timedelta(hours=1)):
            signups = activity.signup_ids.with_user(self.officer)
            if signups:
                signups.action_check_in("roster", start)
                signups.action_check_out(stop)
                self.record(self.Hour.search([("signup_id", "in", signups.ids)]))
            activity.people_served = served
            activity.action_done()
        return activity

    def make_year(self):
        nobody = self.env["volunteer.volunteer"]
        # Half past midnight on the 1st of January, and half past eleven the day before.
        self.hold(datetime(YEAR - 1, 12, 31, 16, 30), 7, nobody)
        self.hold(datetime(YEAR - 1, 12, 31, 12, 30), 1000, nobody)
        self.hold(datetime(YEAR, 12, 31, 13, 0), 5, self.member)
        self.hold(
            datetime(YEAR, 5, 10, 1, 0), 40, self.member | self.citizen | self.twin
        )
        # A clinic, its ward, a laboratory; somebody without a department.
        self.record_hours(self.member, 90, f"{YEAR}-03-03")
        self.record_hours(self.head.volunteer_id, 240, f"{YEAR}-03-03")
        self.record_hours(self.citizen, 75, f"{YEAR}-12-31")
        self.record_hours(self.citizen, 420, f"{YEAR + 1}-01-01")
        self.record_hours(self.member, 420, f"{YEAR - 1}-12-31")
        self.record_hours(self.member, 195, f"{YEAR}-07-01", organiser="Red Cross")
        self.reverse(self.record_hours(self.head.volunteer_id, 330, f"{YEAR}-04-01"))
        opening = self.claim(self.head.volunteer_id, date=f"{YEAR}-02-01", minutes=450)
        opening.sudo().write({"is_opening": True})
        self.record(opening)
        # One person under two records, and the lines of another unit.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_volunteer SET merged_into_id = %s, active = FALSE "
            "WHERE id = %s",
            [self.citizen.id, self.twin.id],
        )
        elsewhere = self.record_hours(self.citizen, 420, f"{YEAR}-06-01")
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(
            "UPDATE volunteer_hour SET company_id = %s WHERE id = %s",
            [self.other.id, elsewhere.id],
        )
        self.env.cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.env.invalidate_all()
        self.approve_all(self.claim(self.member, date=f"{YEAR}-08-01"))

    # ------------------------------------------------------------------
    # Where figures stand
    # ------------------------------------------------------------------

    def count_by_hand(self, year=YEAR):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT SUM(minutes) / 60.0, SUM(minutes) FILTER (WHERE proven) / 60.0
              FROM volunteer_hour
             WHERE company_id = %(unit)s AND state = 'recorded'
               AND date_part('year', date) = %(year)s
               AND organiser IS NULL AND NOT COALESCE(is_opening, FALSE)
            """,
            {"unit": self.company.id, "year": year},
        )
        hours, proven = map(float, self.env.cr.fetchone())
        self.env.cr.execute(
            """
            SELECT COUNT(*), SUM(people_served) FROM volunteer_activity
             WHERE company_id = %(unit)s AND state = 'done'
               AND date_part('year', start AT TIME ZONE 'UTC'
                             AT TIME ZONE 'Asia/Shanghai') = %(year)s
            """,
            {"unit": self.company.id, "year": year},
        )
        activities, served = self.env.cr.fetchone()
        return {
            "hours": hours,
            "proven_share": round(100 * proven / hours, 1),
            "activities": activities,
            "served": served,
        }

    def look_at_dashboard(self, year=YEAR):
        found = self.env["volunteer.dashboard"].with_user(self.officer)
        found = found.get_figures(year)
        hours = found["hours"]
        return found, {
            "hours": hours["total"],
            "proven_share": (
                round(100 * hours["proven"] / hours["total"], 1)
                if hours["total"]
                else None
            ),
            "activities": found["served"]["activities"],
            "served": found["served"]["total"],
            "people": found["people"]["total"],
        }

    def look_at_analysis(self, year=YEAR):
        domain = Domain("company_id", "=", self.company.id)
        domain &= Domain("state", "=", "recorded") & Domain("own", "=", True)
        domain &= Domain("date", ">=", date(year, 1, 1))
        domain &= Domain("date", "<=", date(year, 12, 31))
        [row] = (
            self.env["volunteer.hour.analysis"]
            .with_user(self.officer)
            ._read_group(
                domain,
                [],
                [
                    "hours:sum",
                    "proven_share:avg",
                    "activities:count_distinct",
                    "people_served:sum",
                    "heads:count_distinct",
                    "person_times:sum",
                ],
            )
        )
        names = ("hours", "share", "activities", "served", "people", "person_times")
        row = dict(zip(names, row, strict=True))
        share = row.pop("share")
        return {**row, "proven_share": share and round(share, 1)}

    def look_at_indicators(self, scope="company", record=None):
        record = record or self.company
        found = self.env["volunteer.indicator"].sudo()
        found = found._get_values_sudo(scope, record, [SPAN])[record.id, 0]
        return {key: figure.value for key, figure in found.items()}

    def look_at_targets(self, **vals):
        """Return what targets say, of the unit or of a department."""
        known = {
            target.metric: target.actual
            for target in self.env["volunteer.target"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("year", "=", YEAR),
                    ("scope", "=", vals.get("scope", "company")),
                    ("department_id", "=", vals.get("department_id", False)),
                ]
            )
        }
        for metric in (
            "hours_per_head",
            "registered",
            "served",
            "activities",
            "person_hours",
            "hours",
        ):
            if metric not in known:
                known[metric] = self.make_target(metric=metric, **vals).actual
        return known

    def look_at_league(self, scope):
        league = self.env["volunteer.league"].with_user(self.officer)
        lines = league.create(
            {"company_id": self.company.id, "year": YEAR, "scope": scope}
        ).line_ids
        return {line.department_id or line.company_id: line for line in lines}

    def look_at_month(self):
        month = date(YEAR, 12, 1)
        figures = self.env["volunteer.monthly.report"]._get_month_figures_sudo(
            self.company, [month]
        )[self.company, month]
        found = {key: values["year"] for key, values in figures.items()}
        return {
            **found,
            "proven_share": round(
                100 * found["hours_proven"] / found["hours_recorded"], 1
            ),
        }

    # ------------------------------------------------------------------

    def test_one_number_everywhere(self):
        self.company.volunteer_count_outside = False
        self.make_year()
        by_hand = self.count_by_hand()
        self.assertEqual(
            by_hand,
            {
                # 3 + 9 proven, 1.5 + 4 + 1.25 claimed.
                "hours": 18.75,
                "proven_share": 64.0,
                "activities": 3,
                "served": 52,
            },
        )
        board, on_board = self.look_at_dashboard()
        analysis = self.look_at_analysis()
        indicators = self.look_at_indicators()
        targets = self.look_at_targets()
        [unit] = self.look_at_league("company").values()
        month = self.look_at_month()
        for name, places in {
            "hours": (
                on_board["hours"],
                analysis["hours"],
                targets["person_hours"],
                targets["hours"],
                unit.hours,
                month["hours_recorded"],
                sum(row["hours"] for row in board["categories"]),
                sum(map(sum, board["week"]["hours"])) + board["week"]["timeless"],
            ),
            "proven_share": (
                on_board["proven_share"],
                analysis["proven_share"],
                round(indicators["proven_share"], 1),
                month["proven_share"],
            ),
            "activities": (
                on_board["activities"],
                analysis["activities"],
                indicators["activities"],
                targets["activities"],
                month["activities"],
            ),
            "served": (
                on_board["served"],
                analysis["served"],
                indicators["served"],
                targets["served"],
                month["people_served"],
            ),
        }.items():
            for place in places:
                self.assertAlmostEqual(place, by_hand[name], 2, (name, places))
        # Staff: 6 + 1.5 hours of the nurse, 4 of the head, three heads all year.
        for place in (
            indicators["hours_per_head"],
            targets["hours_per_head"],
            unit.hours_per_head,
            month["hours_per_head"],
        ):
            self.assertAlmostEqual(place, 11.5 / 3, 2)
        for place in (
            indicators["registered"],
            targets["registered"],
            unit.registered,
            month["staff_rate"],
        ):
            self.assertAlmostEqual(place, 200 / 3, 1)
        self.assertEqual((on_board["people"], analysis["people"]), (3, 3))
        # One person under two records in one activity is there once.
        self.assertEqual((analysis["person_times"], month["person_times"]), (6, 6))
        may = self.env["volunteer.monthly.report"].create(
            {"company_id": self.company.id, "month": date(YEAR, 5, 1)}
        )
        [row] = may._get_activity_rows_sudo()
        self.assertEqual(row[4:7], [2, 9, 40])

    def test_departments_alike(self):
        """A clinic with the ward below it is one number on every screen."""
        self.make_year()
        rows = {
            row["id"]: row for row in self.look_at_dashboard()[0]["departments"]["rows"]
        }
        league = self.look_at_league("department")
        for department, hours, a_head, registered in (
            (self.clinic, 10.75, 5.38, 50),
            (self.ward, 10.75, 10.75, 100),
            (self.lab, 4, 4, 100),
        ):
            target = self.look_at_targets(
                scope="department", department_id=department.id, value=5
            )
            indicators = self.look_at_indicators("department", department)
            line, row = league[department], rows[department.id]
            for place in (
                row["a_head"],
                line.hours_per_head,
                target["hours_per_head"],
                indicators["hours_per_head"],
            ):
                self.assertAlmostEqual(place, a_head, 2, department.name)
            for place in (row["hours"], line.hours, target["hours"]):
                self.assertAlmostEqual(place, hours, 2, department.name)
            for place in (
                line.registered,
                target["registered"],
                indicators["registered"],
            ):
                self.assertEqual(place, registered, department.name)
            self.assertEqual(row["laggard"], line.is_laggard)

    def test_hours_with_others_stand_beside(self):
        """What other bodies organised is in totals only where the unit says so."""
        self.make_year()
        _board, with_others = self.look_at_dashboard()
        found = self.look_at_targets()
        self.assertAlmostEqual(with_others["hours"], found["hours"], 2)
        self.assertAlmostEqual(found["hours"] - found["person_hours"], 3.25, 2)
        self.assertEqual(self.look_at_month()["hours_recorded"], 18.75)
        self.assertEqual(self.look_at_analysis()["hours"], 18.75)
        self.assertEqual(self.look_at_indicators()["proven_share"], 64)

    def test_only_proven_hours(self):
        """Where a unit aims at proven hours, all hours a head are proven ones."""
        self.company.volunteer_target_hours = "proven"
        self.env["volunteer.target"].search(
            [("company_id", "=", self.company.id)]
        ).counted = "proven"
        self.make_year()
        [unit] = self.look_at_league("company").values()
        for place in (
            self.look_at_targets()["hours_per_head"],
            self.look_at_indicators()["hours_per_head"],
            unit.hours_per_head,
        ):
            self.assertEqual(place, 2)

    def test_a_group_counts_the_units_below(self):
        """The staff of a unit below is in its share as it is in its hours a head."""
        below = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.make_employee("Far Away", self.env["hr.department"], company_id=below.id)
        [unit] = self.look_at_league("company").values()
        self.assertEqual(unit.staff, 4)
        self.assertEqual(unit.registered, self.look_at_targets()["registered"])
        self.assertEqual(unit.registered, self.look_at_indicators()["registered"])

    def test_an_empty_year(self):
        self.make_year()
        board, on_board = self.look_at_dashboard(EMPTY)
        self.assertTrue(board["empty"])
        self.assertEqual(
            on_board,
            {
                "hours": 0,
                "proven_share": None,
                "activities": 0,
                "served": 0,
                "people": 0,
            },
        )
        self.assertFalse(any(self.look_at_analysis(EMPTY).values()))
