import base64
import io
import shutil
from datetime import date, datetime
from unittest import skipUnless

from openpyxl import load_workbook
from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.volunteer_hours.tests.test_evaluation_round import EvaluationCase
from odoo.addons.volunteer_hours.tests.test_stars import StarsCase

from .common import ReportsCase


def read(register):
    """Return the sheets of a register as opened by openpyxl."""
    file = io.BytesIO()
    register._write_register_xlsx(file)
    return load_workbook(file, data_only=True).worksheets


def headers(page):
    return [cell.value for cell in page[3]]


@tagged("post_install", "-at_install")
class TestActivityRegister(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls.hold(3, people_served=40, effect="=short queues")
        cls.held.experience = "Two at the gate"
        cls.held.place = "Hall"

    @classmethod
    def hold(cls, day, **vals):
        start = datetime(2025, 3, day, 0, 0)
        activity = cls.make_activity(
            start, start.replace(hour=3), name=f"Guiding, March {day}"
        )
        activity.write({**vals, "leader_id": cls.leader.id})
        # As it is once its leader has closed it.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE volunteer_activity SET state = 'done', date = %s WHERE id = %s",
            (date(2025, 3, day), activity.id),
        )
        activity.invalidate_recordset()
        return activity

    def serve(self, activity, *volunteers, minutes=120):
        lines = self.Hour.browse()
        for volunteer in volunteers:
            lines |= self.claim(
                volunteer,
                date=activity.date,
                activity_id=activity.id,
                minutes=minutes,
            )
        self.record(lines)
        return lines

    def register(self, user=None, **vals):
        return (
            self.env["volunteer.activity.register"]
            .with_user(user or self.officer)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": date(2025, 1, 1),
                    "date_to": date(2025, 12, 31),
                    **vals,
                }
            )
        )

    def test_columns_and_sums_are_the_ledgers(self):
        self.citizen.branch_id = self.env["volunteer.branch"].create(
            {"name": "Branch", "kind": "party", "company_id": self.company.id}
        )
        line, _other = self.serve(self.held, self.citizen, self.member)
        second = self.hold(20, people_served=2)
        self.serve(second, self.citizen, minutes=90)
        # What is not recorded, of another year or another activity does not count.
        self.claim(self.leader, date=second.date, activity_id=second.id)
        self.claim_recorded(self.member, dates=[second.date])
        self.reverse(line)
        register = self.register()
        self.assertEqual((register.line_count, register.hours), (2, 3.5))
        [page] = read(register)
        self.assertEqual(
            headers(page),
            [
                "No.",
                "Date",
                "Activity Name",
                "Belongs to Project",
                "Place of Activity",
                "Organised by",
                "Led by",
                "Whom It Serves",
                "Content of Service",
                "Volunteers (person-times)",
                "Of These Party Members",
                "Hours (person-times × hours)",
                "People Served",
                "Effect",
                "Experience",
                "Evidence",
            ],
        )
        first = [cell.value for cell in page[4]]
        self.assertEqual(first[0], 1)
        self.assertEqual(first[1].date(), self.held.date)
        self.assertEqual(
            first[2:7],
            [
                "Guiding, March 3",
                "Guiding Patients",
                "Hall",
                "Guides",
                "Leader",
            ],
        )
        self.assertEqual(first[8:13], ["Guide", 1, 0, 2, 40])
        self.assertEqual(first[13:15], ["=short queues", "Two at the gate"])
        self.assertEqual(page["N4"].data_type, "s")
        self.assertEqual([page.cell(5, n).value for n in (10, 11, 12)], [1, 1, 1.5])
        sums = [page.cell(6, number).value for number in range(1, 17)]
        self.assertEqual(sums[0], "Total")
        self.assertEqual(sums[9:13], [2, 1, 3.5, 42])
        recorded = self.Hour.search(
            [("activity_id", "!=", False), ("state", "=", "recorded")]
        )
        self.assertEqual(sums[11], sum(recorded.mapped("hours")))
        self.assertIn("1 services, 2.00 hours", page["A8"].value)

    def test_people_of_what_counts_no_hours(self):
        self.held.counts_hours = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_signup SET state = 'attended'"
            " WHERE activity_id = %s AND volunteer_id = %s",
            (self.held.id, self.citizen.id),
        )
        self.env.invalidate_all()
        [page] = read(self.register())
        self.assertEqual([page["J4"].value, page["L4"].value], [1, 0])

    def test_who_came_twice_was_there_once(self):
        """As in the monthly report: a stay over midnight or a break is two lines."""
        again = self.make_volunteer("Citizen Again")
        self.serve(self.held, self.citizen, self.citizen, again, minutes=60)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_volunteer SET merged_into_id = %s, active = FALSE"
            " WHERE id = %s",
            (self.citizen.id, again.id),
        )
        self.env.invalidate_all()
        [page] = read(self.register())
        self.assertEqual([page["J4"].value, page["L4"].value], [1, 3])

    def test_filters_and_empty_period(self):
        self.assertEqual(self.register(venue="outside").line_count, 0)
        self.assertEqual(self.register(team_id=self.team.id).line_count, 1)
        register = self.register(date_from=date(2024, 1, 1), date_to=date(2024, 1, 2))
        [page] = read(register)
        self.assertEqual(page["A4"].value, "— no entries —")
        self.assertEqual(page["L5"].value, 0)

    def test_leaders_get_their_own(self):
        other = self.env["volunteer.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        project = self.project.copy({"name": "Theirs", "team_id": other.id})
        theirs = self.hold(9)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_activity SET team_id = %s, project_id = %s,"
            " leader_id = NULL WHERE id = %s",
            (other.id, project.id, theirs.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.register().line_count, 2)
        self.assertEqual(self.register(self.leader_user).line_count, 1)
        for user in (self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.register(user)

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_paper_with_photos(self):
        picture = io.BytesIO()
        Image.new("RGB", (1200, 900), "navy").save(picture, "PNG")
        self.env["volunteer.activity.photo"].create(
            [
                {
                    "activity_id": self.held.id,
                    "image": base64.b64encode(picture.getvalue()),
                    "caption": f"Photo{number}",
                }
                for number in range(4)
            ]
        )
        self.held.effect = "长" * 3_000
        register = self.register(with_photos=True)
        pages = self.read_pdf(
            register.with_context(force_report_rendering=True)._render_register_pdf()
        )
        self.assertEqual(len(pages), 2)
        self.assertIn("Two at the gate".replace(" ", ""), pages[0])
        self.assertIn("制表人", pages[0])
        for number in range(3):
            self.assertIn(f"Photo{number}", pages[1])
        self.assertNotIn("Photo3", pages[1])

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.register()._write_register_xlsx(io.BytesIO())
            return self.cr.sql_log_count - before

        self.serve(self.held, self.citizen)
        count()
        few = count()
        for day in range(5, 25):
            self.serve(self.hold(day), self.citizen, self.member, minutes=30)
        self.assertEqual(count(), few)
        self.assertLess(few, 45)


@tagged("post_install", "-at_install")
class TestStarRoster(StarsCase):
    def roster(self, user=None, **vals):
        return (
            self.env["volunteer.star.roster"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, **vals})
        )

    def test_roster(self):
        self.serve(1)
        self.grant(self.Award.search([("volunteer_id", "=", self.member.id)]))
        self.serve(2)
        roster = self.roster()
        self.assertEqual(roster.line_count, 1)
        [page] = read(roster)
        self.assertEqual(
            headers(page),
            [
                "No.",
                "Full Name",
                "Volunteer No.",
                "Department or Team",
                "Total Hours",
                "Former Star",
                "Proposed Star",
                "Reached on",
                "Opinion of the Review",
                "Remarks",
            ],
        )
        row = [cell.value for cell in page[4]]
        self.assertEqual(row[:3], [1, "Member", self.member.code])
        self.assertEqual(row[4:7], [8, "Star 1", "Star 2"])
        self.assertEqual(row[7].date(), date(2026, 3, 2))
        granted = self.roster(
            scope="granted", date_from=date(2020, 1, 1), date_to=date(2099, 1, 1)
        )
        [page] = read(granted)
        self.assertEqual(page["G4"].value, "Star 1")
        # Hours of people with a star are not added up.
        self.assertIsNone(page["A5"].value)
        star = self.env["volunteer.star"].search(
            [("company_id", "=", self.company.id), ("level", "=", 3)]
        )
        self.assertEqual(self.roster(star_id=star.id).line_count, 0)

    def test_rights(self):
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.roster(user)
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        self.serve(1)
        self.assertEqual(self.roster(hr).line_count, 1)

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.roster()._write_register_xlsx(io.BytesIO())
            return self.cr.sql_log_count - before

        self.serve(1)
        count()
        few = count()
        for number in range(10):
            self.serve(1, volunteer=self.make_volunteer(f"Helper {number}"))
        self.assertEqual(self.roster().line_count, 11)
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestEvaluationSummary(EvaluationCase):
    def summary(self, user=None, **vals):
        return (
            self.env["volunteer.evaluation.summary"]
            .with_user(user or self.hr)
            .create({"round_id": self.round.id, **vals})
        )

    def test_people_and_departments(self):
        self.record(self.claim(self.member, date=date(2025, 3, 1), minutes=300))
        self.round.with_user(self.hr).action_compute()
        sheets = self.env["volunteer.evaluation"].search(
            [("round_id", "=", self.round.id), ("is_current", "=", True)]
        )
        self.assertTrue(sheets)
        summary = self.summary()
        people, departments = read(summary)
        self.assertEqual(summary.line_count, len(sheets))
        last = 4 + len(sheets)
        self.assertEqual(people.cell(last, 1).value, "Total")
        self.assertEqual(
            people.cell(last, 6).value, sum(sheets.mapped("minutes_claimed")) / 60
        )
        self.assertEqual(people.cell(last, 5).value, 0)
        self.assertEqual(
            {people.cell(row, 3).value for row in range(4, last)},
            set(sheets.mapped("volunteer_name")),
        )
        self.assertEqual(
            headers(departments)[:5],
            ["Department", "People", "Confirmed", "Proven Hours", "Claimed Hours"],
        )
        rows = list(departments.iter_rows(min_row=4, values_only=True))
        [total] = [row for row in rows if row[0] == "Total"]
        self.assertEqual(total[1], len(sheets))
        self.assertEqual(total[4], people.cell(last, 6).value)
        self.assertEqual(self.summary(confirmed_only=True).line_count, 0)

    def test_rights(self):
        for user in (self.leader_user, self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                self.summary(user)
        self.summary(self.officer)._check_register()
        other = self.env["res.company"].create({"name": "Other Hospital"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_hours.group_hr")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        summary = self.summary()
        with self.assertRaises(AccessError):
            summary.with_user(elsewhere).with_context(
                allowed_company_ids=other.ids
            )._check_register()


@tagged("post_install", "-at_install")
class TestSubsidyRegister(ReportsCase):
    def test_sums(self):
        subsidy = self.env["volunteer.subsidy"].create(
            {
                "name": "Guides, March",
                "company_id": self.company.id,
                "project_id": self.project.id,
                "date_from": date(2025, 3, 1),
                "date_to": date(2025, 3, 31),
            }
        )
        signups = self.activity.signup_ids
        subsidy.line_ids = [
            Command.create(
                {
                    "signup_id": signup.id,
                    "volunteer_id": signup.volunteer_id.id,
                    "date": date(2025, 3, 4),
                    "transport": 6.5,
                    "meal": 20,
                }
            )
            for signup in signups
        ]
        [page] = read(subsidy.with_user(self.officer))
        self.assertEqual(
            headers(page),
            ["No.", "Full Name", "Date", "Transport", "Meals", "Amount", "Signature"],
        )
        self.assertEqual(
            [page.cell(6, number).value for number in (1, 4, 5, 6)],
            ["Total", 13, 40, 53],
        )
        self.assertEqual(page["F6"].value, subsidy.total)
        self.assertEqual(page.page_setup.orientation, "portrait")
        for user in (self.member_user, self.portal_user):
            with self.assertRaises(AccessError):
                subsidy.with_user(user).action_xlsx()
