from odoo import fields, models
from odoo.tools import split_every

from ...tools import register_headings
from ...tools.register_file import parse_register
from ...tools.register_words import CODE_WORDS, spell, word_key
from ...tools.table_file import TableError
from .volunteer_import_reading import BATCH, PREVIEW_ROWS

#: What a leader's roster cannot say: it brings applicants for the leader's own team.
OFFICE_TARGETS = frozenset({"code", "employee_number", "team", "date_registered"})


class VolunteerImport(models.Model):
    """Reading the rows of a register, and trying each of them."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _examine_rows_sudo(self, good, problems):
        lines, seen = [], {}
        counts = {"new": 0, "known": 0}
        headings = self._get_headings()
        for batch in split_every(BATCH, good, list):
            for row, match in zip(batch, self._match_rows_sudo(batch), strict=True):
                problem = match.problem
                if match.volunteer_id and self.purpose == "register":
                    first = seen.setdefault(match.volunteer_id, row.row)
                    if first != row.row:
                        problem = ("name", "same_person", "")
                if problem and not self._is_secret(problem):
                    target, code, value = problem
                    heading = headings.get(target, "")
                    problems.append((row.row, heading, code, value, False))
                    continue
                counts["known" if match.volunteer_id else "new"] += 1
                if len(lines) < PREVIEW_ROWS:
                    lines.append((row, match))
        return {
            "row_count": sum(counts.values()),
            "new_count": counts["new"],
            "update_count": counts["known"],
            "preview": self._render_preview(lines) if lines else False,
        }

    def _is_secret(self, problem):
        """Return whether a problem would tell a leader who is registered already.

        What the matching finds all does, but for a name that is not there.
        """
        return self.purpose == "group" and problem[1] != "no_name_in_row"

    def _check_columns(self):
        """:raise TableError: the columns say too little"""
        targets = set(self._get_targets())
        if not targets - {""}:
            raise TableError("no_target")
        if not targets & {"name", "code", "id_number", "employee_number"} and not (
            self.platform_id and "external_number" in targets
        ):
            raise TableError("no_name")
        if "external_number" in targets and not self.platform_id:
            raise TableError("no_platform")

    def _get_targets(self):
        """Return what each column holds, in order, ``""`` for those left out."""
        left_out = OFFICE_TARGETS if self.purpose == "group" else ()
        return [
            column.target if column.target and column.target not in left_out else ""
            for column in self.column_ids.sorted("place")
        ]

    def _parse_rows_sudo(self, rows, header):
        targets = self._get_targets()
        today = fields.Date.context_today(
            self.with_context(tz=self.company_id.volunteer_tz)
        )
        return parse_register(
            rows, header, targets, self._get_tables_sudo(set(targets)), today
        )

    def _get_tables_sudo(self, targets):
        """Return ``{target: {word: id}}`` of the editable tables that are needed."""
        Tag, Category = self.env["volunteer.tag"], self.env["volunteer.category"]
        Team = self.env["volunteer.team"]
        tables = {}
        if "skills" in targets:
            tables["skills"] = self._get_names(Tag.search([("kind", "=", "skill")]))
        if "categories" in targets:
            tables["categories"] = self._get_names(
                Category.search([("active", "=", True)])
            )
        if "team" in targets:
            tables["team"] = self._get_paths(
                Team.search([("company_id", "parent_of", self.company_id.id)])
            )
        for target in targets & CODE_WORDS.keys():
            codes = self.env["volunteer.code"].search([("code_table", "=", target)])
            by_code = {code.code: code.id for code in codes}
            table = self._get_names(codes)
            table |= {word_key(code): value for code, value in by_code.items()}
            table |= {
                word: by_code[code]
                for word, code in spell(CODE_WORDS[target]).items()
                if code in by_code
            }
            tables[target] = table
        return tables

    def _get_remembered_sudo(self, keys):
        return {
            heading.name: heading.target or ""
            for heading in self.env["volunteer.import.heading"].search(
                [("company_id", "=", self.company_id.id), ("name", "in", keys)]
            )
        }

    def _prepare_problem_vals(self, row, column, message, flag):
        vals = super()._prepare_problem_vals(row, column, message, flag)
        return {**vals, "office_only": flag}

    def _get_mistakes_sudo(self):
        return super()._get_mistakes_sudo().filtered(lambda row: not row.office_only)

    def _remember_columns_sudo(self):
        result = super()._remember_columns_sudo()
        # A leader's roster is one class's; the unit's memory is the office's.
        for register in self.filtered(lambda register: register.purpose == "register"):
            self.env["volunteer.import.heading"]._remember_sudo(
                register.company_id,
                {
                    register_headings.normalise(column.heading): column.target
                    for column in register.column_ids
                    if column.heading
                },
            )
        return result
