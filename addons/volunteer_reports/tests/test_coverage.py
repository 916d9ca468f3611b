from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_indicators import IndicatorCase


@tagged("post_install", "-at_install")
class TestCoverage(IndicatorCase):
    """Hours against visits and bed days."""

    def enter(self, value, department=None, kind="visits", month=3, until=None):
        return self.env["volunteer.coverage.base"].create(
            {
                "company_id": self.company.id,
                "department_id": department and department.id,
                "kind": kind,
                "value": value,
                "date_from": date(2025, month, 1),
                **({"date_to": until} if until else {}),
            }
        )

    def test_only_months_that_are_known(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3), date(2025, 6, 3)])
        self.enter(4000, self.department)
        # Two hours of March for 4,000 visits; June has no figure.
        for scope, record in (
            ("team", self.team),
            ("department", self.department),
            ("company", self.company),
        ):
            figures = self.figures_of(scope, record)
            self.assertEqual(figures["coverage_visits"], 0.5, scope)
            self.assertIsNone(figures["coverage_beds"], scope)

    def test_the_whole_goes_before_its_parts(self):
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.enter(4000, self.department)
        self.enter(10000)
        self.assertEqual(
            self.figures_of("company", self.company)["coverage_visits"], 0.2
        )
        ward = self.env["hr.department"].create(
            {
                "name": "Ward",
                "company_id": self.company.id,
                "parent_id": self.department.id,
            }
        )
        self.enter(100, ward, kind="beds")
        self.enter(200, self.department, kind="beds")
        self.assertEqual(self.figures_of("company", self.company)["coverage_beds"], 1)
        self.assertEqual(
            self.figures_of("department", self.department)["coverage_beds"], 1
        )

    def test_service_for_the_department_that_asked(self):
        other = self.env["hr.department"].create(
            {"name": "Paediatrics", "company_id": self.company.id}
        )
        self.env["volunteer.request"].sudo().create(
            {
                "name": "Readers for children",
                "company_id": self.company.id,
                "department_id": other.id,
                "user_id": self.officer.id,
                "date_from": "2025-01-01",
                "reason": "They wait long",
                "project_id": self.project.id,
            }
        )
        self.claim_recorded(self.member, dates=[date(2025, 3, 3)])
        self.enter(1000, other)
        self.enter(1000, self.department)
        self.assertEqual(self.figures_of("department", other)["coverage_visits"], 2)
        self.assertEqual(
            self.figures_of("department", self.department)["coverage_visits"], 0
        )

    def test_a_figure_once(self):
        self.enter(4000, self.department, until=date(2025, 12, 31))
        self.enter(4000, self.department, kind="beds")
        self.enter(4000)
        for bad in ({"month": 6}, {"month": 3}):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.enter(1, self.department, **bad)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.enter(1, self.department, month=2, until=date(2025, 2, 27))
