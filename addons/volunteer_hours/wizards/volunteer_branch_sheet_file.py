from odoo import models

from odoo.addons.volunteer_base.tools.paper import (
    clip,
    format_hours,
    paginate,
)
from odoo.addons.volunteer_base.tools.spreadsheet import Column, Sheet, write_register

#: Rows on a page; every row is one line.
ROWS = 17


class VolunteerBranchSheet(models.TransientModel):
    """A branch sheet as .xlsx and on paper."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.branch.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _get_filename(self):
        return f"{self.title}.xlsx".replace("/", "-")

    def _get_file_columns(self):
        """Return the columns, always the same ones in the same order."""
        return [
            Column(self.env._("Party or League Branch"), 22),
            Column(self.env._("Volunteer No."), 14),
            Column(self.env._("Full Name"), 12),
            Column(self.env._("Left on"), 11, "date"),
            Column(self.env._("Reported to a Community"), 12),
            Column(self.env._("Community"), 20),
            Column(self.env._("Reported on"), 11, "date"),
            Column(self.env._("Receipt"), 9),
            Column(self.env._("Projects Claimed"), 9, "integer"),
            Column(self.env._("Projects Done"), 9, "integer"),
            Column(self.env._("Wishes Claimed"), 9, "integer"),
            Column(self.env._("Wishes Fulfilled"), 9, "integer"),
            Column(self.env._("Proven Hours"), 11, "hours"),
            Column(self.env._("Claimed Hours"), 11, "hours"),
            Column(self.env._("Services"), 9, "integer"),
            Column(self.env._("Stars"), 8, "integer"),
            Column(self.env._("Honours"), 8, "integer"),
            Column(self.env._("Grade"), 12),
        ]

    def _write_file(self, stream):
        """Write the members as .xlsx.

        :param stream: a binary file opened for writing
        :return: ``(number of members, minutes)``
        :raise AccessError: as of :meth:`action_show`
        """
        self.ensure_one()
        self._check_may_see()
        sheet = Sheet(
            name=self.env._("Branch Sheet"),
            title=self.title,
            caption=self.env._(
                "%(unit)s · %(date_from)s – %(date_to)s · recorded hours only",
                unit=self.company_id.name,
                date_from=self.date_from,
                date_to=self.date_to,
            ),
            total=self.env._("Total"),
        )
        yes, no = self.env._("Yes"), self.env._("No")
        return write_register(
            stream,
            sheet,
            self._get_file_columns(),
            (
                (
                    line.branch_id.name,
                    line.code or "",
                    line.name,
                    line.date_left or None,
                    yes if line.reported else self.env._("Not reported"),
                    line.community or "",
                    line.date_reported or None,
                    (yes if line.receipt else no) if line.reported else "",
                    line.projects_claimed,
                    line.projects_done,
                    line.wishes_claimed,
                    line.wishes_done,
                    line.minutes_proven,
                    line.minutes_claimed,
                    line.services,
                    line.star_level,
                    line.honours,
                    line.grade or "",
                )
                for line in self.line_ids
            ),
        )

    def _get_paper_pages(self):
        """Return the pages of the paper: the sums, then the members of each branch.

        :return: ``[(branch or None, rows)]``; of None the rows are sums
        :raise AccessError: as of :meth:`action_show`
        """
        self.ensure_one()
        self._check_may_see()
        pages = [(None, rows) for rows in _split(self.sum_ids)]
        for branch, lines in self.line_ids.grouped("branch_id").items():
            pages += [(branch.name, rows) for rows in _split(lines)]
        return pages

    def _clip_paper(self, text, width):
        """Return a text for one line of the paper."""
        return clip(text or "", width)

    def _show_paper_hours(self, minutes):
        return format_hours(minutes)


def _split(rows):
    return paginate(rows, [1] * len(rows), ROWS) if rows else []
