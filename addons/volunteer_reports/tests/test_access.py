from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReportsCase

GROUPS = {
    "portal": "base.group_portal",
    "user": "base.group_user",
    "hr": "volunteer_hours.group_hr",
    "leader": "volunteer_base.group_leader",
    "officer": "volunteer_base.group_officer",
    "manager": "volunteer_base.group_manager",
}
MATRIX = {
    #                                portal user hr leader officer manager
    "volunteer.certificate": ("r", "r", "r", "r", "r", "r"),
    "volunteer.certificate.line": ("r", "r", "r", "r", "r", "r"),
    "volunteer.certificate.print": ("", "", "", "", "r", "r"),
    "volunteer.certificate.batch": ("", "", "", "", "crud", "crud"),
    "volunteer.paper.template": ("", "", "", "", "", "crud"),
    "volunteer.paper.wording": ("", "", "", "", "", "crud"),
    "volunteer.certificate.issue": ("", "", "", "", "crud", "crud"),
    "volunteer.annual.report": ("", "", "", "", "crud", "crud"),
    "volunteer.annual.report.section": ("", "", "", "", "crud", "crud"),
    "volunteer.practice.issue": ("", "", "", "", "crud", "crud"),
    "volunteer.file.print": ("", "", "", "", "crud", "crud"),
    "volunteer.export": ("", "r", "r", "r", "r", "r"),
    "volunteer.ledger.export": ("", "", "", "", "crud", "crud"),
    "volunteer.activity.register": ("", "", "crud", "crud", "crud", "crud"),
    "volunteer.star.roster": ("", "", "crud", "", "crud", "crud"),
    "volunteer.evaluation.summary": ("", "", "crud", "", "crud", "crud"),
    "volunteer.trail.export": ("", "", "", "", "crud", "crud"),
    "volunteer.hour.analysis": ("", "", "r", "r", "r", "r"),
    "volunteer.league": ("", "", "crud", "", "crud", "crud"),
    "volunteer.league.line": ("", "", "crud", "", "crud", "crud"),
    "volunteer.reporting.unit": ("", "", "", "", "crud", "crud"),
    "volunteer.report.material": ("", "", "", "", "r", "crud"),
    "volunteer.report.filing": ("", "", "", "", "rud", "rud"),
    "volunteer.monthly.report": ("", "", "", "", "crud", "crud"),
    "volunteer.monthly.version": ("", "", "", "", "r", "r"),
    "volunteer.indicator": ("", "r", "r", "r", "r", "crud"),
    "volunteer.indicator.value": ("", "r", "r", "r", "ru", "ru"),
    "volunteer.coverage.base": ("", "", "r", "", "crud", "crud"),
    "volunteer.coverage.import": ("", "", "", "", "crud", "crud"),
    "volunteer.coverage.report": ("", "", "crud", "", "crud", "crud"),
    "volunteer.coverage.line": ("", "", "crud", "", "crud", "crud"),
    "volunteer.mismatch": ("", "", "", "crud", "crud", "crud"),
    "volunteer.mismatch.need": ("", "", "", "crud", "crud", "crud"),
    "volunteer.mismatch.person": ("", "", "", "crud", "crud", "crud"),
    "volunteer.scorecard": ("", "r", "r", "r", "rud", "rud"),
    "volunteer.scorecard.make": ("", "", "", "", "crud", "crud"),
    "volunteer.filing.ask": ("", "", "", "", "crud", "crud"),
    "volunteer.filing.book": ("", "", "", "", "crud", "crud"),
    "volunteer.filing.summary": ("", "", "", "", "crud", "crud"),
    "volunteer.filing.upload": ("", "", "", "", "crud", "crud"),
    "volunteer.monthly.receipt": ("", "", "", "", "crud", "crud"),
}
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestReportsAccess(ReportsCase):
    def test_matrix(self):
        users = [
            self.make_user(f"matrix_{name}", group) for name, group in GROUPS.items()
        ]
        for model, cells in MATRIX.items():
            for name, user, allowed in zip(GROUPS, users, cells, strict=True):
                got = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self.env[model].with_user(user).has_access(operation)
                )
                self.assertEqual(got, allowed, f"{model} for {name}")

    def test_every_model_is_listed(self):
        ids = (
            self.env["ir.model.data"]
            .search([("module", "=", "volunteer_reports"), ("model", "=", "ir.model")])
            .mapped("res_id")
        )
        names = {
            model.model
            for model in self.env["ir.model"].browse(ids)
            if self.env[model.model]._original_module == "volunteer_reports"
            and not self.env[model.model]._abstract
        }
        self.assertEqual(names, set(MATRIX))

    def test_rows(self):
        """Own, the office's and HR's: nobody else reads a certificate or its lines."""
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        other = self.env["res.company"].create({"name": "Other Hospital"})
        elsewhere = self.make_user("test_elsewhere", "volunteer_base.group_officer")
        elsewhere.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        seen = {
            self.portal_user: True,
            self.officer: True,
            hr: True,
            self.member_user: False,
            self.stranger: False,
            self.leader_user: False,
            elsewhere: False,
        }
        for user, allowed in seen.items():
            for records in (certificate, certificate.line_ids):
                found = (
                    self.env(user=user, context={})[records._name]
                    .search([("id", "in", records.sudo().ids)])
                    .ids
                )
                self.assertEqual(bool(found), allowed, user.login)
        with self.assertRaises(AccessError):
            certificate.with_user(self.stranger).read(["code"])

    def test_hr_does_not_print_the_full_number(self):
        self.use_keys()
        self.env["volunteer.identity"].create(
            {"volunteer_id": self.citizen.id, "id_number": "11010519491231002X"}
        )
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        hr = self.make_user("test_hr", "volunteer_hours.group_hr")
        report = self.env["report.volunteer_reports.certificate"]
        for user, number in (
            (hr, "1101**********002X"),
            (self.officer, "11010519491231002X"),
            (self.portal_user, "11010519491231002X"),
        ):
            [paper] = report.with_user(user)._get_report_values(certificate.ids)[
                "papers"
            ]
            self.assertEqual(paper["id_number"], number, user.login)
        disclosures = self.citizen.disclosure_ids
        self.assertEqual(disclosures.user_id, self.officer | self.portal_user)
        self.assertEqual(set(disclosures.mapped("document")), {certificate.name})
        with self.assertRaises(AccessError):
            report.with_user(self.stranger)._get_report_values(certificate.ids)

    def test_only_the_office_revokes(self):
        self.claim_recorded(self.citizen)
        certificate = self.issue(self.officer, self.citizen.id)
        for user in (self.portal_user, self.member_user, self.leader_user):
            with self.assertRaises(AccessError):
                certificate.with_user(user).action_revoke("no reason of mine")
        for reason in ("", "  ", None, False, ["x"]):
            with self.assertRaises(UserError):
                certificate.with_user(self.officer).action_revoke(reason)
        self.assertEqual(certificate.state, "issued")
