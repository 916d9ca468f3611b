from datetime import datetime, timedelta

from freezegun import freeze_time
from lxml import html

from odoo import fields
from odoo.tests import tagged

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestDigest(ReportsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digest = cls.env.ref("volunteer_reports.digest_digest_volunteer")
        # What is recorded in this second is in the mail of an hour later.
        cls.later = fields.Datetime.now() + timedelta(hours=1)
        with freeze_time(cls.later):
            cls.today = cls.company._get_volunteer_today()

    def figures(self, user):
        """Return ``{figure: what it was the last day, week, month}`` for a user."""
        with freeze_time(self.later):
            rows = self.digest._compute_kpis(self.company, user)
        return {
            row["kpi_name"].removeprefix("kpi_volunteer_"): tuple(
                str(row[f"kpi_col{column}"]["value"]) for column in (1, 2, 3)
            )
            for row in rows
        }

    def make_week(self):
        """Record an activity of five days ago, and three claims."""
        signups = self.activity.signup_ids.with_user(self.officer)
        signups.action_check_in("roster", self.start)
        signups.action_check_out(self.stop)
        lines = self.Hour.search([("signup_id", "in", signups.ids)])
        self.record(lines)
        self.activity.people_served = 40
        self.activity.action_done()
        new_year = self.today.replace(month=1, day=1)
        lines |= self.claim_recorded(self.citizen, dates=[new_year])
        lines |= self.claim_recorded(self.member, dates=[new_year], organiser="Others")
        lines |= self.claim_recorded(
            self.citizen, dates=[fields.Date.to_date("2020-05-04")]
        )
        return lines

    def test_figures_of_the_unit(self):
        lines = self.make_week()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.make_volunteer("From Elsewhere", company_id=other.id)
        year = sum(
            line.hours
            for line in lines
            if line.date.year == self.today.year and not line.organiser
        )
        people = self.leader | self.member | self.citizen
        people.write({"date_registered": self.today})
        figures = self.figures(self.officer)
        joined = figures.pop("new")
        self.assertEqual(
            figures,
            {
                "hours": ("13.00",) * 3,
                "proven": (f"{700 / 13:.2f}",) * 3,
                "year": (f"{year:.2f}",) * 3,
                "activities": ("0", "1", "1"),
                "served": ("0", "40", "40"),
            },
        )
        # Three people were registered today; the day has not ended.
        self.assertEqual(joined, ("0", "0", "0"))
        joined_on = self.today - timedelta(days=3)
        (self.leader | self.member).write({"date_registered": joined_on})
        self.assertEqual(self.figures(self.officer)["new"], ("0", "2", "2"))

    def test_days_of_the_unit(self):
        """Half past midnight in Shanghai, yesterday has ended, and a year may have."""
        start = datetime(2025, 12, 31, 1, 0)
        with freeze_time(start):
            activity = self.make_activity(start, start + timedelta(hours=1))
            activity.sudo().write({"state": "done", "people_served": 8})
            self.claim_recorded(self.member, dates=[start.date()])
        self.later = datetime(2025, 12, 31, 16, 30)
        figures = self.figures(self.officer)
        self.assertEqual(figures["activities"][0], "1")
        self.assertEqual(figures["served"][0], "8")
        self.assertEqual(figures["year"][0], "0.00")

    def test_everybody_gets_what_they_may_read(self):
        self.make_week()
        self.assertEqual(self.figures(self.member_user), {})
        figures = self.figures(self.leader_user)
        self.assertNotIn("new", figures)
        self.assertEqual(figures["served"], ("0", "40", "40"))
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        self.assertEqual(
            set(self.figures(hr)), {"hours", "proven", "year", "activities", "served"}
        )
        outsider = self.make_user("test_other_leader", "volunteer_base.group_leader")
        self.assertEqual(self.figures(outsider)["hours"], ("0.00",) * 3)

    def test_mail(self):
        self.make_week()
        before = self.env["mail.mail"].search([])
        with freeze_time(self.later):
            self.digest._action_send_to_user(self.officer)
        mail = self.env["mail.mail"].search([]) - before
        self.assertIn(self.officer.email, mail.email_to)
        self.assertIn("Test Hospital", mail.subject)
        text = html.fromstring(mail.body_html).text_content()
        for words in ("Service Hours Recorded", "13.00", "People Served", "40"):
            self.assertIn(words, text)
        self.assertIn("volunteer_hour_analysis_action", mail.body_html)
        tips = self.env["digest.tip"].search([("user_ids", "in", self.officer.ids)])
        self.assertEqual(len(tips), 1)

    def test_sent_to_whoever_is_the_office_by_then(self):
        self.digest.user_ids = False
        self.digest.company_id = self.company
        self.other_officer.email = False
        self.digest.action_send_manual()
        self.assertEqual(self.digest.user_ids, self.officer)
        # Who leaves the list stays off it; who joins the office is put on it.
        self.digest.with_user(self.officer).action_unsubscribe()
        self.other_officer.email = "second@example.com"
        self.digest.action_send_manual()
        self.assertEqual(self.digest.user_ids, self.other_officer)
        self.digest.with_user(self.officer).action_subscribe()
        self.assertEqual(self.digest.user_ids, self.officer | self.other_officer)
        self.assertFalse(self.digest.volunteer_left_ids)

    def test_nobody_to_write_to(self):
        self.digest.user_ids = False
        self.digest.company_id = self.env["res.company"].create({"name": "New"})
        before = self.env["mail.mail"].search_count([])
        self.digest._action_send()
        self.assertEqual(self.digest.periodicity, "weekly")
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
