from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import plain

from ..tools.coverage_file import read_coverage


class VolunteerCoverageImport(models.TransientModel):
    """Take over visits and bed days from a file of the statistics office."""

    _name = "volunteer.coverage.import"
    _description = "Import of Visits and Bed Days"
    _inherit = ["volunteer.table.wizard.mixin"]

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
    )

    def action_import(self):
        """Enter the figures of the file; those that are there already are brought up.

        :return: the list of the figures
        :raise AccessError: not of the volunteer office of this unit
        :raise UserError: names row and column of everything that is wrong
        """
        self.ensure_one()
        self.check_access("write")
        Base = self.env["volunteer.coverage.base"]
        Base.check_access("create")
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Choose a unit that you have switched on at the top right.")
            )
        rows = self._check_rows()
        departments = self._get_departments(rows)
        known = self._get_known(rows, departments)
        new = []
        for row in rows:
            key = self._get_key(row, departments)
            if key in known:
                if known[key].value != row.value:
                    known[key].value = row.value
                continue
            new.append(
                {
                    "company_id": self.company_id.id,
                    "department_id": key[0],
                    "kind": row.kind,
                    "date_from": row.date_from,
                    "date_to": row.date_to,
                    "value": row.value,
                }
            )
        Base.create(new)
        return self._open_table("volunteer_reports.volunteer_coverage_base_action")

    def _parse_rows(self, table):
        rows, errors = read_coverage(table)
        departments = self._get_departments(rows)
        for row in rows:
            if row.department and plain(row.department) not in departments:
                errors.append(
                    TableError("unknown_department", row.row, "", row.department)
                )
        return rows, errors

    def _get_departments(self, rows):
        """Return ``{name in plain spelling: department}`` of the unit, in one query."""
        departments = {}
        if any(row.department for row in rows):
            for department in self.env["hr.department"].search(
                [("company_id", "in", [False, self.company_id.id])], order="id desc"
            ):
                departments[plain(department.name)] = department
                departments[plain(department.complete_name)] = department
        return departments

    def _get_key(self, row, departments):
        department = departments.get(plain(row.department)) if row.department else None
        return (
            department.id if department else False,
            row.kind,
            row.date_from,
            row.date_to,
        )

    def _get_known(self, rows, departments):
        bases = self.env["volunteer.coverage.base"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_from", "in", [row.date_from for row in rows]),
            ]
        )
        return {
            (base.department_id.id, base.kind, base.date_from, base.date_to): base
            for base in bases
        }

    def _get_sentences(self):
        return super()._get_sentences() | {
            "no_header": self.env._(
                "The first row names the columns: 科室, 月份, 门急诊人次, 床日 "
                "(department, month, visits, bed days)."
            ),
            "not_a_month": self.env._(
                "“{value}” is no month or year. Write it like 2026-05 or 2026."
            ),
            "not_a_count": self.env._("“{value}” is no whole number above zero."),
            "no_count": self.env._("Neither visits nor bed days stand in this row."),
            "twice": self.env._("The same figure stands in row {value} already."),
            "unknown_department": self.env._(
                "There is no department “{value}” in this unit. Correct the name, or "
                "leave it empty for the whole unit."
            ),
        }

    def _get_preview_table(self, rows):
        departments = self._get_departments(rows)
        known = self._get_known(rows, departments)
        kinds = dict(
            self.env["volunteer.coverage.base"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        headings = [
            self.env._("Department"),
            self.env._("From"),
            self.env._("Until"),
            self.env._("Kind"),
            self.env._("Count"),
            self.env._("In the Table"),
        ]
        return headings, [
            (
                row.department or self.env._("Whole unit"),
                fields.Date.to_string(row.date_from),
                fields.Date.to_string(row.date_to),
                kinds[row.kind],
                row.value,
                self._say_known(row, known.get(self._get_key(row, departments))),
            )
            for row in rows
        ]

    def _say_known(self, row, base):
        if not base:
            return self.env._("New")
        if base.value != row.value:
            return self.env._("Was: %(count)s", count=base.value)
        return self.env._("Already there")
