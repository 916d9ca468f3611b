from odoo import models

from odoo.addons.volunteer_base.tools.paper import (
    count_lines,
    paginate,
    paginate_table,
)

#: Full-width characters in a line of text and mm of a line, at 12 pt.
LINE_WIDTH, LINE_HEIGHT = 36, 7.3
#: mm that the text has on a page below the title, and that the seal needs.
TEXT_HEIGHT, SEAL_HEIGHT = 190, 60
#: Columns of the tables, in per cent.
SAMPLE_SHARES = [16, 34, 16, 34]
CHECKLIST_SHARES = [8, 30, 14, 12, 12, 24]


class VolunteerInspection(models.Model):
    """The circular (通报) on paper: text and seal, then the figures as annex."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _get_text_pages(self):
        """Return the paragraphs of each page; the last one has room for the seal."""
        self.ensure_one()
        text = self.result or self._draft_result()
        paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        heights = [
            count_lines("　　" + paragraph, LINE_WIDTH) * LINE_HEIGHT + 4
            for paragraph in paragraphs
        ]
        pages = paginate([*paragraphs, None], [*heights, SEAL_HEIGHT], TEXT_HEIGHT)
        return [[part for part in page if part] for page in pages]

    def _get_annex_pages(self):
        """Return headings, widths of the columns, and the rows of each page."""
        self.ensure_one()
        figures = self._get_figures_sudo()
        if self.kind == "sample":
            headings = [self.env._("Ledger No."), self.env._("Result")] * 2
            shares = SAMPLE_SHARES
            cells = [[str(row["no"]), row["outcome"]] for row in figures["lines"]]
            half = -(-len(cells) // 2)
            rows = [
                left + right
                for left, right in zip(
                    cells[:half],
                    cells[half:] + [["", ""]] * (2 * half - len(cells)),
                    strict=True,
                )
            ]
        else:
            headings = [
                self.env._("No."),
                self.env._("Inspected"),
                self.env._("Kind"),
                self.env._("Score"),
                self.env._("Mark (%)"),
                self.env._("Findings"),
            ]
            shares = CHECKLIST_SHARES
            rows = [
                [
                    str(number),
                    "\n".join(filter(None, (row["name"], row["verdict"]))),
                    row["kind"],
                    f"{row['score']} / {row['max_score']}",
                    row["percent"],
                    "\n".join(row["findings"]),
                ]
                for number, row in enumerate(figures["subjects"], start=1)
            ]
        pages = paginate_table(rows, shares, width=159, height=200)
        return headings, shares, pages
