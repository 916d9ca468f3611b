import base64
import io

from openpyxl import load_workbook

from odoo.tests import new_test_user

from .common import OFFICE, HoursCase

HR = "volunteer_hours.group_hr"


class SheetsCase(HoursCase):
    """A round with three sheets: staff, a citizen, and staff not registered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_user = cls.make_user("test_hr", HR)
        cls.head_user = cls.make_user("test_head", "base.group_user")
        cls.colleague = cls.make_user("test_colleague", "base.group_user")
        cls.head = cls._employ("Head", cls.head_user)
        cls.ward = cls.env["hr.department"].create(
            {
                "name": "Ward",
                "company_id": cls.company.id,
                "manager_id": cls.head.id,
            }
        )
        cls.other_ward = cls.env["hr.department"].create(
            {"name": "Other Ward", "company_id": cls.company.id}
        )
        cls.head.department_id = cls.ward
        cls.employee = cls._employ("Member", cls.member_user, cls.ward)
        cls.newcomer = cls._employ("Newcomer", cls.colleague, cls.ward)
        cls.scheme = cls.env["volunteer.evaluation.scheme"].create({"name": "Points"})
        cls.round = cls.env["volunteer.evaluation.round"].create(
            {
                "name": "Year 2025",
                "company_id": cls.company.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "scheme_id": cls.scheme.id,
            }
        )
        cls.Sheet = cls.env["volunteer.evaluation"]
        cls.sheet = cls.make_sheet(cls.member, cls.employee, score=17.5, grade="Good")
        cls.unregistered_sheet = cls.make_sheet(None, cls.newcomer)
        cls.citizen_sheet = cls.make_sheet(cls.citizen)

    @classmethod
    def _employ(cls, name, user=None, department=None, company=None):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "company_id": (company or cls.company).id,
                "user_id": user and user.id,
                "department_id": department and department.id,
            }
        )

    @classmethod
    def make_sheet(cls, volunteer=None, employee=None, evaluation_round=None, **vals):
        evaluation_round = evaluation_round or cls.round
        return cls.Sheet.create(
            {
                "round_id": evaluation_round.id,
                "company_id": evaluation_round.company_id.id,
                "volunteer_id": volunteer and volunteer.id,
                "employee_id": employee and employee.id,
                "department_id": employee and employee.department_id.id,
                "volunteer_name": (volunteer or employee).name,
                "date_from": evaluation_round.date_from,
                "date_to": evaluation_round.date_to,
                "scheme": {"name": "Points", "version": 3},
                "calculation": [
                    {
                        "name": "Aim",
                        "rule": "share",
                        "figure": "hours",
                        "counted": "25.00",
                        "value": "20",
                        "threshold": "25",
                        "cap": "20",
                        "points": "20.00",
                        "total": "20.00",
                        "is_capped": False,
                    }
                ],
                **vals,
            }
        )

    def send_out(self):
        self.round.with_user(self.hr_user).action_open()

    def as_user(self, records, user):
        """Return records as a user sees them who may be of another unit."""
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def take_to_hr(self, sheet=None):
        """Take a sheet to where Human Resources confirms it."""
        sheet = sheet or self.sheet
        if sheet.state == "draft":
            self.send_out()
        if sheet.state == "self":
            sheet.with_user(sheet._get_person_user_sudo()).action_remark("I did well.")
        if sheet.state == "department":
            sheet.with_user(self.head_user).action_department("Agreed.")
        sheet.with_user(self.officer).action_committee("Agreed.")
        return sheet

    def confirm(self, sheet=None):
        sheet = self.take_to_hr(sheet)
        sheet.with_user(self.hr_user).action_confirm("Into the appraisal.")
        return sheet

    @classmethod
    def make_other_unit(cls):
        """Return another unit's HR user and officer."""
        unit = cls.env["res.company"].create({"name": "Other Hospital"})
        return [
            new_test_user(
                cls.env, login, groups=group, company_id=unit.id, company_ids=unit.ids
            )
            for login, group in (("other_hr", HR), ("other_office", OFFICE))
        ]


class FilesCase(SheetsCase):
    """The register as a file, there and back."""

    def download(self):
        """Return the register as a workbook."""
        stream = io.BytesIO()
        self.round.sudo()._write_file_sudo(stream)
        return load_workbook(io.BytesIO(stream.getvalue()))

    def load(self, book, user=None):
        stream = io.BytesIO()
        book.save(stream)
        return (
            self.env["volunteer.evaluation.import"]
            .with_user(user or self.hr_user)
            .create(
                {
                    "round_id": self.round.id,
                    "filename": "register.xlsx",
                    "file": base64.b64encode(stream.getvalue()),
                }
            )
        )

    def cell(self, book, sheet, heading):
        page = book.worksheets[0]
        titles = [cell.value for cell in page[3]]
        for row in page.iter_rows(min_row=4):
            if row[0].value == sheet.id:
                return row[titles.index(heading)]
        self.fail(f"{sheet.volunteer_name} is not in the register")
