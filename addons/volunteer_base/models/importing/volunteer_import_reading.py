from odoo import Command, models

from ...tools import register_file, register_headings
from ...tools.masking import mask_id_number
from ...tools.register_file import AMBIGUOUS
from ...tools.register_words import word_key
from ...tools.table_file import TableError, read_table

BATCH = 1000
PREVIEW_ROWS = 10
#: Of a file with more mistakes than these, only the first one a row is noted.
MAX_PROBLEMS = 20_000


class VolunteerImportMixin(models.AbstractModel):
    """Reading a file, guessing its columns, and trying every row."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

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
        vals = self._examine_rows_sudo(good, problems)
        problems.sort(key=lambda problem: problem[0])
        bad = len({problem[0] for problem in problems if not problem[-1]})
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
                **vals,
                "row_count": bad + vals["row_count"],
                "bad_row_count": bad,
            }
        )

    def _check_columns(self):
        """:raise TableError: the columns say too little"""

    def _parse_rows_sudo(self, rows, header):
        """Return the good rows, and the errors of the others."""
        raise NotImplementedError

    def _examine_rows_sudo(self, good, problems):
        """Try good rows without importing them, and add what is wrong to ``problems``.

        :param list good: rows as ``_parse_rows_sudo`` gives them
        :param list problems: ``(row, column, code, value, flag)``; flagged ones are no
            mistakes
        :return: what the check writes, with ``row_count``: rows without a mistake
        """
        raise NotImplementedError

    def _import_batch_sudo(self, rows):
        """Import some rows.

        :return: ``{counter field: rows}``
        """
        raise NotImplementedError

    def _get_known_headings(self):
        """Return ``{normalised heading: target}`` of what this import understands."""
        return register_headings.BY_HEADING

    def _get_remembered_sudo(self, _keys):
        """Return ``{normalised heading: target}``, what people chose before."""
        return {}

    def _remember_columns_sudo(self):
        """Keep what people chose for the headings, for the next file."""

    def _get_mistakes_sudo(self):
        """Return the problems that go back with the file."""
        return self.problem_ids

    def _get_targets(self):
        """Return what each column holds, in order, ``""`` for those left out."""
        return [column.target or "" for column in self.column_ids.sorted("place")]

    def _prepare_problem_vals(self, row, column, message, _flag):
        return {"import_id": self.id, "row": row, "column": column, "message": message}

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
        header = register_headings.find_header(rows, self._get_known_headings())
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
        keys = [register_headings.normalise(heading) for heading in headings]
        remembered = self._get_remembered_sudo(keys)
        targets = register_headings.guess_targets(
            headings, remembered, self._get_known_headings()
        )
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

    def _get_headings(self):
        """Return ``{target: heading}``."""
        return {
            column.target: column.heading for column in self.column_ids if column.target
        }

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
        """Note problems: ``(row, column, code, value, flag)``."""
        sentences = {}
        self.problem_ids.create(
            [
                self._prepare_problem_vals(
                    row,
                    column,
                    sentences.get((code, value))
                    or sentences.setdefault(
                        (code, value), self._describe_problem(code, value)
                    ),
                    flag,
                )
                for row, column, code, value, flag in problems
            ]
        )
