from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.masking import mask_name
from odoo.addons.volunteer_base.tools.paper import format_hours
from odoo.addons.volunteer_base.tools.token import is_token, new_token

ROWS_A_PAGE = 50


class VolunteerNotice(models.Model):
    """What everybody sees of a notice: masked names, and how to object."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.notice"  # pylint: disable=consider-merging-classes-inherited

    number = fields.Integer(
        string="No.",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Of the notices a unit has published in a year.",
    )
    year = fields.Integer(readonly=True, copy=False, aggregator=None)
    token = fields.Char(readonly=True, copy=False)
    url = fields.Char(string="Public Page", compute="_compute_url")

    _token_unique = models.UniqueIndex("(token)", "This page exists already.")
    _number_unique = models.UniqueIndex(
        "(company_id, year, number) WHERE number > 0",
        "Another notice of this unit got this number. Please publish again.",
    )

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "number", "year", "token")

    @api.depends("token")
    def _compute_url(self):
        base = self[:1].get_base_url()
        for notice in self:
            notice.url = notice.token and f"{base}/volunteer/notice/{notice.token}"

    def action_publish(self):
        """Publish notices, and give each a number and a page of its own."""
        self._check_officer()
        self.sudo()._assign_numbers_sudo()
        # An address that was given out for other lines does not show these.
        for notice in self.sudo():
            notice.token = new_token()
        return super().action_publish()

    def _assign_numbers_sudo(self):
        """Give notices the next numbers of their units in this year.

        One that became a draft again keeps the number it had.
        """
        for company, notices in self.grouped("company_id").items():
            year = company._get_volunteer_today().year
            [(last,)] = self._read_group(
                [("company_id", "=", company.id), ("year", "=", year)],
                [],
                ["number:max"],
            )
            fresh = notices.filtered(
                lambda notice, year=year: (
                    notice.state == "draft" and notice.year != year
                )
            )
            for number, notice in enumerate(fresh, (last or 0) + 1):
                notice.write({"number": number, "year": year})

    def action_open_page(self):
        """Open the public page in a new tab.

        :raise UserError: a draft has none
        """
        self.ensure_one()
        self.check_access("read")
        if not self.token:
            raise UserError(self.env._("Publish “%(name)s” first.", name=self.name))
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    @api.model
    def _find_sudo(self, token):
        """Return the notice of a public page, as superuser, or none."""
        if not is_token(token):
            return self.sudo().browse()
        return self.sudo().search([("token", "=", token), ("state", "!=", "draft")])

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def _get_public_rows_sudo(self, query="", offset=0, limit=ROWS_A_PAGE, user=None):
        """Return a page of what a notice shows, in a fixed number of queries.

        Nobody is named in full, and minors whose guardian has not agreed to it are not
        named at all. Descriptions stay out: they may tell of patients.

        :param str query: somebody's own name or number, to find their lines
        :param user: whose lines are marked
        :return: ``(rows, number of rows that were found)``; a row is a dict of
            ``hour_id``, ``name``, ``department``, ``date``, ``service``, ``hours``
            (texts) and ``is_own``
        :rtype: tuple
        """
        self.ensure_one()
        Hour = self.env["volunteer.hour"].sudo()
        domain = self._domain_shown() & self._domain_found_sudo(query)
        lines = Hour.search(domain, order="date, id", offset=offset, limit=limit)
        return self._prepare_rows_sudo(lines, user), Hour.search_count(domain)

    def _domain_shown(self):
        """Return the domain of the lines that are being shown now."""
        if self.state != "published":
            return Domain.FALSE
        return Domain("notice_id", "=", self.id) & Domain("state", "=", "published")

    def _domain_found_sudo(self, query):
        """Return the domain of the lines of who typed a name or number.

        A name is masked before anything is looked up. Minors who are not named are
        found by number alone, or the search would name them.
        """
        query = query.strip() if isinstance(query, str) else ""
        if not query:
            return Domain.TRUE
        of_notice = self._domain_shown()
        people = self.env["volunteer.volunteer"].sudo().browse()
        for (person,) in (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                of_notice & Domain("volunteer_id.name_masked", "=", mask_name(query)),
                ["volunteer_id"],
            )
        ):
            people |= person
        people -= self._get_unnamed_sudo(people)
        return Domain("volunteer_id", "in", people.ids) | Domain(
            "volunteer_id.code", "=", query
        )

    @api.model
    def _get_unnamed_sudo(self, people):
        """Return those who are not even named by a mask: minors without consent."""
        minors = people._get_minors_sudo()
        return minors - minors._may_be_shown_sudo()

    @api.model
    def _prepare_rows_sudo(self, lines, user=None):
        """Return lines as strangers see them, see :meth:`_get_public_rows_sudo`."""
        unnamed = self._get_unnamed_sudo(lines.volunteer_id)
        minor = self.env._("A minor")
        other = self.env._("Other service")
        return [
            {
                "hour_id": line.id,
                "name": minor
                if line.volunteer_id in unnamed
                else line.volunteer_id.name_masked,
                "department": line.department_id.name or line.team_id.name or "",
                "date": fields.Date.to_string(line.date),
                "service": line.activity_id.name or line.project_id.name or other,
                "hours": format_hours(line.minutes),
                "is_own": bool(user) and user in line._get_owners(),
            }
            for line in lines
        ]

    def _get_public_totals_sudo(self):
        """Return ``(lines, people, hours as text)`` of what is being shown."""
        [(lines, people, minutes)] = (
            self.env["volunteer.hour"]
            .sudo()
            ._read_group(
                self._domain_shown(),
                [],
                ["__count", "volunteer_id:count_distinct", "minutes:sum"],
            )
        )
        return lines, people, format_hours(minutes or 0)

    # ------------------------------------------------------------------
    # Objections
    # ------------------------------------------------------------------

    def _get_shown_line_sudo(self, hour_id):
        """Return the line behind a row of this page, or none.

        :param int hour_id: as it came with the request
        """
        return (
            self.env["volunteer.hour"]
            .sudo()
            .search(self._domain_shown() & Domain("id", "=", hour_id))
        )

    def _object_sudo(self, hour_id, text, **said):
        """Note an objection of a visitor to a line that is being shown.

        :param dict said: as of ``volunteer.objection._raise_sudo``
        :raise UserError: not shown (any more), or as of ``_raise_sudo``
        """
        line = self._get_shown_line_sudo(hour_id)
        if not line:
            raise UserError(
                self.env._(
                    "These hours are not shown any more. Please ask the volunteer "
                    "office."
                )
            )
        return self.env["volunteer.objection"]._raise_sudo(line, text, **said)
