from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.table_file import TableError

from ..tools.evaluation_file import read_results


class VolunteerEvaluationImport(models.TransientModel):
    """Load back what Human Resources decided in the register of an evaluation.

    Points, grade and opinion are taken over, whole or not at all; confirming stays a
    step of its own. An empty cell changes nothing.
    """

    _name = "volunteer.evaluation.import"
    _description = "Results from a File"
    _inherit = ["volunteer.table.wizard.mixin"]

    round_id = fields.Many2one(
        "volunteer.evaluation.round",
        string="Evaluation",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )

    def action_import(self):
        """Take over points, grades and opinions of the file.

        :return: the sheets of the evaluation
        :raise AccessError: not of Human Resources
        :raise UserError: names row and column of everything that is wrong
        """
        self.ensure_one()
        self.round_id._check_hr()
        rows = self._check_rows()
        found = self._match_sheets_sudo(rows)[0]
        self._take_over_sudo([(found[row.row], row) for row in rows])
        return self.round_id.action_open_sheets()

    def _take_over_sudo(self, pairs):
        """Write the rows in one statement; the caller has checked rights and state."""
        changed = [(sheet, row) for sheet, row in pairs if self._is_changed(sheet, row)]
        if not changed:
            return
        sheets = self.env["volunteer.evaluation"].browse(
            [sheet.id for sheet, _row in changed]
        )
        sheets.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_evaluation e
                   SET final_score = COALESCE(d.points, e.final_score),
                       is_result_given = COALESCE(e.is_result_given, FALSE)
                           OR d.points IS NOT NULL,
                       final_grade = COALESCE(NULLIF(d.grade, ''), e.final_grade),
                       hr_text = COALESCE(NULLIF(d.text, ''), e.hr_text),
                       write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                  FROM unnest(%(ids)s::int[], %(points)s::numeric[],
                              %(grades)s::varchar[], %(texts)s::text[])
                       AS d(id, points, grade, text)
                 WHERE e.id = d.id
             RETURNING e.id
                """,
                uid=self.env.uid,
                ids=sheets.ids,
                points=[row.points for _sheet, row in changed],
                grades=[row.grade for _sheet, row in changed],
                texts=[row.text for _sheet, row in changed],
            )
        )
        sheets.invalidate_recordset()

    def _is_changed(self, sheet, row):
        """Return whether a row says something else than its sheet."""
        given = sheet.is_result_given or sheet.state == "confirmed"
        points = row.points is not None and (
            not given or round(float(row.points) - sheet.final_score, 2) != 0
        )
        grade = row.grade and row.grade != (sheet.final_grade or "")
        text = row.text and row.text != (sheet.hr_text or "").strip()
        return bool(points or grade or text)

    def _parse_rows(self, table):
        self.round_id._check_hr()
        rows, errors = read_results(table, self.round_id._get_result_headings())
        if rows:
            errors += self._match_sheets_sudo(rows)[1]
            errors.sort(key=lambda error: error.row)
        return rows, errors

    def _is_other_number(self, sheet, row):
        """Return whether a row names another employee's number.

        Columns that were sorted apart give themselves away; zeros that a spreadsheet
        took off in front do not.
        """
        number = sheet.employee_id.barcode or ""
        return bool(row.number) and row.number.lstrip("0") != number.lstrip("0")

    def _match_sheets_sudo(self, rows):
        """Find the sheets the rows are about, in a fixed number of queries.

        :return: ``({row: sheet}, errors)``
        """
        self.round_id.check_access("read")
        sheets = (
            self.env["volunteer.evaluation"]
            .sudo()
            .search([("round_id", "=", self.round_id.id), ("is_current", "=", True)])
        )
        by_id = {sheet.id: sheet for sheet in sheets}
        by_number = {}
        for sheet in sheets:
            if sheet.employee_id.barcode:
                by_number[sheet.employee_id.barcode] = sheet
        user = self.env.user
        found, errors, seen = {}, [], set()
        for row in rows:
            sheet = by_id.get(row.sheet) if row.sheet else by_number.get(row.number)
            if sheet in seen:
                # Once by its own number, once by the employee's.
                code, value = "sheet_twice", str(sheet.id)
            elif not sheet:
                code = "unknown_sheet" if row.sheet else "unknown_number"
                value = str(row.sheet) if row.sheet else row.number
            elif row.name and row.name != sheet.volunteer_name:
                code, value = "other_name", row.name
            elif row.sheet and self._is_other_number(sheet, row):
                code, value = "other_name", row.number
            elif sheet.state == "confirmed" and self._is_changed(sheet, row):
                code, value = "confirmed", sheet.volunteer_name
            elif sheet._is_own_of(user) and self._is_changed(sheet, row):
                code, value = "own_sheet", sheet.volunteer_name
            else:
                found[row.row] = sheet
                seen.add(sheet)
                continue
            errors.append(TableError(code, row.row, "", value))
        return found, errors

    def _get_sentences(self):
        return super()._get_sentences() | {
            "no_header": self.env._(
                "One row names the columns: Sheet No. or Employee No., and Points into "
                "the Appraisal, Grade or Opinion of Human Resources, as in the file "
                "that was downloaded."
            ),
            "no_sheet": self.env._("Say whose sheet it is: sheet or employee number."),
            "not_a_number": self.env._("“{value}” is no number."),
            "sheet_twice": self.env._("Sheet {value} stands in the file twice."),
            "unknown_sheet": self.env._(
                "This evaluation has no sheet {value}, or a newer version took its "
                "place. Download the register anew."
            ),
            "unknown_number": self.env._(
                "Nobody in this evaluation has the employee number “{value}”."
            ),
            "other_name": self.env._("This sheet does not belong to “{value}”."),
            "confirmed": self.env._(
                "The sheet of {value} is confirmed; correct it first, then download "
                "the register anew."
            ),
            "own_sheet": self.env._(
                "This is your own sheet, {value}; somebody else decides about it."
            ),
        }

    def _get_preview_table(self, rows):
        found = self._match_sheets_sudo(rows)[0]
        headings = [
            self.env._("Full Name"),
            self.env._("Score"),
            self.env._("Points into the Appraisal"),
            self.env._("Grade"),
            self.env._("Opinion of Human Resources"),
        ]
        return headings, [
            (
                found[row.row].volunteer_name,
                found[row.row]._show_number(found[row.row].score),
                "" if row.points is None else str(row.points),
                row.grade,
                row.text,
            )
            for row in rows
        ]
