from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportsCase


@tagged("post_install", "-at_install")
class TestCertificate(ReportsCase):
    def test_figures_are_the_ledgers(self):
        lines = self.claim_recorded(self.citizen, 3)
        certificate = self.issue(self.officer, self.citizen.id)
        self.assertEqual(certificate.line_ids.hour_id, lines)
        self.assertEqual(certificate.minutes, 360)
        self.assertEqual(certificate.hours, 6)
        self.assertEqual(certificate.service_count, 3)
        self.assertEqual(
            (certificate.date_first, certificate.date_last),
            (min(lines.mapped("date")), max(lines.mapped("date"))),
        )
        self.assertEqual(certificate.line_ids.mapped("sequence"), [1, 2, 3])
        self.assertEqual(certificate.line_ids[0].project_name, "Guiding Patients")
        self.assertEqual(certificate.line_ids[0].content, "Guided patients")
        self.assertEqual(certificate.handler, self.officer.name)
        year = self.company._get_volunteer_today().year
        self.assertEqual(certificate.name, f"{year}-00001")
        self.assertEqual(len(certificate.code), 20)

    def test_numbers_run_by_unit(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        self.claim_recorded(self.citizen, 2)
        first = self.issue(self.officer, self.citizen.id)
        day = first.line_ids[0].date
        second = self.issue(self.officer, self.citizen.id, day, day)
        self.assertEqual(
            [certificate.name[-5:] for certificate in first | second],
            ["00001", "00002"],
        )
        self.assertEqual(second.service_count, 1)
        number = self.Certificate._get_sequence_sudo(other).next_by_id()
        self.assertTrue(number.endswith("-00001"))

    def test_only_recorded_hours_of_this_unit(self):
        """Reversed lines, reversals, others' hours and open ones stay out."""
        kept, reversed_line = self.claim_recorded(self.citizen, 2)
        self.claim_recorded(
            self.citizen,
            organiser="Red Cross",
            dates=[fields.Date.to_date("2024-03-05")],
        )
        self.claim(self.citizen, date="2024-03-06")
        self.claim_recorded(self.member)
        self.reverse(reversed_line)
        self.assertTrue(reversed_line.reversed)
        certificate = self.issue(self.officer, self.citizen.id)
        self.assertEqual(certificate.line_ids.hour_id, kept)

    def test_frozen(self):
        """What is printed stays, whatever the records behind it become."""
        line = self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        self.reverse(line)
        self.project.name = "Renamed"
        self.citizen.name = "Renamed"
        self.company.name = "Renamed"
        certificate.invalidate_recordset()
        self.assertEqual(certificate.minutes, 120)
        self.assertEqual(certificate.reversed_count, 1)
        self.assertEqual(certificate.line_ids.project_name, "Guiding Patients")
        self.assertEqual(certificate.volunteer_name, "Citizen")
        self.assertEqual(certificate.issuer_name, "Test Hospital")
        with self.assertRaises(UserError):
            self.issue(self.officer, self.citizen.id)

    def test_nothing_changes_an_issued_one(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        for user in (self.officer, self.portal_user):
            for records in (certificate, certificate.line_ids):
                with self.assertRaises(UserError):
                    records.with_user(user).write({"minutes": 9000})
                with self.assertRaises(AccessError):
                    records.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    records.with_user(user).create({})
        for records in (certificate, certificate.line_ids):
            with self.assertRaises(UserError):
                records.sudo().write({"minutes": 9000})
            with self.assertRaises(UserError):
                records.sudo().unlink()

    def test_context_has_no_say(self):
        self.claim_recorded(self.citizen)
        context = {
            "default_state": "revoked",
            "default_revoke_reason": "x",
            "default_phone": "110",
            "default_signatory": "Nobody",
            "default_minutes": 9000,
            "ir_sequence_date": "1999-01-01",
        }
        certificates = self.Certificate.with_user(self.portal_user).with_context(
            **context
        )
        certificate = certificates.browse(certificates.action_issue())
        self.assertEqual(certificate.state, "issued")
        self.assertFalse(certificate.phone)
        self.assertFalse(certificate.signatory)
        self.assertEqual(certificate.line_ids.mapped("minutes"), [120])
        self.assertFalse(certificate.name.startswith("1999"))

    def test_who_issues(self):
        self.claim_recorded(self.citizen)
        self.claim_recorded(self.member)
        own = self.issue(self.portal_user)
        self.assertEqual(own.volunteer_id, self.citizen)
        self.assertFalse(own.handler)
        self.assertEqual(self.issue(self.member_user).volunteer_id, self.member)
        for user in (self.portal_user, self.leader_user, self.stranger):
            with self.assertRaises(AccessError):
                self.issue(user, self.member.id)
        with self.assertRaises(UserError):
            self.issue(self.stranger)

    def test_office_of_another_unit(self):
        self.claim_recorded(self.citizen)
        other = self.env["res.company"].create({"name": "Other Hospital"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        certificates = self.env(user=elsewhere, context={})["volunteer.certificate"]
        with self.assertRaises(AccessError):
            certificates.action_issue(self.citizen.id)
        self.citizen.company_ids |= other
        with self.assertRaises(AccessError):
            certificates.action_issue(self.citizen.id, None, None, self.company.id)
        with self.assertRaises(UserError):
            certificates.action_issue(self.citizen.id)

    def test_asked_twice_issued_once(self):
        self.claim_recorded(self.citizen, 2)
        first = self.issue(self.portal_user)
        self.assertEqual(self.issue(self.portal_user), first)
        masked = self.issue(self.portal_user, id_number="masked")
        self.assertNotEqual(masked, first)
        first.with_user(self.officer).action_revoke("Lost")
        self.assertNotIn(self.issue(self.portal_user), first | masked)

    def test_period(self):
        lines = self.claim_recorded(self.citizen, 3)
        second = lines.sorted("date")[1].date
        certificate = self.issue(self.portal_user, None, str(second), "")
        self.assertEqual(certificate.service_count, 2)
        for period in (
            ("2026-02-01", "2026-01-01"),
            ("soon", None),
            ("2026-13-45", None),
        ):
            with self.assertRaises(UserError):
                self.issue(self.portal_user, None, *period)
        with self.assertRaisesRegex(UserError, "no recorded hours"):
            self.issue(self.portal_user, None, "1999-01-01", "1999-12-31")

    def test_hours_of_merged_records(self):
        duplicate = self.make_volunteer("Citizen again")
        lines = self.claim_recorded(self.citizen) | self.claim_recorded(duplicate)
        duplicate.merged_into_id = self.citizen
        duplicate.active = False
        certificate = self.issue(self.officer, duplicate.id)
        self.assertEqual(certificate.volunteer_id, self.citizen)
        self.assertEqual(certificate.line_ids.hour_id, lines)

    def test_revoke(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        wizard = (
            self.env["volunteer.reason.wizard"]
            .with_user(self.officer)
            .with_context(
                active_model="volunteer.certificate", active_ids=certificate.ids
            )
            .create({"method": "action_revoke", "reason": "Wrong person"})
        )
        wizard.action_confirm()
        self.assertEqual(certificate.state, "revoked")
        self.assertEqual(certificate.revoke_reason, "Wrong person")
        self.assertEqual(certificate.revoked_by, self.officer)
        with self.assertRaises(UserError):
            certificate.with_user(self.officer).action_revoke("Again")
        with self.assertRaises(UserError):
            certificate.with_user(self.officer).action_print()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            certificate.sudo().write({"revoke_reason": False})
            certificate.flush_recordset()

    def test_wizard(self):
        self.claim_recorded(self.citizen)
        wizard = (
            self.env["volunteer.certificate.issue"]
            .with_user(self.officer)
            .create({"volunteer_id": self.citizen.id, "id_number": "masked"})
        )
        action = wizard.action_issue()
        certificate = self.Certificate.browse(action["res_id"])
        self.assertEqual(certificate.volunteer_id, self.citizen)
        self.assertEqual(certificate.id_number, "masked")
        self.assertEqual(self.citizen.certificate_count, 1)
        action = self.citizen.with_user(self.officer).action_open_certificates()
        self.assertEqual(self.Certificate.search(action["domain"]), certificate)

    def test_queries_do_not_grow(self):
        lines = self.claim_recorded(self.citizen, 28)
        first, *_rest, last = sorted(lines.mapped("date"))
        self._count_issue(first, first)  # the unit's first one starts its register
        few = self._count_issue(first, lines.sorted("date")[2].date)
        self.assertEqual(self._count_issue(first, last), few)
        self.assertLess(few, 30)

    def _count_issue(self, date_from, date_to):
        self.env.flush_all()
        self.env.invalidate_all()
        certificates = self.Certificate.with_user(self.officer)
        certificates.has_access("read")
        before = self.cr.sql_log_count
        certificates.action_issue(self.citizen.id, date_from, date_to)
        self.env.flush_all()
        return self.cr.sql_log_count - before
