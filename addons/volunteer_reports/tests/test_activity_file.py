import io
import shutil
import zipfile
from unittest import skipUnless

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.volunteer_base.tests.test_closing import make_photo

from .common import ReportsCase


@tagged("post_install", "-at_install")
@skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestActivityFile(ReportsCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.leader_user | cls.officer | cls.portal_user
        users.write({"lang": "en_US"})
        cls.activity.signup_ids.with_user(cls.leader_user).action_confirm_presence()
        cls.activity.write(
            {
                "name": "../门诊 𠮷·导医",
                "place": "门诊大厅",
                "people_served": 120,
                "effect": "排队时间缩短一半。" * 30,
                "experience": "早到十分钟",
                "photo_ids": [
                    (0, 0, {"image": make_photo(), "caption": caption})
                    for caption in ("../../导医台", "导医台", "导医台")
                ],
            }
        )
        cls.env["volunteer.publicity"].create(
            {
                "name": "健康报报道",
                "media": "健康报",
                "activity_id": cls.activity.id,
                "company_id": cls.company.id,
            }
        )
        cls.incident = cls.env["volunteer.incident"].create(
            {
                "kind": "complaint",
                "description": "患者王小明跌倒",
                "persons": "王小明",
                "activity_id": cls.activity.id,
                "company_id": cls.company.id,
            }
        )

    def archive(self, user):
        file = io.BytesIO()
        self.activity.with_user(user)._write_file_archive(file)
        return zipfile.ZipFile(file)

    def part(self, archive, number):
        """Return a paper or table by its number; names are translated."""
        return archive.read(archive.namelist()[number - 1])

    def test_archive(self):
        archive = self.archive(self.officer)
        self.assertFalse(archive.testzip())
        names = archive.namelist()
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(len(names), 7)
        for name in names:
            self.assertNotIn("..", name)
            self.assertFalse(name.startswith(("/", "\\")))
        photos = [name for name in names if name.endswith(".jpg")]
        self.assertEqual(len(photos), 3)
        for photo in photos:
            self.assertTrue(archive.read(photo).startswith(b"\xff\xd8"))
        summary = "".join(self.read_pdf(self.part(archive, 4)))
        for text in (
            "·导医",
            "门诊大厅",
            "120",
            "排队时间缩短一半",
            "健康报",
            self.incident.code,
        ):
            self.assertIn(text, summary)
        self.assertNotIn("王小明", summary)
        notice = "".join(self.read_pdf(self.part(archive, 1)))
        self.assertIn("Guide", notice)
        sheet = "".join(self.read_pdf(self.part(archive, 2)))
        self.assertIn(self.member.code, sheet)

    def test_roster_sums_to_what_stands(self):
        line = self.activity.signup_ids.hour_ids[0]
        claim = self.claim(
            self.leader,
            activity_id=self.activity.id,
            date=self.activity.date,
            minutes=60,
        )
        claim.action_cancel()
        content = self.part(self.archive(self.leader_user), 3)
        page = load_workbook(io.BytesIO(content)).active
        rows = [row for row in page.iter_rows(min_row=4, values_only=True)]
        self.assertEqual(
            [cell.value for cell in page[3]],
            [
                column.title
                for column in self.activity.with_context(
                    lang="zh_CN"
                )._get_roster_columns()
            ],
        )
        people = {row[2]: row for row in rows[:-1]}
        self.assertEqual(set(people), {self.member.code, self.citizen.code})
        self.assertEqual(people[line.volunteer_id.code][5:8], ("08:00", "11:30", 3.5))
        self.assertEqual(sum(row[7] for row in rows[:-1]), 7)
        self.assertEqual(rows[-1][7], "=SUM(H4:H5)")

    def test_who_gets_it(self):
        for user in (self.portal_user, self.member_user, self.stranger):
            with self.assertRaises(AccessError):
                self.activity.with_user(user).action_download_file()
            with self.assertRaises(AccessError):
                self.archive(user)
            with self.assertRaises(AccessError):
                self.env["report.volunteer_reports.activity_summary"].with_user(
                    user
                )._get_report_values(self.activity.ids)
        # A leader reads nothing of complaints; they are with the office.
        report = self.env["report.volunteer_reports.activity_summary"]
        for user, seen in ((self.leader_user, False), (self.officer, True)):
            [paper] = report.with_user(user)._get_report_values(self.activity.ids)[
                "papers"
            ]
            cells = [
                cell
                for page in paper["pages"]
                for piece in page
                for row in piece.rows
                for cell in row
            ]
            self.assertEqual(self.incident.code in cells, seen)

    def test_page(self):
        url = self.activity.with_user(self.leader_user).action_download_file()["url"]
        self.authenticate("test_leader", "test_leader")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(response.content)))
        self.assertNotIn("..%2F", response.headers["Content-Disposition"])
        self.authenticate("test_stranger", "test_stranger")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)

    def test_an_empty_activity(self):
        """Nothing is told and nobody came: the papers say so, and do not fail."""
        empty = self.make_activity(
            self.start.replace(hour=6),
            self.stop.replace(hour=9),
            volunteers=self.env["volunteer.volunteer"],
        )
        file = io.BytesIO()
        empty.with_user(self.leader_user)._write_file_archive(file)
        self.assertEqual(len(zipfile.ZipFile(file).namelist()), 4)

    def test_merged_people_stand_once(self):
        line = self.activity.signup_ids.hour_ids[0]
        kept = self.make_volunteer("Kept")
        self.activity.signup_ids.filtered(
            lambda signup: signup.volunteer_id == line.volunteer_id
        ).sudo().volunteer_id = kept
        line.volunteer_id.sudo().merged_into_id = kept
        rows = [row for row in self.activity._get_roster_rows() if row[2] == kept.code]
        [row] = rows
        self.assertEqual((row[1], row[7]), ("Kept", line.minutes))
        self.assertTrue(row[4])

    def test_who_has_no_hours_left_is_not_counted(self):
        line = self.claim(
            self.make_volunteer("Kept"),
            activity_id=self.activity.id,
            date=self.activity.date,
            minutes=60,
        )
        self.record(line)
        report = self.env["report.volunteer_reports.activity_summary"]

        def count():
            facts = report._get_result_facts_sudo(self.activity)
            return dict(facts)["Volunteers with recorded hours"]

        self.assertEqual(count(), "1")
        self.reverse(line)
        self.assertEqual(count(), "0")

    def test_days_of_incidents_are_the_units(self):
        self.incident.date = "2026-03-04 17:30:00"
        report = self.env["report.volunteer_reports.activity_summary"]
        piece = report.with_user(self.officer)._get_incidents_sudo(self.activity)
        self.assertEqual(piece.rows[0][2], "2026-03-05")
