import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.table_file import TableError, read_table


class VolunteerTableWizardMixin(models.AbstractModel):
    """A small table from a file: looked at first, then taken over whole or not at all.

    Heirs read the rows in ``_parse_rows`` and show them in ``_get_preview_table``.
    """

    _name = "volunteer.table.wizard.mixin"
    _description = "Small Table from a File"

    #: Rows shown before they are taken over, and mistakes listed at once.
    _rows_shown = 40

    file = fields.Binary(attachment=False)
    filename = fields.Char(string="File Name")
    row_count = fields.Integer(string="Rows", compute="_compute_preview")
    errors = fields.Text(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("file", "filename")
    def _compute_preview(self):
        for wizard in self:
            rows, errors = wizard._read_rows()
            wizard.row_count = len(rows)
            wizard.errors = wizard._describe_errors(errors)
            wizard.preview = rows and not errors and wizard._render_preview(rows)

    def _read_rows(self):
        """Return the good rows and the errors of the uploaded file."""
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        if not content:
            return [], []
        return self._read_file(base64.b64decode(content), self.filename or "")

    def _read_file(self, content, filename):
        """Return ``(rows, errors)`` of a file."""
        try:
            table = read_table(content, filename)
        except TableError as error:
            return [], [error]
        rows, errors = self._parse_rows(table)
        if not rows and not errors:
            errors = [TableError("empty")]
        return rows, errors

    def _parse_rows(self, table):
        """Return ``(rows, errors)`` of a table; errors are ``TableError``."""
        raise NotImplementedError

    def _get_preview_table(self, rows):
        """Return ``(headings, rows of cells)``, as the rows were understood."""
        raise NotImplementedError

    def _check_rows(self):
        """Return the rows of the file.

        :raise UserError: no file, or everything that is wrong with it, by row
        """
        if not self.file:
            raise UserError(self.env._("Please choose a file first."))
        rows, errors = self._read_rows()
        if errors:
            raise UserError(
                self.env._(
                    "Nothing was imported. Please correct the file and try again."
                    "\n\n%(errors)s",
                    errors=self._describe_errors(errors),
                )
            )
        return rows

    @api.model
    def _open_table(self, xml_id):
        """Return an action that shows what was taken over, in place of the dialog."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {**action, "target": "main"}

    def _describe_errors(self, errors):
        lines = [self._describe_error(error) for error in errors[: self._rows_shown]]
        lines += self._tell_more(len(errors))
        return "\n".join(lines)

    def _tell_more(self, count):
        """Return a list with the sentence that not all are shown, or an empty one."""
        more = count - self._rows_shown
        return [self.env._("… and %(count)s more.", count=more)] if more > 0 else []

    def _describe_error(self, error):
        """Return one sentence that says where an error stands and what to do."""
        sentences = self._get_sentences()
        sentence = sentences.get(error.code)
        if sentence is None:
            words = self.env["volunteer.import.mixin"]
            sentence = words._describe_problem(error.code, error.value)
        sentence = sentence.replace("{value}", error.value or "…")
        if error.row and error.column:
            return self.env._(
                "Row %(row)s, column “%(column)s”: %(problem)s",
                row=error.row,
                column=error.column,
                problem=sentence,
            )
        if error.row:
            return self.env._(
                "Row %(row)s: %(problem)s", row=error.row, problem=sentence
            )
        return sentence

    def _get_sentences(self):
        """Return ``{code: sentence}`` of what only small tables can have wrong."""
        return {
            "header_duplicate": self.env._("This column stands twice."),
            "blank_cell": self.env._("This cell must not be empty."),
            "not_a_date": self.env._(
                "“{value}” is not a date. Write it like 2026-05-31."
            ),
        }

    def _render_preview(self, rows):
        headings, cells = self._get_preview_table(rows[: self._rows_shown])
        head = Markup("").join(Markup("<th>%s</th>") % heading for heading in headings)
        body = Markup("").join(
            Markup("<tr>%s</tr>")
            % Markup("").join(Markup("<td>%s</td>") % cell for cell in row)
            for row in cells
        )
        table = Markup(
            '<table class="table table-sm">'
            "<thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
        ) % (head, body)
        more = (Markup("<p>%s</p>") % text for text in self._tell_more(len(rows)))
        return table + Markup("").join(more)
