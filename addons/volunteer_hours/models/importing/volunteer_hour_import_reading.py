from odoo import models
from odoo.tools import split_every

from odoo.addons.volunteer_base.models.importing.volunteer_import_reading import (
    BATCH,
    PREVIEW_ROWS,
)
from odoo.addons.volunteer_base.tools.table_file import TableError

from ...tools import hour_headings
from ...tools.hour_file import PEOPLE, HourRules, parse_hours


class VolunteerHourImport(models.Model):
    """Reading the rows of a file with hours, and trying each of them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _get_known_headings(self):
        return hour_headings.BY_HEADING

    def _check_columns(self):
        """:raise TableError: the columns say too little"""
        result = super()._check_columns()
        targets = set(self._get_targets())
        if not targets - {""}:
            raise TableError("no_target")
        if not targets & set(PEOPLE) and "employee_number" not in targets:
            raise TableError("no_person_column")
        if not targets & {"hours", "minutes"} and not {"start", "stop"} <= targets:
            raise TableError("no_hours_column")
        if self.purpose == "hours" and not targets & {"date", "start"}:
            raise TableError("no_date_column")
        if (
            targets & {"external_number", "record_no"}
            and not self.platform_id
            and "platform" not in targets
        ):
            raise TableError("no_platform")
        return result

    def _parse_rows_sudo(self, rows, header):
        company = self.company_id
        rules = HourRules(
            company._get_volunteer_today(),
            int(company.volunteer_rounding_unit),
            self.round_down,
            self.purpose == "opening",
            self.opening_date or None,
        )
        tables = {
            "platform": self._get_names(
                self.env["volunteer.platform"].search([("active", "=", True)])
            )
        }
        return parse_hours(rows, header, self._get_targets(), tables, rules)

    def _examine_rows_sudo(self, good, problems):
        headings = self._get_headings()
        lines, seen = [], self._begin_memory()
        new, known, minutes = 0, 0, 0
        for batch in split_every(BATCH, good, list):
            for row, found in zip(
                batch, self._find_rows_sudo(batch, seen), strict=True
            ):
                if found.problem:
                    target, code, value = found.problem
                    heading = headings.get(target, "")
                    problems.append((row.row, heading, code, value, found.known))
                    known += found.known
                    continue
                new += 1
                minutes += row.values["minutes"]
                if len(lines) < PREVIEW_ROWS:
                    lines.append((row, found))
        return {
            "row_count": new + known,
            "new_count": new,
            "known_count": known,
            "new_hours": minutes / 60,
            "preview": self._render_preview(lines) if lines else False,
        }

    def _prepare_problem_vals(self, row, column, message, flag):
        vals = super()._prepare_problem_vals(row, column, message, flag)
        return {**vals, "known": flag}

    def _get_mistakes_sudo(self):
        return super()._get_mistakes_sudo().filtered(lambda row: not row.known)
