from datetime import date

from odoo import api, fields, models

from .volunteer_target import FIELD_OF


class VolunteerTarget(models.Model):
    """The usual targets of a year: what last year aimed at, or what is shipped."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.target"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_usual_targets(self):
        """Return ``[(metric, value, source)]`` of what every hospital aims at."""
        return [
            ("person_hours", 4000, "NHC 2021"),
            ("hours_per_head", 25, "XL 2018"),
            ("registered", 100, "XL 2018"),
        ]

    @api.model
    def _make_year_sudo(self, companies, year, departments=False, teams=False):
        """Make the targets of a year that are not there yet.

        Those of the year before go on; without any, the usual ones begin. Departments
        and teams get the unit's hours a head as an aim of their own.

        :param companies: records of ``res.company``
        :param int year: calendar year
        :return: the new targets
        """
        companies = companies.sudo()
        Target = self.sudo().with_context(active_test=False)
        present = Target.search(
            [("company_id", "in", companies.ids), ("year", "in", (year - 1, year))]
        )
        there = {target._get_key() for target in present if target.year == year}
        new = []
        for company in companies:
            last = present.filtered(
                lambda target, company=company: (
                    target.company_id == company
                    and target.year == year - 1
                    and target.active
                    and target._goes_on()
                )
            )
            rows = [target._prepare_next_year() for target in last]
            if not rows:
                rows = [
                    {
                        "company_id": company.id,
                        "year": year,
                        "scope": "company",
                        "metric": metric,
                        "value": value,
                        "note": note,
                        "counted": company.volunteer_target_hours,
                    }
                    for metric, value, note in self._get_usual_targets()
                ]
            heads = next(
                (
                    row
                    for row in rows
                    if (row["scope"], row["metric"]) == ("company", "hours_per_head")
                ),
                None,
            ) or {"value": 25, "counted": company.volunteer_target_hours}
            rows += self._prepare_units_sudo(company, year, heads, departments, teams)
            for row in rows:
                key = self._key_of(row)
                if key not in there:
                    there.add(key)
                    new.append(row)
        return Target.create(new).with_context(active_test=True)

    @api.model
    def _prepare_units_sudo(self, company, year, heads, departments, teams):
        """Return what to create for each department and team of a unit."""
        wanted = {}
        if departments:
            staffed = (
                self.env["hr.employee"]
                .sudo()
                ._read_group([("company_id", "=", company.id)], ["department_id"])
            )
            wanted["department"] = [row[0] for row in staffed if row[0]]
        if teams:
            wanted["team"] = (
                self.env["volunteer.team"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", company.id),
                        ("member_ids", "!=", False),
                        # A committee meets; it does not serve.
                        ("kind", "!=", "committee"),
                    ]
                )
            )
        return [
            {
                "company_id": company.id,
                "year": year,
                "scope": scope,
                FIELD_OF[scope]: record.id,
                "metric": "hours_per_head",
                "value": heads["value"],
                "counted": heads["counted"],
            }
            for scope, records in wanted.items()
            for record in records
        ]

    def _goes_on(self):
        """Return whether a target is worth repeating: what it is about still exists."""
        about = self[FIELD_OF[self.scope]] if self.scope in FIELD_OF else self
        if self.scope == "project":
            return about.state != "closed"
        return about.active

    def _prepare_next_year(self):
        self.ensure_one()
        vals = {
            "company_id": self.company_id.id,
            "year": self.year + 1,
            "scope": self.scope,
            "metric": self.metric,
            "value": self.value,
            "counted": self.counted,
            "note": self.note,
            "sequence": self.sequence,
            **{name: self[name].id for name in FIELD_OF.values()},
        }
        if (self.date_from, self.date_to) != (
            date(self.year, 1, 1),
            date(self.year, 12, 31),
        ):
            # An assessment year of its own goes on as such.
            vals["date_from"] = fields.Date.add(self.date_from, years=1)
            vals["date_to"] = fields.Date.add(self.date_to, years=1)
        return vals

    def _get_key(self):
        return self._key_of(
            {
                "company_id": self.company_id.id,
                "year": self.year,
                "scope": self.scope,
                "metric": self.metric,
                **{name: self[name].id for name in FIELD_OF.values()},
            }
        )

    @api.model
    def _key_of(self, vals):
        names = ("company_id", "year", "scope", "metric", *FIELD_OF.values())
        return tuple(vals.get(name) or False for name in names)

    @api.model
    def _cron_make_year(self):
        """Make the targets of the year where nobody has yet, once a unit and year.

        Whoever deletes them afterwards does not find them again the next morning.
        """
        Company = self.env["res.company"].sudo()
        companies = Company.search([("active", "=", True)])
        by_year = companies.grouped(lambda unit: unit._get_volunteer_today().year)
        for year, units in by_year.items():
            units = units.filtered(
                lambda unit, year=year: (unit.volunteer_target_year or 0) < year
            )
            begun = (
                self.sudo()
                .with_context(active_test=False)
                ._read_group(
                    [("company_id", "in", units.ids), ("year", "=", year)],
                    ["company_id"],
                )
            )
            self._make_year_sudo(
                units - Company.union(*(row[0] for row in begun)), year
            )
            units.write({"volunteer_target_year": year})
