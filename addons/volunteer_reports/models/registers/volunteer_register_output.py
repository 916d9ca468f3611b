from odoo import models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.spreadsheet import (
    MAX_ROWS,
    Sheet,
    write_registers,
)

from ...tools.register_paper import lay_out

#: Rows of a register on paper: more are a book, and wkhtmltopdf takes minutes.
PAPER_ROWS = 5_000
#: How often the progress of a file is told, in rows.
TELL_EVERY = 2_000
#: mm of the table's room: a line of the caption or of a note, and the signatures.
CAPTION, NOTE, SIGNATURES = 5, 5, 14


class VolunteerRegisterMixin(models.AbstractModel):
    """What becomes of a register's rows: a spreadsheet, pages of paper."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.register.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _write_register_xlsx(self, file, tell=None):
        """Write the register as .xlsx; a page of rows is in memory at a time.

        :param file: a binary file opened for writing
        :param tell: function that is told from time to time how many rows there are
        :return: ``[(rows, minutes)]``, one a table
        :raise UserError: more rows than a sheet can hold
        """
        self._check_register()
        written = 0

        def count(rows):
            nonlocal written
            for row in rows:
                written += 1
                if not written % TELL_EVERY:
                    tell(written)
                yield row

        try:
            return write_registers(
                file,
                (
                    (
                        self._get_register_sheet(part),
                        part.columns,
                        count(part.rows) if tell else part.rows,
                    )
                    for part in self._get_register_parts()
                ),
            )
        except OverflowError as error:
            raise UserError(
                self.env._(
                    "A sheet holds %(count)s lines at most. Choose a shorter period.",
                    count=MAX_ROWS,
                )
            ) from error

    def _get_register_sheet(self, part):
        signatures = "          ".join(
            f"{text}               " for text in self._get_register_signatures()
        ).rstrip()
        return Sheet(
            name=part.name,
            title=part.title,
            caption=part.caption,
            total=self.env._("Total"),
            footer=self.env._("&CPage &P of &N"),
            empty=self.env._("— no entries —"),
            notes=tuple(text for text in (*part.notes, signatures) if text),
            landscape=self._register_across,
        )

    def _get_register_paper(self):
        """Return the tables laid out for paper: a list of dictionaries.

        :raise UserError: more rows than are printed
        """
        self._check_register()
        signatures = self._get_register_signatures()
        tables = []
        for part in self._get_register_parts():
            rows = []
            for row in part.rows:
                rows.append(row)
                if len(rows) > PAPER_ROWS:
                    raise UserError(
                        self.env._(
                            "%(count)s rows are printed at most. Take the spreadsheet, "
                            "or choose a shorter period.",
                            count=PAPER_ROWS,
                        )
                    )
            across = self._register_across
            width = 80 if across else 50
            notes = sum(1 + len(note) // width for note in part.notes)
            laid = lay_out(
                part.columns,
                rows,
                across=across,
                head=CAPTION,
                tail=(SIGNATURES if signatures else 0) + notes * NOTE,
            )
            tables.append(
                {
                    "title": part.title,
                    "caption": part.caption,
                    "columns": part.columns,
                    "shares": laid.shares,
                    "pages": laid.pages,
                    "sums": laid.sums if any(laid.sums) else [],
                    "total": self.env._("Total"),
                    "empty": "" if rows else self.env._("— no entries —"),
                    "notes": part.notes,
                    "signatures": signatures,
                    "across": across,
                }
            )
        return tables

    def _render_register_pdf(self):
        """Return the register as PDF.

        :raise UserError: more rows than are printed, or no wkhtmltopdf here
        """
        self._check_register()
        report = self.env["ir.actions.report"]
        pdf, _kind = report._render_qweb_pdf(
            self._get_register_report(),
            data={"register_model": self._name, "register_id": self.id},
        )
        return pdf
