import io
from datetime import date, timedelta

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestTrailExport(ReportsCase):
    def export(self, user=None, **vals):
        wizard = (
            self.env["volunteer.trail.export"]
            .with_user(user or self.officer)
            .with_context(allowed_company_ids=(user or self.officer).company_ids.ids)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": date(2025, 1, 1),
                    "date_to": date(2025, 12, 31),
                    **vals,
                }
            )
        )
        file = io.BytesIO()
        count = wizard._write_file(file)
        page = load_workbook(file).active
        rows = list(page.iter_rows(min_row=4, values_only=True))[:count]
        return wizard, rows

    def test_everything_that_happened(self):
        self.company.volunteer_cutoff_days = 10
        line = self.claim(date=date(2025, 6, 1))
        line.action_submit()
        line.with_user(self.leader_user).action_approve("left early", minutes=90)
        line.with_user(self.officer).action_approve()
        self.claim(date=date(2024, 6, 1))
        wizard, rows = self.export()
        self.assertEqual(wizard.line_count, 1)
        self.assertEqual(
            [row[8] for row in rows],
            [
                "Hours entered",
                "Correction of a former year",
                "Submitted for approval",
                "Agreed",
                "Agreed",
            ],
        )
        agreed = rows[3]
        self.assertEqual(agreed[0], line.id)
        self.assertEqual(agreed[2].date(), line.date)
        self.assertEqual(agreed[3], self.member.code)
        self.assertEqual(agreed[9], self.leader_user.name)
        self.assertEqual(agreed[11:], (120, 90, "left early"))

    def test_by_day_of_the_deed(self):
        line = self.claim(date=date(2025, 6, 1))
        line.action_submit()
        today = fields.Date.today()
        span = {
            "basis": "deed",
            "date_from": today - timedelta(days=1),
            "date_to": today + timedelta(days=1),
        }
        _wizard, rows = self.export(**span)
        self.assertEqual({row[0] for row in rows}, {line.id})
        _wizard, rows = self.export(basis="deed")
        self.assertFalse(rows)

    def test_rights(self):
        for user in (self.portal_user, self.member_user, self.leader_user):
            with self.assertRaises(AccessError):
                self.export(user)
        wizard, rows = self.export()
        self.assertFalse(rows)
        with self.assertRaises(UserError):
            wizard.action_download()
        self.claim(date=date(2025, 6, 1))
        self.assertIn(f"/volunteer/trail/{wizard.id}", wizard.action_download()["url"])
        other = self.env["res.company"].create({"name": "Other Hospital"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        _wizard, rows = self.export(elsewhere)
        self.assertFalse(rows)

    def test_queries_do_not_grow(self):
        def make(count):
            lines = self.env["volunteer.hour"]
            for number in range(count):
                lines |= self.claim(
                    date=date(2025, 3, 1 + number), description=f"{number}"
                )
            lines.action_submit()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.export()
            return self.cr.sql_log_count - before

        make(2)
        count()
        few = count()
        make(20)
        self.assertEqual(count(), few)
