from collections import defaultdict
from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.volunteer_base.tools.local_input import to_utc
from odoo.addons.volunteer_base.tools.table_file import TableError

from ..tools.shift_file import read_shifts


class VolunteerShiftImport(models.TransientModel):
    """Take over the shifts of a roster from a file.

    HR and the volunteer office do so for the unit, department heads for their own
    department.
    """

    _name = "volunteer.shift.import"
    _description = "Import of Shifts"
    _inherit = ["volunteer.table.wizard.mixin"]

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
    )

    def action_import(self):
        """Enter the shifts of the file in place of those of the same people and days.

        :return: the list of the shifts
        :raise AccessError: neither HR, volunteer office nor head of a department
        :raise UserError: names row and column of everything that is wrong
        """
        self.ensure_one()
        self._check_may_import()
        rows = self._check_rows()
        Shift = self.env["volunteer.shift"].sudo()
        employees = self._match_employees_sudo(rows)[0]
        days = defaultdict(set)
        for row in rows:
            days[employees[row.row]].add(row.date)
        present = Shift.search(
            [
                ("employee_id", "in", list(days)),
                ("date", "in", list({row.date for row in rows})),
            ]
        )
        present.filtered(
            lambda shift: shift.date in days[shift.employee_id.id]
        ).unlink()
        Shift.create([self._prepare_shift(row, employees[row.row]) for row in rows])
        return self._open_table("volunteer_hours.volunteer_shift_action")

    def _prepare_shift(self, row, employee_id):
        midnight = datetime.combine(row.date, time.min)
        tz = self.company_id.sudo().volunteer_tz
        start, stop = (
            clock is not None and to_utc((midnight + clock).isoformat(), tz)
            for clock in (row.start, row.stop)
        )
        return {
            "employee_id": employee_id,
            "date": row.date,
            "start": start,
            "stop": stop,
            "kind": row.kind or False,
        }

    def _check_may_import(self):
        """:raise AccessError: another unit's, or nobody's shifts to enter"""
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This unit is not among yours."))
        headed = self.env.user._get_headed_departments_sudo()
        if not self._is_of_office() and not headed:
            raise AccessError(
                self.env._(
                    "Shifts are entered by HR, the volunteer office and department "
                    "heads."
                )
            )

    def _is_of_office(self):
        user = self.env.user
        return user.has_group("volunteer_base.group_officer") or user.has_group(
            "volunteer_hours.group_hr"
        )

    def _parse_rows(self, table):
        rows, errors = read_shifts(table)
        if rows:
            errors += self._match_employees_sudo(rows)[1]
            errors.sort(key=lambda error: error.row)
        return rows, errors

    def _match_employees_sudo(self, rows):
        """Find whose shifts these are, in one query.

        Where a row has number and name, both must fit: numbers are mistyped.

        :return: ``({row: employee id}, errors)``
        """
        self._check_may_import()
        domain = [("company_id", "=", self.company_id.id)]
        if not self._is_of_office():
            departments = self.env.user._get_headed_departments_sudo()
            domain.append(("department_id", "in", departments.ids))
        by_number, by_name = defaultdict(set), defaultdict(set)
        names = {}
        for employee in (
            self.env["hr.employee"]
            .sudo()
            .search_fetch(domain, ["name", "barcode"], order="id")
        ):
            names[employee.id] = employee.name
            by_name[employee.name].add(employee.id)
            if employee.barcode:
                by_number[employee.barcode].add(employee.id)
        found, errors = {}, []
        for row in rows:
            ids = by_number[row.number] if row.number else by_name[row.name]
            if not ids:
                code = "unknown_number" if row.number else "unknown_name"
                value = row.number or row.name
            elif len(ids) > 1:
                code, value = "ambiguous_name", row.name
            else:
                (employee_id,) = ids
                if not row.name or names[employee_id] == row.name:
                    found[row.row] = employee_id
                    continue
                code, value = "other_name", row.name
            errors.append(TableError(code, row.row, "", value))
        return found, errors

    def _get_sentences(self):
        return super()._get_sentences() | {
            "no_header": self.env._(
                "The first row names the columns: 工号 and/or 姓名, 日期, 起, 止, 班次 "
                "(employee number, name, date, from, until, shift)."
            ),
            "no_person": self.env._("Say whose shift it is: number or name."),
            "not_a_clock": self.env._(
                "“{value}” is no time of day. Write it like 08:00."
            ),
            "no_times": self.env._(
                "Give the times of the shift, or 休 in the column 班次 for a day off."
            ),
            "same_times": self.env._("The shift ends when it begins."),
            "unknown_number": self.env._(
                "No employee you may enter shifts for has the number “{value}”."
            ),
            "unknown_name": self.env._(
                "No employee you may enter shifts for is called “{value}”."
            ),
            "ambiguous_name": self.env._(
                "Several employees are called “{value}”. Give the number."
            ),
            "other_name": self.env._(
                "This number does not belong to “{value}”. Correct one of the two."
            ),
        }

    def _get_preview_table(self, rows):
        employees = self._match_employees_sudo(rows)[0]
        records = self.env["hr.employee"].sudo().browse(employees.values())
        names = {employee.id: employee.name for employee in records}
        headings = [
            self.env._("Employee"),
            self.env._("Date"),
            self.env._("From"),
            self.env._("Until"),
            self.env._("Shift"),
        ]
        return headings, [
            (
                names[employees[row.row]],
                fields.Date.to_string(row.date),
                self._show_clock(row.start),
                self._show_clock(row.stop),
                row.kind,
            )
            for row in rows
        ]

    def _show_clock(self, clock):
        if clock is None:
            return self.env._("Day off")
        hours, seconds = divmod(clock.seconds, 3600)
        text = f"{hours:02}:{seconds // 60:02}"
        return f"{text} (+1)" if clock.days else text
