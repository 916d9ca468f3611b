import io
from datetime import date, timedelta

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.registers.volunteer_export_making import VolunteerExportStopped
from .common import ReportsCase

CRON = "volunteer_reports.volunteer_export_cron"


class ExportCase(ReportsCase):
    def ask(self, user=None, **vals):
        wizard = (
            self.env["volunteer.ledger.export"]
            .with_user(user or self.officer)
            .create({"company_id": self.company.id, "year": 2025, **vals})
        )
        action = wizard.action_in_background()
        return self.env["volunteer.export"].browse(action["res_id"])

    def make(self):
        self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def open(self, export):
        return load_workbook(io.BytesIO(export.sudo().attachment_id.raw)).active


@tagged("post_install", "-at_install")
class TestExportPages(ExportCase, HttpCase):
    def test_made_and_fetched(self):
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 1), date(2025, 2, 1)])
        export = self.ask(date_to=date(2025, 1, 31))
        self.assertEqual(
            (export.state, export.progress, export.rows_total), ("waiting", 0, 1)
        )
        with self.assertRaises(UserError):
            export.with_user(self.officer).action_download()
        # Whatever the wizard says meanwhile, and though it may be gone.
        self.env["volunteer.ledger.export"].search([]).unlink()
        self.make()
        self.assertEqual((export.state, export.progress), ("done", 100))
        page = self.open(export)
        self.assertEqual(page["D4"].value, "Citizen")
        self.assertEqual(page["A5"].value, "Total")
        self.assertEqual(export.user_id, self.officer)
        path = export.with_user(self.officer).action_download()["url"]
        self.assertIn("/web/login", self.url_open(path).url)
        self.authenticate("test_officer", "test_officer")
        response = self.url_open(path)
        self.assertEqual(response.content, export.sudo().attachment_id.raw)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        for login in ("test_officer_2", "test_portal", "admin"):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(path).status_code, 404, login)
                answer = self.url_open(f"/web/content/{export.attachment_id.id}")
                self.assertNotEqual(answer.status_code, 200, login)


@tagged("post_install", "-at_install")
class TestExport(ExportCase):
    """Files that are made in the background."""

    def make(self):
        with self.enter_registry_test_mode():
            return super().make()

    def test_asked_twice_made_once(self):
        self.assertEqual(self.ask(), self.ask())
        self.assertNotEqual(self.ask(year=2024), self.ask())

    def test_made_with_the_owners_rights(self):
        """What a person may not see any more is not in a file made later."""
        self.claim_recorded(self.citizen, dates=[date(2025, 1, 1)])
        export = self.ask()
        self.officer.group_ids = [(6, 0, self.env.ref("base.group_user").ids)]
        self.make()
        self.assertEqual(export.state, "failed")
        self.assertTrue(export.error)
        self.assertFalse(export.attachment_id)

    def test_who_left_does_not_fetch(self):
        export = self.ask()
        self.make()
        self.officer.group_ids = [(6, 0, self.env.ref("base.group_user").ids)]
        with self.assertRaises(AccessError):
            export.with_user(self.officer).action_download()

    def test_contents_are_fetched_by_their_page_only(self):
        """Past the page nobody would look who left the office."""
        export = self.ask()
        self.make()
        attachment = export.attachment_id
        with self.assertRaises(AccessError):
            attachment.with_user(self.officer).read(["raw"])
        with self.assertRaises(AccessError):
            export.with_user(self.officer).read(["attachment_id"])
        found = self.env["ir.attachment"].with_user(self.officer)
        self.assertFalse(found.search([("id", "=", attachment.id)]))

    def test_contents_do_not_outlive_their_file(self):
        export = self.ask()
        self.make()
        attachment = export.attachment_id
        # As when the person or unit is deleted: the database takes the row along.
        self.env.cr.execute("DELETE FROM volunteer_export WHERE id = %s", export.ids)
        self.env.invalidate_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            self.env["volunteer.export"]._gc_expired()
        self.assertFalse(attachment.exists())

    def test_own_only(self):
        export = self.ask()
        for user in (self.other_officer, self.leader_user, self.portal_user):
            for deed in ("action_download", "action_cancel", "action_delete"):
                with self.assertRaises(AccessError):
                    getattr(export.with_user(user), deed)()
        with self.assertRaises(AccessError):
            export.with_user(self.officer).write({"state": "done"})
        with self.assertRaises(AccessError):
            self.ask(self.leader_user)

    def test_cancel_and_retry(self):
        export = self.ask()
        mine = export.with_user(self.officer)
        mine.action_cancel()
        self.make()
        self.assertEqual(export.state, "cancelled")
        mine.action_retry()
        self.make()
        self.assertEqual(export.state, "done")
        mine.action_retry()
        mine.action_cancel()
        self.assertEqual(export.state, "done")
        attachment = export.attachment_id
        mine.action_delete()
        self.assertFalse(export.exists() or attachment.exists())

    def test_cancelled_while_it_is_made(self):
        export = self.ask()
        export.state = "running"
        self.env.flush_all()
        with self.enter_registry_test_mode():
            export._tell_progress_sudo(7)
        self.env.invalidate_all()
        self.assertEqual(export.rows_done, 7)
        export.with_user(self.officer).action_cancel()
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.assertRaises(VolunteerExportStopped):
            export._tell_progress_sudo(8)
        self.env.invalidate_all()
        self.assertEqual(export.rows_done, 7)

    def test_a_server_that_died(self):
        export = self.ask()
        export.write({"state": "running", "tries": 1})
        self.make()
        self.assertEqual((export.state, export.tries), ("done", 2))
        export.write({"state": "running", "tries": 3})
        self.make()
        self.assertEqual(export.state, "failed")
        self.assertIn("3 times", export.error)

    def test_kept_for_seven_days(self):
        export = self.ask()
        self.make()
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            export._gc_expired()
            self.assertTrue(export.exists())
        attachment = export.attachment_id
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            export._gc_expired()
        self.assertFalse(export.exists() or attachment.exists())

    def test_language_of_who_asked(self):
        self.officer.lang = "zh_CN"
        wizard = self.env["volunteer.ledger.export"].with_user(self.officer)
        wizard = wizard.with_context(lang="zh_CN").create({"year": 2025})
        action = wizard.action_in_background()
        self.make()
        export = self.env["volunteer.export"].browse(action["res_id"])
        self.assertEqual(self.open(export).title, "时长登记簿")

    def test_not_too_many(self):
        for year in range(2001, 2021):
            self.ask(year=year)
        with self.assertRaisesRegex(UserError, "waiting"):
            self.ask(year=2024)
