from datetime import date, datetime

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..models.joining.volunteer_join_budget import FORMS_PARAMETER, MEGABYTES_PARAMETER
from ..tools.join_form import read_form
from .common_join import JoinCase

PAPER = ("files", ("paper.pdf", b"%PDF-1.7 some", "application/pdf"))


@tagged("post_install", "-at_install")
class TestJoinBudget(JoinCase):
    """What strangers put on the disk, and on which day."""

    def _set(self, parameter, value):
        self.env["ir.config_parameter"].set_param(parameter, value)

    def test_a_form_is_good_for_once(self):
        token = self._form_token()
        self.assert_thanked(self._send(form_token=token))
        passport = self._adult("E00000002")
        again = {"mobile": "13800138001", **passport}
        self.assert_thanked(self._send(form_token=token, **again))
        self.assertEqual(len(self._applicants()), 1)
        self.assert_thanked(self._send(**again))
        self.assertEqual(len(self._applicants()), 2)

    def test_forms_a_day(self):
        self._set(FORMS_PARAMETER, "1")
        self.assert_thanked(self._send())
        more = {"mobile": "13800138001", **self._adult("E00000002")}
        self.assertEqual(self._send(**more).status_code, 429)
        self.assertEqual(len(self._applicants()), 1)

    def test_bytes_a_day(self):
        """Without files, people can still apply."""
        self._set(MEGABYTES_PARAMETER, "0")
        self.assert_sent_back(self._send(files=[PAPER]), "No more files")
        self.assert_thanked(self._send())

    def test_files_of_the_rejected_go(self):
        self._send(files=[PAPER])
        person = self._applicants()
        kept = person.with_user(self.officer)
        kept.action_reject("Posts are filled")
        person._gc_rejected_files()
        self.assertEqual(len(person.application_file_ids), 1)
        event = person.life_event_ids.filtered(lambda e: e.state_to == "rejected")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE volunteer_life_event SET date = %s WHERE id IN %s",
            [datetime(2020, 1, 1), tuple(event.ids)],
        )
        self.env.invalidate_all()
        person._gc_rejected_files()
        self.env.invalidate_all()
        self.assertFalse(person.application_file_ids)

    def test_known_people_leave_nothing(self):
        """The work done for show is undone."""
        known = self._make_known(mobile="13800138000")
        count = self.env["volunteer.volunteer"].search_count([])
        files = self.env["ir.attachment"].search_count([])
        self.assert_thanked(self._send(files=[PAPER]))
        self.assertEqual(self.env["volunteer.volunteer"].search_count([]), count)
        self.assertEqual(self.env["ir.attachment"].search_count([]), files)
        self.assertEqual(len(known.activity_ids), 1)

    def test_days_begin_at_midnight_in_the_unit(self):
        # One in the morning of 2 March in Shanghai.
        with freeze_time("2026-03-01 17:00:00"):
            notice = self.env["volunteer.recruitment"].create(
                {
                    "name": "Notice",
                    "company_id": self.company.id,
                    "conditions": "c",
                    "risks": "r",
                    "date_from": "2026-03-02",
                    "date_to": "2026-03-02",
                }
            )
            notice.action_open()
            self.assertTrue(notice._is_open())
            self.assertEqual(
                notice.search(
                    notice._domain_open() & fields.Domain("id", "=", notice.id)
                ),
                notice,
            )
            kinds, types = frozenset(["community"]), frozenset(["111"])
            values, _errors = read_form(self.form, kinds, types, date(2026, 3, 2))
            person = self.env["volunteer.volunteer"]._apply_sudo(self.company, values)
            self.assertEqual(person.identity_ids.consent_date, date(2026, 3, 2))
        with freeze_time("2026-03-02 16:30:00"):
            self.assertFalse(notice._is_open())
            notice._cron_close()
            self.assertEqual(notice.state, "closed")
