from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class VolunteerYearEnd(models.Model):
    """The checklist of a year: each row a domain, counted and opened."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.year.end"  # pylint: disable=consider-merging-classes-inherited

    def _get_check_rows(self):
        """Return the rows of the checklist; other matters and addons add theirs.

        :return: a dict a row: ``key``, ``title``, ``hint`` (texts), ``model`` and
            ``domain`` of what is open, and ``needed``, whether the year is closed
            only with a reason while there is some
        :rtype: list[dict]
        """
        self.ensure_one()
        return [*self._get_check_rows_hours(), *self._get_check_rows_after()]

    def _get_check_rows_hours(self):
        of_year = (
            Domain("company_id", "=", self.company_id.id)
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )

        def row(key, title, hint, domain, needed=True):
            return {
                "key": key,
                "title": title,
                "hint": hint,
                "model": "volunteer.hour",
                "domain": of_year & domain,
                "needed": needed,
            }

        under_way = ("open", "draft", "submitted", "approved")
        return [
            {
                "key": "activities",
                "title": self.env._("Activities not closed"),
                "hint": self.env._("Over; say who was there, then close them."),
                "model": "volunteer.activity",
                "domain": of_year
                & Domain("state", "=", "published")
                & Domain("stop", "<", fields.Datetime.now()),
                "needed": True,
            },
            row(
                "drafts",
                self.env._("Not submitted"),
                self.env._("Hours that are under way or drafts."),
                Domain("state", "in", ("open", "draft")),
            ),
            row(
                "waiting",
                self.env._("Waiting for approval"),
                self.env._("Somebody has to decide them."),
                Domain("state", "=", "submitted"),
            ),
            row(
                "to_publish",
                self.env._("Approved, not shown yet"),
                self.env._("They go into the next public notice, unless held."),
                Domain("state", "=", "approved"),
            ),
            row(
                "published",
                self.env._("On public notice"),
                self.env._("They are recorded when the notice closes."),
                Domain("state", "=", "published"),
            ),
            {
                "key": "objections",
                "title": self.env._("Objections not answered"),
                "hint": self.env._("Answer them, and the hours go on or fall."),
                "model": "volunteer.objection",
                "domain": Domain("company_id", "=", self.company_id.id)
                & Domain("state", "=", "open")
                & Domain("hour_id.date", ">=", self.date_from)
                & Domain("hour_id.date", "<=", self.date_to),
                "needed": True,
            },
            row(
                "unrated",
                self.env._("Quality not given"),
                self.env._("Can be said until the hours are shown to the public."),
                Domain("state", "in", under_way)
                & Domain("signup_id", "!=", False)
                & Domain("quality", "in", (False, 0))
                & Domain("reverses_id", "=", False),
                needed=False,
            ),
            row(
                "refused",
                self.env._("Returned, and not corrected"),
                self.env._("They count nowhere; cancel them if nothing comes."),
                Domain("state", "=", "refused"),
                needed=False,
            ),
        ]

    def _get_check_rows_after(self):
        of_unit = Domain("company_id", "=", self.company_id.id)
        return [
            {
                "key": "sheets",
                "title": self.env._("Evaluation sheets not confirmed"),
                "hint": self.env._("Human Resources confirms them."),
                "model": "volunteer.evaluation",
                "domain": of_unit
                & Domain("is_current", "=", True)
                & Domain("state", "!=", "confirmed")
                & Domain("date_to", ">=", self.date_from)
                & Domain("date_to", "<=", self.date_to),
                "needed": True,
            },
            {
                "key": "awards",
                "title": self.env._("Stars and honours on their way"),
                "hint": self.env._("Confirm, publish and grant them."),
                "model": "volunteer.award",
                "domain": of_unit
                & Domain("state", "in", ("proposed", "reviewed", "published"))
                & (
                    Domain("reached_on", "=", False)
                    | Domain("reached_on", "<=", self.date_to)
                ),
                "needed": False,
            },
        ]

    def _count_checks_sudo(self):
        """Return the rows with the number of what is open, one query a row.

        Counted whole, whoever looks: the year is the unit's.
        """
        self.ensure_one()
        return [
            {**row, "count": self.env[row["model"]].sudo().search_count(row["domain"])}
            for row in self._get_check_rows()
        ]

    def _describe_open_sudo(self):
        """Return what keeps the year open in one piece of text; empty: nothing."""
        self.ensure_one()
        parts = [
            f"{row['title']} ({row['count']})"
            for row in self._count_checks_sudo()
            if row["count"] and row["needed"]
        ]
        if self.takes_claims:
            until = format_date(self.env, self.cutoff_on or self.date_to)
            parts.insert(
                0, self.env._("Claims are still taken until %(date)s", date=until)
            )
        return ", ".join(parts)

    def _may_open(self, row):
        return self.env[row["model"]].has_access("read")

    def action_open_check(self, key):
        """Open the list behind a row of the checklist.

        :param str key: of the row
        :return: an action
        :raise AccessError: not for the user's eyes
        :raise UserError: there is no such row
        """
        self.ensure_one()
        self.check_access("read")
        for row in self._get_check_rows():
            if row["key"] == key:
                self.env[row["model"]].check_access("read")
                return {
                    "type": "ir.actions.act_window",
                    "name": row["title"],
                    "res_model": row["model"],
                    "views": [(False, "list"), (False, "form")],
                    "domain": list(row["domain"]),
                }
        raise UserError(self.env._("This row is not on the list any more."))
