from odoo import models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.paper import clip, paginate_table

#: More lines than these do not hang on a wall: the code leads to them.
MOST_ON_PAPER = 300
#: Shares of the columns No., name, department, date, service, hours.
SHARES = (8, 14, 23, 16, 27, 12)
WIDTH = 160
#: What a page has for rows between its heading and its foot, in mm.
HEIGHT = 210
#: Full-width characters of a cell; a longer text would make rows of different height.
CLIPPED = 24


class VolunteerNotice(models.Model):
    """The notice on paper: A4, with the code of the page and the rows."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    def _get_poster(self):
        """Return what the poster of one notice shows.

        :return: a dict of ``lines``, ``people``, ``hours`` and ``pages``: lists of
            rows, with names masked; none where there are more than 300 lines
        :raise UserError: not being shown
        """
        self.ensure_one()
        self.check_access("read")
        notice = self.sudo()
        if notice.state != "published":
            raise UserError(
                self.env._("“%(name)s” is not being shown.", name=notice.name)
            )
        lines, people, hours = notice._get_public_totals_sudo()
        pages = []
        if lines <= MOST_ON_PAPER:
            rows, _count = notice._get_public_rows_sudo(limit=MOST_ON_PAPER)
            cells = [
                (
                    str(number),
                    row["name"],
                    clip(row["department"], CLIPPED),
                    row["date"],
                    clip(row["service"], CLIPPED),
                    row["hours"],
                )
                for number, row in enumerate(rows, 1)
            ]
            pages = paginate_table(
                cells, SHARES, width=WIDTH, height=HEIGHT, size=3.4, line=4.4
            )
        return {"lines": lines, "people": people, "hours": hours, "pages": pages}
