from odoo import api, fields, models
from odoo.exceptions import ValidationError


class VolunteerThemedDay(models.Model):
    """A day of the year that asks for an activity, such as 5 March."""

    _name = "volunteer.themed.day"
    _description = "Themed Day"
    _order = "month, day, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    month = fields.Integer(required=True, aggregator=None)
    day = fields.Integer(required=True, aggregator=None)
    date_text = fields.Char(string="Date", compute="_compute_date_text")
    description = fields.Text(
        translate=True, help="What is done on this day, for whom."
    )

    _date_range = models.Constraint(
        "CHECK (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31)",
        "Month and day make a day of the year.",
    )

    @api.depends("month", "day")
    def _compute_date_text(self):
        for themed in self:
            themed.date_text = f"{themed.month:02d}-{themed.day:02d}"

    @api.constrains("month", "day")
    def _check_date(self):
        for themed in self:
            try:
                themed._get_date(2024)  # a leap year
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "%(month)s-%(day)s is no day of the year.",
                        month=themed.month,
                        day=themed.day,
                    )
                ) from None

    def _get_date(self, year):
        """Return the date in a year; 29 February falls on the 28th in other years."""
        self.ensure_one()
        if (self.month, self.day) == (2, 29):
            return fields.Date.end_of(fields.Date.to_date(f"{year}-02-01"), "month")
        return fields.Date.to_date(f"{year}-{self.month:02d}-{self.day:02d}")

    @api.model
    def _get_names_sudo(self, dates):
        """Return ``{date: names of its themed days}`` in one query."""
        names = {}
        dates = set(dates)
        if not dates:
            return names
        for themed in self.sudo().search([("active", "=", True)]):
            for day in dates:
                if themed._get_date(day.year) == day:
                    names[day] = ", ".join(filter(None, (names.get(day), themed.name)))
        return names

    @api.model
    def _get_open_sudo(self, company, year):
        """Return the coming themed days of a year for which nothing is planned.

        :param company: ``res.company``
        :param int year: four digits
        :return: ``[(themed day, date)]`` in the order of the year; two queries
        :rtype: list
        """
        planned = (
            self.env["volunteer.activity"]
            .sudo()
            ._read_group(
                [
                    ("themed_day_id", "!=", False),
                    ("company_id", "=", company.id),
                    ("state", "!=", "cancelled"),
                    ("date", ">=", f"{year}-01-01"),
                    ("date", "<=", f"{year}-12-31"),
                ],
                ["themed_day_id"],
            )
        )
        done = self.union(*(themed for (themed,) in planned))
        today = company._get_volunteer_today()
        days = [(themed, themed._get_date(year)) for themed in self.search([]) - done]
        return [(themed, day) for themed, day in days if day >= today]
