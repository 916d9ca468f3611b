from odoo import Command, fields, models
from odoo.tools import split_every

from ...tools import register_file, register_headings
from ...tools.masking import mask_id_number
from ...tools.register_file import AMBIGUOUS, parse_register
from ...tools.register_words import CODE_WORDS, spell, word_key
from ...tools.table_file import TableError, read_table

BATCH = 1000
PREVIEW_ROWS = 10
#: Of a file with more mistakes than these, only the first one a row is noted.
MAX_PROBLEMS = 20_000
#: What a leader's roster cannot say: it brings applicants for the leader's own team.
OFFICE_TARGETS = frozenset({"code", "employee_number", "team", "date_registered"})


class VolunteerImport(models.Model):
    """Reading a file, guessing its columns, and trying every row."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _check_sudo(self):
        """Read the file anew and note what importing it would do."""
        self.ensure_one()
        self.problem_ids.unlink()
        try:
            rows, header = self._read_rows_sudo()
            self._sync_columns_sudo(rows, header)
            self._check_columns()
        except TableError as error:
            self._fail_sudo(error)
            return
        good, errors = self._parse_rows_sudo(rows, header)
        problems = [
            (error.row, error.column, error.code, error.value, False)
            for error in errors
        ]
        counts = {"new": 0, "known": 0}
        lines = []
        seen = {}
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
        problems.sort(key=lambda problem: problem[0])
        bad = len({problem[0] for problem in problems})
        if len(problems) > MAX_PROBLEMS:
            # Every bad row keeps its first one: that is what leaves it out.
            first = {problem[0]: problem for problem in reversed(problems)}
            problems = sorted(first.values(), key=lambda problem: problem[0])
        self._write_problems_sudo(problems)
        self.write(
            {
                "state": "checked",
                "message": False,
                "header_row": header + 1,
                "row_count": bad + sum(counts.values()),
                "bad_row_count": bad,
                "new_count": counts["new"],
                "update_count": counts["known"],
                "preview": self._render_preview(lines) if lines else False,
            }
        )

    def _is_secret(self, problem):
        """Return whether a problem would tell a leader who is registered already.

        What the matching finds all does, but for a name that is not there.
        """
        return self.purpose == "group" and problem[1] != "no_name_in_row"

    def _fail_sudo(self, error):
        self.write(
            {
                "state": "failed",
                "preview": False,
                "row_count": 0,
                "bad_row_count": 0,
                "message": self._describe_file(error),
            }
        )

    def _describe_file(self, error):
        """Return the sentence for what is wrong with a file as a whole."""
        place = ""
        if error.row:
            place = self.env._("Row %(row)s: ", row=error.row)
        return place + self._describe_problem(error.code, error.value)

    def _read_rows_sudo(self):
        """Return the rows of the file and the index of the header among them.

        :raise TableError: what is wrong with the file as a whole
        """
        rows = read_table(
            self._read_file_sudo(), self.filename or "", register_file.LIMITS, True
        )
        header = register_headings.find_header(rows)
        if header is None or not any(any(cells) for cells in rows[header + 1 :]):
            raise TableError("empty")
        return rows, header

    def _sync_columns_sudo(self, rows, header):
        """Make the columns of this file, unless they are there with their targets."""
        headings = list(rows[header])
        while headings and not headings[-1]:
            headings.pop()
        if [column.heading or "" for column in self.column_ids] == headings:
            return
        Heading = self.env["volunteer.import.heading"]
        keys = [register_headings.normalise(heading) for heading in headings]
        remembered = {
            heading.name: heading.target or ""
            for heading in Heading.search(
                [("company_id", "=", self.company_id.id), ("name", "in", keys)]
            )
        }
        targets = register_headings.guess_targets(headings, remembered)
        self.column_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "place": place,
                        "heading": heading,
                        "target": target,
                        "sample": self._get_sample(rows[header + 1 :], place - 1),
                    }
                )
                for place, (heading, target) in enumerate(
                    zip(headings, targets, strict=True), 1
                )
            ),
        ]

    def _get_sample(self, rows, place):
        """Return a column's first filled cell, without what nobody needs to read."""
        for cells in rows[:50]:
            text = cells[place] if place < len(cells) else ""
            if text:
                if sum(character.isdigit() for character in text) > 8:
                    return mask_id_number(text)[:40]
                return text[:40]
        return False

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

    def _get_headings(self):
        """Return ``{target: heading}``."""
        return {
            column.target: column.heading for column in self.column_ids if column.target
        }

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

    def _get_names(self, records):
        """Return ``{word: id}`` of records by their names in every language here.

        A name that several have is ``AMBIGUOUS``: nobody guesses which one is meant.
        """
        names = {}
        langs = ["en_US"]
        if records._fields["name"].translate:
            langs += [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in langs:
            for record in records.with_context(lang=lang):
                self._add_name(names, record.name, record.id)
        return names

    def _get_paths(self, records):
        """Return ``_get_names`` of a tree, and the names with those above them."""
        names = self._get_names(records)
        for record in records:
            path, above = record.name, record.parent_id
            while above:
                path, above = f"{above.name}/{path}", above.parent_id
                self._add_name(names, path, record.id)
        return names

    def _add_name(self, names, name, record_id):
        key = word_key(name)
        if names.setdefault(key, record_id) != record_id:
            names[key] = AMBIGUOUS

    def _write_problems_sudo(self, problems):
        """Note problems: ``(row, column, code, value, for the office only)``."""
        sentences = {}
        self.env["volunteer.import.problem"].create(
            [
                {
                    "import_id": self.id,
                    "row": row,
                    "column": column,
                    "message": sentences.get((code, value))
                    or sentences.setdefault(
                        (code, value), self._describe_problem(code, value)
                    ),
                    "office_only": office_only,
                }
                for row, column, code, value, office_only in problems
            ]
        )

    def _remember_columns_sudo(self):
        """Keep what people chose for the headings, for the next file."""
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
