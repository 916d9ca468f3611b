from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.periods import MONTHS, period


class VolunteerPeriodMixin(models.AbstractModel):
    """A year, half-year or quarter of a unit's assessment year, and its name."""

    _name = "volunteer.period.mixin"
    _description = "About an Assessment Period"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    period = fields.Selection(
        [("year", "Year"), ("half", "Half-year"), ("quarter", "Quarter")],
        required=True,
        default="year",
    )
    year = fields.Integer(
        string="Assessment Year",
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._get_volunteer_period().year,
    )
    number = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth")],
        string="Which",
        required=True,
        default="1",
        help="Which half-year or quarter of the assessment year.",
    )

    def _get_period(self):
        """Return the period that year and number name; None where there is none.

        A third half-year is refused by name; until then it is taken for the last.
        """
        self.ensure_one()
        start = int(self.company_id.sudo().volunteer_year_start or 1)
        number = min(int(self.number or 1), 12 // MONTHS.get(self.period, 12))
        try:
            return period(self.period, self.year, number, start)
        except ValueError:
            return None

    def _get_period_name(self):
        return self._name_period(self.period, self.year, self.number)

    @api.model
    def _name_period(self, kind, year, number):
        """Return the name of a period as an office writes it.

        :param str number: which half or quarter of the year, from 1
        """
        if kind == "half":
            if number == "1":
                return self.env._("First half-year of %(year)s", year=year)
            return self.env._("Second half-year of %(year)s", year=year)
        if kind == "quarter":
            return self.env._(
                "Quarter %(number)s of %(year)s", number=number, year=year
            )
        return self.env._("Year %(year)s", year=year)

    @api.constrains("period", "number")
    def _check_number(self):
        """:raise ValidationError: a third half-year, for instance"""
        for one in self:
            parts = 12 // MONTHS[one.period]
            if one.period != "year" and int(one.number) > parts:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: a year has %(count)s of these periods.",
                        name=one.display_name,
                        count=parts,
                    )
                )
