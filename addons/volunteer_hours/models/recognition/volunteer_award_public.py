from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools.paper import clip, paginate_table
from odoo.addons.volunteer_base.tools.token import is_token

ROWS_A_PAGE = 50
#: Shares of the columns No., holder, department or team, honour, granted by.
SHARES = (8, 22, 25, 25, 20)
#: What a page has for rows, in mm, and the full-width characters of a cell.
WIDTH, HEIGHT, CLIPPED = 160, 205, 24


class VolunteerAwardNotice(models.Model):
    """What everybody sees of honours that are shown to the public."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.award.notice"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _find_sudo(self, token):
        """Return the publication of a public page, as superuser, or none."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token)])

    def _get_public_rows_sudo(self, offset=0, limit=ROWS_A_PAGE):
        """Return a page of what is being shown, in a fixed number of queries.

        Volunteers are named by a mask, minors whose guardian has not agreed to it not
        at all; teams and projects by their name. Closed pages show nobody.

        :return: ``(rows, number of all rows)``; a row is a dict of the texts ``name``,
            ``unit``, ``honour`` and ``granted_by``
        """
        self.ensure_one()
        Award = self.env["volunteer.award"].sudo()
        domain = [("notice_id", "=", self.id), ("state", "=", "published")]
        if self.state != "published":
            return [], 0
        awards = Award.search(
            domain, order="name, star_level desc, id", offset=offset, limit=limit
        )
        return self._prepare_rows_sudo(awards), Award.search_count(domain)

    @api.model
    def _prepare_rows_sudo(self, awards):
        people = awards.volunteer_id
        unnamed = self.env["volunteer.notice"]._get_unnamed_sudo(people)
        minor = self.env._("A minor")
        rows = []
        for award in awards:
            person = award.volunteer_id
            name = minor if person in unnamed else person.name_masked
            holder = award.team_id or award.project_id
            rows.append(
                {
                    "name": name if person else holder.name,
                    "unit": award.unit_name or "",
                    "honour": award.name,
                    "granted_by": award.granted_by,
                }
            )
        return rows

    def _get_poster(self):
        """Return the pages of the printed list: lists of rows of five texts.

        :raise UserError: nothing is being shown
        """
        self.ensure_one()
        self.check_access("read")
        rows, count = self.sudo()._get_public_rows_sudo(limit=None)
        if not count:
            raise UserError(
                self.env._("“%(name)s” is not being shown.", name=self.name)
            )
        cells = [
            (
                str(number),
                clip(row["name"], CLIPPED),
                clip(row["unit"], CLIPPED),
                clip(row["honour"], CLIPPED),
                clip(row["granted_by"], CLIPPED),
            )
            for number, row in enumerate(rows, 1)
        ]
        return paginate_table(
            cells, SHARES, width=WIDTH, height=HEIGHT, size=3.4, line=4.4
        )
