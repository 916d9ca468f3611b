from collections import defaultdict
from pathlib import PurePath

from odoo import models

from ...tools.register_mistakes import write_mistakes


class VolunteerImportMixin(models.AbstractModel):
    """The file that goes back: what was left out, and why."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _write_mistakes_sudo(self, stream):
        """Write the rows with a mistake into a binary ``stream``, as .xlsx."""
        self.ensure_one()
        rows, header = self._read_rows_sudo()
        reasons, columns = defaultdict(list), defaultdict(set)
        for problem in self._get_mistakes_sudo():
            columns[problem.row].add(problem.column)
            place = f"{problem.column}: " if problem.column else ""
            reasons[problem.row].append(place + problem.message)
        reason = self.env._("What is wrong")
        headings = list(rows[header])
        # A file that came back once has the column already.
        while headings and headings[-1] in ("", reason):
            headings.pop()
        write_mistakes(
            stream,
            headings,
            reason,
            enumerate(rows[header + 1 :], header + 2),
            reasons,
            columns,
        )

    def _get_mistakes_filename(self):
        stem = PurePath(self.filename or "").stem or self.env._("register")
        mistakes = self.env._("mistakes")
        return f"{stem}-{mistakes}.xlsx"
