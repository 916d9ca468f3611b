from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.stars import STAR_HOURS, is_rising


class Star(NamedTuple):
    """One row of the table of stars that counts in a unit."""

    level: int
    hours: int
    name: str


class VolunteerStar(models.Model):
    """What hours a star takes in a unit (domain rules, section 6)."""

    _name = "volunteer.star"
    _description = "Star"
    _order = "company_id, level"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    level = fields.Integer(
        required=True, aggregator=None, help="1 is the first star; none is left out."
    )
    name = fields.Char(
        string="Title", required=True, translate=True, help="What the honour is called."
    )
    hours = fields.Integer(
        required=True, aggregator=None, help="Recorded hours of a whole life."
    )

    _level_unique = models.UniqueIndex(
        "(company_id, level)", "This unit has a star of this level already."
    )
    _level_positive = models.Constraint(
        "CHECK (level BETWEEN 1 AND 10 AND hours > 0)",
        "Stars are numbered from 1 to 10, and each takes some hours.",
    )

    @api.constrains("company_id", "level", "hours")
    def _check_rising(self):
        self._check_tables(self.company_id)

    @api.model
    def _check_tables(self, companies):
        """:raise ValidationError: levels are left out, or hours do not rise"""
        tables = self.sudo().search([("company_id", "in", companies.ids)])
        for company, stars in tables.grouped("company_id").items():
            stars = stars.sorted("level")
            if stars.mapped("level") != list(range(1, len(stars) + 1)):
                raise ValidationError(
                    self.env._(
                        "%(unit)s: the stars are numbered 1, 2, 3 … without a gap. "
                        "Remove the highest one first.",
                        unit=company.name,
                    )
                )
            if not is_rising(stars.mapped("hours")):
                raise ValidationError(
                    self.env._(
                        "%(unit)s: each star takes more hours than the one before.",
                        unit=company.name,
                    )
                )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "level" in fields and "level" not in values:
            company_id = values.get("company_id") or self.env.company.id
            [(level,)] = self._read_group(
                [("company_id", "=", company_id)], [], ["level:max"]
            )
            values["level"] = (level or 0) + 1
        return values

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self._check_tables(companies)
        return result

    @api.model
    def action_use_default(self):
        """Give the current unit a copy of the shipped table, to be changed then.

        A unit that has a table keeps it.

        :raise AccessError: may not configure
        """
        self.check_access("create")
        company = self.env.company
        if not self.search_count([("company_id", "=", company.id)]):
            self.create(
                [
                    {
                        "company_id": company.id,
                        "level": star.level,
                        "name": star.name,
                        "hours": star.hours,
                    }
                    for star in company._get_shipped_stars()
                ]
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    def _get_star_thresholds_sudo(self):
        """Return the table of stars that counts in each of these units.

        A unit without a table has that of the unit above, and at last the shipped one:
        100, 300, 600, 1000 and 1500 hours.

        :return: ``{company: [Star(level, hours, name)]}``, rising; names in the
            language of the environment
        """
        above = self.sudo().parent_ids.ids
        stars = self.env["volunteer.star"].sudo().search([("company_id", "in", above)])
        tables = {
            company.id: [Star(star.level, star.hours, star.name) for star in rows]
            for company, rows in stars.grouped("company_id").items()
        }
        shipped = self._get_shipped_stars()
        return {
            company: next(
                (
                    tables[int(unit_id)]
                    for unit_id in reversed(
                        (company.sudo().parent_path or "").split("/")
                    )
                    if unit_id and int(unit_id) in tables
                ),
                shipped,
            )
            for company in self
        }

    @api.model
    def _get_all_for_stars(self):
        return self.search([("id", "!=", False)])

    @api.model
    def _get_shipped_stars(self):
        return [
            Star(level, hours, self.env._("Star %(level)s volunteer", level=level))
            for level, hours in enumerate(STAR_HOURS, 1)
        ]
